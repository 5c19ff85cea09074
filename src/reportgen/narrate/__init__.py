"""Section templates and figures become a document."""
