"""People: training, courses, and what draws them to a town."""
