"""What a person can do, one module per noun: each verb checks the rules and returns an act to commit."""
