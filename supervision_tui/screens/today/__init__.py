"""Today: the team, and what needs the manager."""
