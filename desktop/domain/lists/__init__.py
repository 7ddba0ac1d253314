"""Every list on a screen, in an export or on the command line, built from one desk and one selection."""

from desktop.domain.lists.build import build, counts
from desktop.domain.lists.records import to_columns, to_records
from desktop.domain.lists.selection import LISTS, Count, Selection

__all__ = ["LISTS", "Count", "Selection", "build", "counts", "to_columns", "to_records"]
