"""A decision or discussion outside the hour: written, recorded, and read."""

from .screen import DecisionScreen

__all__ = ["DecisionScreen"]
