"""MiniLM as a torch module, with low-rank matrices beside its own; only these learn."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from lowrank import LowRank
from torch import Tensor, nn
from torch.nn import functional

HEADS = 12
LAYERS = 6
_EPSILON = 1e-12

Weights = Mapping[str, np.ndarray]


class Product(nn.Module):
    """Fixed matrices that read one activation, side by side, and the low-rank product that is added to theirs."""

    def __init__(self, weights: Weights, names: Sequence[str], rank: int) -> None:
        super().__init__()
        matrix = torch.cat([torch.from_numpy(weights[name + ".weight"]) for name in names])
        self.parts = len(names)
        self.register_buffer("matrix", matrix)
        self.register_buffer("bias", torch.cat([torch.from_numpy(weights[name + ".bias"]) for name in names]))
        self.down = nn.Linear(matrix.shape[1], rank, bias=False)
        self.up = nn.Linear(rank, matrix.shape[0], bias=False)
        nn.init.normal_(self.down.weight, std=0.02)
        nn.init.zeros_(self.up.weight)

    def forward(self, activation: Tensor) -> Tensor:
        return functional.linear(activation, self.matrix, self.bias) + self.up(self.down(activation))

    def learnt(self) -> LowRank:
        """The low-rank matrices, one `up` for each of the fixed ones."""
        down, up = (one.weight.detach().float().numpy().T for one in (self.down, self.up))
        return LowRank(down, tuple(np.split(up, self.parts, axis=1)))


class Norm(nn.Module):
    """A fixed layer normalisation."""

    def __init__(self, weights: Weights, name: str) -> None:
        super().__init__()
        self.register_buffer("scale", torch.from_numpy(weights[name + ".weight"]))
        self.register_buffer("shift", torch.from_numpy(weights[name + ".bias"]))

    def forward(self, hidden: Tensor) -> Tensor:
        return functional.layer_norm(hidden, self.scale.shape, self.scale, self.shift, _EPSILON)


class Block(nn.Module):
    """One transformer layer; its products have the names of the activations that they read in the shipped graph."""

    def __init__(self, weights: Weights, prefix: str, rank: int) -> None:
        super().__init__()
        attention = prefix + "attention."
        parts = [f"{attention}self.{part}" for part in ("query", "key", "value")]
        self.hidden = Product(weights, parts, rank)
        self.context = Product(weights, [attention + "output.dense"], rank)
        self.middle = Product(weights, [prefix + "intermediate.dense"], rank)
        self.active = Product(weights, [prefix + "output.dense"], rank)
        self.attended = Norm(weights, attention + "output.LayerNorm")
        self.end = Norm(weights, prefix + "output.LayerNorm")

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        texts, tokens, size = hidden.shape
        parts = self.hidden(hidden).view(texts, tokens, 3, HEADS, size // HEADS).permute(2, 0, 3, 1, 4)
        context = functional.scaled_dot_product_attention(*parts, attn_mask=mask[:, None, None, :])
        middle = self.attended(hidden + self.context(context.transpose(1, 2).reshape(texts, tokens, size)))
        return self.end(middle + self.active(functional.gelu(self.middle(middle))))


class Network(nn.Module):
    """Token numbers, shape (texts, tokens), and a mask, true at tokens, to unit vectors."""

    def __init__(self, weights: Weights, rank: int) -> None:
        super().__init__()
        places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self.register_buffer("words", torch.from_numpy(weights["embeddings.word_embeddings.weight"]))
        self.register_buffer("places", torch.from_numpy(places))
        self.begin = Norm(weights, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(Block(weights, f"encoder.layer.{number}.", rank) for number in range(LAYERS))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        hidden = self.begin(self.words[ids] + self.places[: ids.shape[1]])
        for layer in self.layers:
            hidden = layer(hidden, mask)
        shown = mask[:, :, None].to(hidden.dtype)
        return functional.normalize(((hidden * shown).sum(1) / shown.sum(1)).float(), dim=-1)

    def learnt(self) -> dict[str, LowRank]:
        """The low-rank matrices by the activation that they read."""
        return {
            f"encoder.layer.{number}.{name}": getattr(layer, name).learnt()
            for number, layer in enumerate(self.layers)
            for name in ("hidden", "context", "middle", "active")
        }
