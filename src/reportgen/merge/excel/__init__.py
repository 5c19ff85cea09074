"""An .xlsx edited in its XML: what is not edited stays byte for byte."""
