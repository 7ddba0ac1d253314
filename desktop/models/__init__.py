"""Qt item models and the state that pages share."""
