"""The Standard Safeguarding Dataset: a folder of CSV files, each told apart by its columns
(`prof_…`, `invo_…`).

Professionals and involvements are needed; the other tables add what they have. It is the one source
in which hours, agency and the beginning, end and reason of an allocation stand together.
"""
