"""Children: their notes, events, visits and workers, the review list and its filter."""
