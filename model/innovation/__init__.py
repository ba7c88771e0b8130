"""The parts of phase 7: research and findings, imitation, licences, knowledge, partners, patents."""
