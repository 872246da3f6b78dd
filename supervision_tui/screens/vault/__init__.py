"""The vault: opening and unlocking it, the first steps, keeping it, its journal."""
