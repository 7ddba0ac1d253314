"""What is put on paper, as plain structure: the supervision sheet and any list. No Qt, no files."""
