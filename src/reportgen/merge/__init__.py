"""Figures merged into a file that somebody else designed, all else of it kept."""
