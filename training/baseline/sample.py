"""The baseline as a contender: it goes on with a prompt by nucleus sampling (Holtzman et al. 2020) and a cache."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event as Flag
from typing import Any

import numpy as np
import torch

from engine.errors import Cancelled
from engine.model.tokens import GridNotes
from training.baseline.network import Baseline, Cache
from training.baseline.tokens import BAR, RemiTokens
from training.baseline.train import FACTS_FILE, load_network
from training.evaluate_windows import PROMPT_BEATS, TRUTH_BEATS

TOP_P = 0.95


class BaselineWriter:
    """A trained baseline that continues prompts."""

    def __init__(self, network: Baseline, tokens: RemiTokens, facts: dict[str, Any] | None = None) -> None:
        self.network, self.tokens, self._facts = network, tokens, facts or {}
        # How many bar lines each token stands for, and which tokens do not begin with one.
        self.bar_lines = [tokens.bars([token]) for token in range(tokens.size)]
        self.inside_bar = tuple(t for t in range(tokens.size) if tokens.names([t])[:1] != [BAR])

    @staticmethod
    def load(folder: Path) -> BaselineWriter:
        """Read a run's folder. Raises ResourceError where it holds no trained baseline."""
        tokens = RemiTokens.load(folder)
        facts = folder / FACTS_FILE
        known = json.loads(facts.read_text(encoding="utf-8")) if facts.is_file() else {}
        return BaselineWriter(load_network(folder), tokens, known)

    def facts(self) -> dict[str, Any]:
        """Size, steps and validation loss, as training wrote them."""
        return dict(self._facts)

    @torch.inference_mode()
    def continuation(self, prompt: GridNotes, seed: int, cancel: Flag | None = None) -> GridNotes:
        """Eight bars after a prompt of four. Raises Cancelled when `cancel` is set meanwhile."""
        bars, wanted = PROMPT_BEATS // 4, (PROMPT_BEATS + TRUTH_BEATS) // 4
        rng = np.random.Generator(np.random.Philox(key=[seed, 1]))
        ids = self.tokens.encode(prompt, bars)
        begun = self.tokens.bars(ids)
        # The first new token begins a bar, and it is drawn: a bar line alone is the token before silent bars only, as
        # byte pairs join the others with what comes after them.
        forbidden = self.inside_bar
        logits, cache = self.network(torch.tensor([ids]))
        while len(ids) < self.network.config.longest:
            if cancel is not None and cancel.is_set():
                raise Cancelled
            drawn = nucleus(logits[0, -1].double().numpy(), rng, forbidden=forbidden)
            forbidden = (self.tokens.begin, self.tokens.pad)
            begun += self.bar_lines[drawn]
            if begun > wanted:
                break
            ids.append(drawn)
            logits, cache = self._step(drawn, cache)
        whole = self.tokens.decode(ids)
        return whole.window(PROMPT_BEATS, TRUTH_BEATS)

    def _step(self, token: int, cache: Cache) -> tuple[torch.Tensor, Cache]:
        out: tuple[torch.Tensor, Cache] = self.network(torch.tensor([[token]]), cache)
        return out


def nucleus(logits: np.ndarray[Any, np.dtype[np.float64]], rng: np.random.Generator, *, top_p: float = TOP_P,
            forbidden: tuple[int, ...] = ()) -> int:  # fmt: skip
    """One token from the smallest set of likeliest ones that holds `top_p` of the probability."""
    scaled = logits.copy()
    scaled[list(forbidden)] = -np.inf
    weights = np.exp(scaled - scaled.max())
    weights /= weights.sum()
    order = np.argsort(-weights, kind="stable")
    kept = order[np.concatenate([[True], np.cumsum(weights[order])[:-1] < top_p])]
    share = weights[kept] / weights[kept].sum()
    return int(kept[min(int(np.searchsorted(np.cumsum(share), rng.random())), len(kept) - 1)])
