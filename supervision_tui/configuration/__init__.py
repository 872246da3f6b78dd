"""A person's settings, keys and themes for the app itself, apart from any vault."""
