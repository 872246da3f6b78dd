"""Training: its screen, the lists about courses, those about workers, and its forms."""

from .screen import TrainingScreen

__all__ = ["TrainingScreen"]
