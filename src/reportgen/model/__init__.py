"""What the steps hand to each other: plain frozen values, standard library only."""
