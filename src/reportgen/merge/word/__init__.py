"""A Word file that exists already, changed in its XML; all else of it stays byte for byte."""
