"""Writes ``sample_projects/bedside.toml``: a fictional hospital group that scans every medicine at the bedside, forty-two weeks in.

It is told with :mod:`tools.storytelling`.
"""
