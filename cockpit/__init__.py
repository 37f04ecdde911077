"""A terminal cockpit for people who lead a deployment."""

__version__ = "0.1.0"
