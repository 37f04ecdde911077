"""The SQLite file: what is read from it, how it is written, and what it remembers."""
