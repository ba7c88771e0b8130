"""Running: single runs with their baseline, their folders, and the command line in `cli`."""
