"""Data protection: a person's whole file, how long it is kept, and erasing it."""
