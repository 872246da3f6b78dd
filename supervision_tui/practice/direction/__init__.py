"""Case direction: what makes one complete, its timescale, its owner, when a child is owed one."""
