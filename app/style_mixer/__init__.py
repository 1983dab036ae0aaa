"""The controls that say how a take is written: styles, creativity, bars, seed."""
