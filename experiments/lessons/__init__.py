"""Lessons: arms as provinces, what is read of them, expected signs measured, pages, notebooks, the static page."""
