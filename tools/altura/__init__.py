"""Writes ``sample_projects/altura.toml``: a fictional company that simplifies its online ordering, thirty weeks into its project.

It is told with :mod:`tools.storytelling`.
"""
