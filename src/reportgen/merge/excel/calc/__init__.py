"""Formulas of an .xlsx parsed and worked out, so that their cached values are right before anything recalculates."""
