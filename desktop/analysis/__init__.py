"""What the council reports: counts, means and shares over the rows that the lists show.

Nothing here decides whether a case counts; the domain does that, row by row, and every number is the
length of a list or a mean over its rows.
"""
