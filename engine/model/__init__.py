"""The model: note representation, beat factors, networks, samplers, checkpoints and the two runtimes.

Only `engine.model.networks` and `engine.model.torch_runtime` import torch, so the CPU path never pays for it.
"""
