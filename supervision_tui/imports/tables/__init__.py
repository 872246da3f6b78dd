"""What all imports share: reading files into tables, finding the header, reading cells."""
