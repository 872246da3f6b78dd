"""The shared part of all imports: reading files into tables, finding the header, reading cells."""
