"""Pure musical values and pure functions on them. No torch, no Qt."""
