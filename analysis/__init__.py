"""Reading: goals, where progress comes from, spending. Takes tables, never runs the model."""
