"""Pure Python and numpy: the calendar, the timescales, the clocks and the casebook. No Qt, SQL or files."""
