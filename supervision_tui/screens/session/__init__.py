"""The supervision hour: the screen, the record of one child, the personal record, the signature."""

from .screen import SessionScreen

__all__ = ["SessionScreen"]
