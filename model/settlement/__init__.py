"""The parts of phase 11: who pays whom for what at the end of a quarter."""
