"""The token baseline: its tokens there and back, its cache against the whole sequence, and a run from its command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import ResourceError
from engine.model.tokens import GridNotes

torch = pytest.importorskip("torch")
pytest.importorskip("miditok")

from training.baseline.network import Baseline, BaselineConfig, token_nats  # noqa: E402 - after the skips
from training.baseline.sample import BaselineWriter, nucleus  # noqa: E402
from training.baseline.tokens import BAR, RemiTokens  # noqa: E402


def music(seed: int, beats: int = 48) -> GridNotes:
    """Broken chords on eighths with some human velocities; durations that the tokens can say exactly."""
    rng = np.random.default_rng(seed)
    onset = np.sort(rng.choice(np.arange(0, beats * 24, 6), beats * 2, replace=False))
    pitch = rng.integers(40, 90, len(onset))
    duration = rng.choice([3, 6, 12, 24], len(onset))
    return GridNotes(onset, onset * 0 + 4, pitch, duration, rng.integers(30, 110, len(onset)))


@pytest.fixture(scope="module")
def tokens() -> RemiTokens:
    return RemiTokens.train([music(seed) for seed in range(30)], 500)


def test_notes_survive_the_tokens(tokens: RemiTokens) -> None:
    clip = music(100)
    ids = tokens.encode(clip, 12)
    back = tokens.decode(ids)
    for name in ("onset", "pitch", "duration"):
        np.testing.assert_array_equal(getattr(back, name), getattr(clip, name))
    assert np.abs(back.velocity - clip.velocity).max() <= 4
    assert tokens.bars(ids) == 12
    plain = len(tokens.names(ids))
    assert len(ids) < plain, "byte pairs should shorten the sequence"


def test_silent_bars_at_the_end_are_told(tokens: RemiTokens) -> None:
    assert tokens.bars(tokens.encode(music(5).window(0, 16), 12)) == 12
    assert tokens.encode(music(5).window(0, 0), 4)[0] == tokens.begin


def test_the_cache_gives_what_the_whole_sequence_gives() -> None:
    torch.manual_seed(0)
    network = Baseline(BaselineConfig(50, width=32, layers=2, heads=2, longest=64)).eval()
    ids = torch.randint(0, 50, (1, 20))
    with torch.inference_mode():
        whole, _ = network(ids)
        logits, cache = network(ids[:, :12])
        steps = [logits[:, -1]]
        for place in range(12, 20):
            logits, cache = network(ids[:, place : place + 1], cache)
            steps.append(logits[:, -1])
    torch.testing.assert_close(torch.stack(steps[:-1], 1), whole[:, 11:19], atol=1e-5, rtol=1e-4)


def test_padding_costs_nothing_and_a_fresh_network_is_near_uniform() -> None:
    torch.manual_seed(0)
    network = Baseline(BaselineConfig(50, width=32, layers=1, heads=2, longest=64))
    nats = token_nats(network, torch.tensor([[1, 5, 7, 9, 0, 0]]), pad=0)
    assert (nats[0, 3:] == 0).all()
    assert float(nats[0, :3].mean().detach()) == pytest.approx(np.log(50), rel=0.1)


def test_the_nucleus_holds_the_likeliest_tokens_only() -> None:
    logits = np.log(np.array([0.6, 0.3, 0.06, 0.04]))
    rng = np.random.default_rng(1)
    drawn = {nucleus(logits, rng, top_p=0.85) for _ in range(200)}
    assert drawn == {0, 1}
    assert nucleus(logits, rng, top_p=0.5, forbidden=(0,)) == 1


def test_it_writes_eight_bars_and_the_same_ones_again(tokens: RemiTokens) -> None:
    torch.manual_seed(0)
    network = Baseline(BaselineConfig(tokens.size, width=32, layers=1, heads=2, longest=256)).eval()
    writer = BaselineWriter(network, tokens)
    prompt = music(7).window(0, 16)
    made = writer.continuation(prompt, 3)
    again = writer.continuation(prompt, 3)
    np.testing.assert_array_equal(made.onset, again.onset)
    assert not len(made) or made.onset.max() < 32 * 24


def test_the_first_new_token_begins_a_bar_and_may_bring_its_notes_with_it(
    tokens: RemiTokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = next(t for t in range(tokens.size) if tokens.names([t])[:1] == [BAR] and len(tokens.names([t])) > 1)
    writer = BaselineWriter(Baseline(BaselineConfig(tokens.size, width=32, layers=1, heads=2, longest=256)), tokens)
    likely = torch.zeros(1, 1, tokens.size)
    likely[..., [joined, *writer.inside_bar]] = 50.0
    heard: list[list[int]] = []
    monkeypatch.setattr(writer, "network", lambda ids, cache=None: (likely, cache))
    monkeypatch.setattr(writer.network, "config", BaselineConfig(tokens.size, longest=100), raising=False)
    monkeypatch.setattr(tokens, "decode", lambda ids: heard.append(list(ids)) or music(0))
    prompt = music(7).window(0, 16)
    writer.continuation(prompt, 3)
    before = tokens.encode(prompt, 4)
    assert heard[0][: len(before)] == before
    assert heard[0][len(before)] == joined


def test_training_learns_and_is_read_back(tokens: RemiTokens, tmp_path: Path) -> None:
    from training.baseline.train import CONFIG_FILE, TokenSource, load_network, portioned_loss
    from training.evaluate_windows import HeldPiece
    from training.loop import TrainConfig, Trainer
    from training.portions import Portion

    bars = np.stack([np.arange(96) % 4, np.full(96, 4)], axis=1).astype(np.int8)
    pieces = [HeldPiece(music(seed, 96), bars, "x", "x", str(seed)) for seed in range(3)]
    source = TokenSource(pieces, tokens, 512, 0)
    np.testing.assert_array_equal(source.batch(5, 2), source.batch(5, 2))
    torch.manual_seed(0)
    network = Baseline(BaselineConfig(tokens.size, width=32, layers=1, heads=2, longest=512))
    loss = portioned_loss(network, source, 2)
    heard: list[dict[str, Any]] = []
    config = TrainConfig(steps=12, rate=5e-3, warm_up=2, report_every=1, checkpoint_every=12, bf16=False)
    trainer = Trainer(network, loss, config, tmp_path, heard.append)
    trainer.train()
    losses = [event["loss"] for event in heard if event["event"] == "step"]
    assert losses[-1] < losses[0] - 0.3
    with torch.no_grad():
        halves = [loss(3, 0, Portion(index, 2))["loss"] for index in range(2)]
        torch.testing.assert_close(torch.stack(halves).mean(), loss(3, 0)["loss"])
    (tmp_path / CONFIG_FILE).write_text(json.dumps(network.config.to_json()))
    tokens.save(tmp_path)
    writer = BaselineWriter.load(tmp_path)
    trainer.use_average()
    torch.testing.assert_close(load_network(tmp_path).tokens.weight, network.tokens.weight.detach())
    assert writer.tokens.size == tokens.size
    with pytest.raises(ResourceError, match="no trained baseline"):
        BaselineWriter.load(tmp_path / "elsewhere")
