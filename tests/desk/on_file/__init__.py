"""Records on the children's files in the council's own system."""
