"""reportgen: office reports in which a figure never loses its source."""
