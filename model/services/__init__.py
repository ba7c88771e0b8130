"""The parts of phase 4 in which measures meet platforms and their clients: reach, fees, levies, online search, design,
logistics."""
