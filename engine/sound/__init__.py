"""Sound: playing a clip through a synthesiser or a MIDI port, and rendering it to a file."""
