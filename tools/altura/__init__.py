"""Writes ``sample_projects/altura.toml``: a fictional company that simplifies its online ordering, thirty weeks into its project.

Each module tells one concept as a list of acts by people at instants; :mod:`tools.altura.simulation` replays them all in order
of time through the domain's own planning of acts, so that the state and its change log are consistent by construction.

The story mentions no calendar date or season in its texts: the demo moves all dates by whole weeks.
"""
