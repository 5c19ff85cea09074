"""A chart becomes a picture: laid out in points, then drawn by matplotlib."""
