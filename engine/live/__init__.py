"""Live input and output: the MIDI ports of this machine."""
