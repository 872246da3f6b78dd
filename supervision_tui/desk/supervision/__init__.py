"""Supervision: its days, its agenda, the hour itself, its record and the signature."""
