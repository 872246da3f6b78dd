"""A report: titled sections of sentences, tables and charts; written once here for every form it is given away in."""
