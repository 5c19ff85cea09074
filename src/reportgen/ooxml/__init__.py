"""The floor of every Office file: the zip package, its parts, fixed times, whole-file saves."""
