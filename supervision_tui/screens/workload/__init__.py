"""Workload: the table of workers, and below it one of six pictures, each of them in words, too."""

from .screen import WorkloadScreen

__all__ = ["WorkloadScreen"]
