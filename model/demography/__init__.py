"""How firms close, open and move."""
