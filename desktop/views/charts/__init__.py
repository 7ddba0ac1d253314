"""Charts. Each stands beside a table that says the same to a screen reader and to the keyboard."""
