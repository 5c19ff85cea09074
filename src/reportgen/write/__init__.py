"""A document becomes bytes: Word, Excel, pictures."""
