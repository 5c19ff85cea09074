"""The parts of an appendix workbook: sheets, cells, formats, formulas, drawings."""
