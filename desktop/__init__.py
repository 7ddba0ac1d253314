"""Caseclock: statutory clocks, allocation and visits for English councils."""

__version__ = "0.1.0"
