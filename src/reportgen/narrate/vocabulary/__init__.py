"""The words that turn figures into Chinese phrases: pure functions with Chinese names."""
