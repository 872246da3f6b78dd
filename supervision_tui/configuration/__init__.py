"""What a person sets for the app itself, apart from any vault: settings, keys, themes."""
