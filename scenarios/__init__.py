"""What is given to the model: law, towns, series, indicators, goals, scenario files, and the readers that check them."""
