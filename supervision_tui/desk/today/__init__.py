"""Today: what needs the manager, worst first, and how far the first steps have come."""
