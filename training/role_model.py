"""The network that tells roles, in torch. Its numpy twin that the app runs, where it is described, is
`engine.music.role_network`."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.music.note import Role
from engine.music.role_features import EDGE_FEATURES, NOTE_FEATURES, OFFSETS


class Round(nn.Module):
    """Every note hears its neighbours once."""

    def __init__(self, width: int, heard: int) -> None:
        super().__init__()
        self.edge = nn.Linear(EDGE_FEATURES, heard)
        self.other = nn.Linear(width, heard, bias=False)
        self.own = nn.Linear(width, heard, bias=False)
        self.told = nn.Linear(width + 4 * heard, width)

    def forward(self, x: Tensor, edge: Tensor, neighbour: Tensor, there: Tensor) -> Tensor:
        """Notes (N, D) with edges (N, K, E), places of the neighbours (N, K) and which are there (N, K, 1) to notes."""
        heard = self.edge(edge) + functional.embedding(neighbour, self.other(x)) + self.own(x)[:, None]
        heard = functional.relu(heard) * there
        sides = (heard[:, : len(OFFSETS)], heard[:, len(OFFSETS) :])
        told = [part for side in sides for part in (side.amax(dim=1), side.mean(dim=1))]
        z: Tensor = x + functional.relu(self.told(torch.cat([x, *told], dim=-1)))
        return z


class RoleModel(nn.Module):
    """Notes to logits of their roles.

    Args:
        width: numbers a note.
        heard: numbers a neighbour.
        rounds: how often notes hear their neighbours.
    """

    def __init__(self, width: int = 48, heard: int = 32, rounds: int = 3) -> None:
        super().__init__()
        self.note = nn.Linear(NOTE_FEATURES, width)
        self.rounds = nn.ModuleList(Round(width, heard) for _ in range(rounds))
        self.role = nn.Linear(width, len(Role))

    def forward(self, note: Tensor, edge: Tensor, neighbour: Tensor, there: Tensor) -> Tensor:
        """Features as those of `NoteFeatures` to logits (N, 3)."""
        x = functional.relu(self.note(note))
        for hearing in self.rounds:
            x = hearing(x, edge, neighbour, there[..., None])
        y: Tensor = self.role(x)
        return y
