"""Decisions and discussions outside the hour of supervision."""
