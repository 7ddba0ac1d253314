"""What a person can do, one module per noun. Each verb checks the rules and returns an act to be committed."""
