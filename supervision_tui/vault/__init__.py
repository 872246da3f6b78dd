"""How records are kept: the encrypted file, its keys, migrations and the journal."""
