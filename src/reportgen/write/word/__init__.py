"""The parts of a Word file: styles, blocks, inlines, tables, pictures."""
