"""Workload: the table of workers, and below it one of six pictures, each of them in words, too."""

from .screen import PressureScreen

__all__ = ["PressureScreen"]
