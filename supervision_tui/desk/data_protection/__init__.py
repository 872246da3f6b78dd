"""What is held of a person: their whole file, how long it is kept, and erasing it."""
