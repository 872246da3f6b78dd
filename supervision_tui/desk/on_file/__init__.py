"""The records on the children's files in the council's own system: since when, who said so."""
