"""Everything in a workbook besides cells that refers to rows and columns, moved as they move."""
