"""Importing a council's files: which file, which columns, which teams, and what would change."""
