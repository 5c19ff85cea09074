"""The steps in order, one readable function each command; what is heavy is imported where it is used."""
