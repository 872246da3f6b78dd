"""The vault: the encrypted file, its keys, migrations and the journal."""
