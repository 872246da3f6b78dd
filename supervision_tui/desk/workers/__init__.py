"""Workers: who they are, what was agreed with them, and leaving."""
