"""Files in and out: readers, tracker layouts, Annex A, reconciling, writers."""
