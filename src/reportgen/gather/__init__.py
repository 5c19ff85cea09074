"""Returned forms against the report's workbook: which cells they answer, and what of it can be taken."""
