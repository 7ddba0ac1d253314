"""A made-up council of the size of the council's papers: a pure function of a seed and a date.

Nobody in it exists. The printed rates hold on whatever date it is made for.
"""

from desktop.demo.council import AUTHOR, made_for, make, redate, write

__all__ = ["AUTHOR", "made_for", "make", "redate", "write"]
