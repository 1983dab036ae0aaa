"""A fair opponent: a GPT-2-type decoder on MidiTok's REMI tokens with byte-pair encoding, trained on the same data.

It is for measuring only; the app knows nothing of it. `python -m training.baseline --help`.
"""
