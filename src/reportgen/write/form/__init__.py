"""The blank workbook of a kit's schema, sheet by sheet."""
