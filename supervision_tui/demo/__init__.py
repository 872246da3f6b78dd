"""The invented service: a team, its children and a year of their records."""
