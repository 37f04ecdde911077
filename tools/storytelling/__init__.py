"""What the sample projects are told with: each is a story of acts by people at instants.

A story is a package of chapters; each tells one concept as a list of acts.  :mod:`tools.storytelling.life` replays them all in order
of time through the domain's own planning of acts, so that the state and its change log are consistent by construction.

No story mentions a calendar date or a season in its texts: the demo moves all dates by whole weeks.
"""
