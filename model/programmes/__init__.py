"""Public money on its way: yearly calls with application and selection, awards, payment with a lag, carry-over."""
