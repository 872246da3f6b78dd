"""Decisions and discussions outside the hour."""
