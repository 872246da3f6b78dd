"""Oversight: the summary of a period, audits and samples, what is held, and the authority
picture.
"""

from .screen import OversightScreen

__all__ = ["OversightScreen"]
