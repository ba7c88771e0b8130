"""What is given to the model: law, towns, series, indicators, goals, scenarios, and the readers that check them."""
