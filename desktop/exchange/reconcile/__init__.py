"""From what a spreadsheet says to what it changes: matching, comparing, and one act at the end."""

from desktop.exchange.reconcile.importplan import ImportPlan, Line
from desktop.exchange.reconcile.planning import plan

__all__ = ["ImportPlan", "Line", "plan"]
