"""The Train tab: from a folder of MIDI files to a style in the mixer, in four steps. The learning itself is a child
process.
"""
