"""Many teams' summaries as one authority picture.

The sums are SQL (`rollup.sql`), which runs on a warehouse too.
"""
