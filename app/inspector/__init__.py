"""The column at the right: what to write, and with which settings."""
