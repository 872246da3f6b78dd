"""Children: children one by one, with their cards and forms."""
