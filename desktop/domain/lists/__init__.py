"""Every list on a screen, in an export or on the command line, built from one desk and one selection."""
