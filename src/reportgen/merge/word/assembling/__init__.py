"""Edited drafts put together: one document out of several, in the look of a style document."""
