"""Supervision for team managers in children's social care, in the terminal."""

__version__ = "0.5.0.dev0"
