"""Directions: giving them, their lines, and the dates that follow from a child."""
