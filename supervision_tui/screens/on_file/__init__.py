"""Putting records on the children's files in the council's own system: copied, and noted."""

from .screen import FileScreen

__all__ = ["FileScreen"]
