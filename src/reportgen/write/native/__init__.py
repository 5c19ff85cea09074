"""A chart becomes a DrawingML part that Word and Excel can edit."""
