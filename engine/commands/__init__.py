"""The commands of the command line, one module a command. Each has `add_arguments(parser)` and `run(args) -> int`.

`main.py` imports only the one that is asked for. What they share (options, progress, output files) is beside them.
"""
