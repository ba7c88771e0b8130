"""From the folder of a sweep or a comparison to what can be understood of it. Nothing is run here."""
