"""Consultations: the board, one consultation, and its forms."""
