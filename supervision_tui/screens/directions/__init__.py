"""Directions: the list, and its forms."""
