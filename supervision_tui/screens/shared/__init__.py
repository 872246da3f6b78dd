"""Screens and forms that several screens open: exports, search, help, settings."""
