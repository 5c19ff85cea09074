"""An edited Word file brought up to the report of today, in place."""
