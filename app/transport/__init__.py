"""Playing, stopping and looping what is on the screen."""
