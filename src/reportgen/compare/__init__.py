"""Two versions of a document or workbook -> what changed between them. Pure."""
