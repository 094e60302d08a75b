"""The encoder as a torch module, for training; `weights.read_trained` reads what is saved of it."""

import torch
from torch import Tensor, nn
from torch.nn import functional
from weights import Encoder, Layer, Linear, Norm

HEADS = 12
_EPSILON = 1e-12


class Block(nn.Module):
    """One transformer layer."""

    def __init__(self, size: int, wide: int) -> None:
        super().__init__()
        self.qkv = nn.Linear(size, 3 * size)
        self.o = nn.Linear(size, size)
        self.n1 = nn.LayerNorm(size, eps=_EPSILON)
        self.up = nn.Linear(size, wide)
        self.down = nn.Linear(wide, size)
        self.n2 = nn.LayerNorm(size, eps=_EPSILON)

    def forward(self, hidden: Tensor) -> Tensor:
        texts, tokens, size = hidden.shape
        parts = self.qkv(hidden).view(texts, tokens, 3, HEADS, size // HEADS).permute(2, 0, 3, 1, 4)
        context = functional.scaled_dot_product_attention(*parts).transpose(1, 2).reshape(texts, tokens, size)
        middle = self.n1(hidden + self.o(context))
        return self.n2(middle + self.down(functional.gelu(self.up(middle))))


class Network(nn.Module):
    """Token numbers, shape (texts, tokens), to unit vectors; texts in one batch have one length."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        size, wide = encoder.words.shape[1], encoder.layers[0].wide.matrix.shape[1]
        self.words = nn.Embedding.from_pretrained(torch.from_numpy(encoder.words), freeze=True)
        self.pos = nn.Embedding.from_pretrained(torch.from_numpy(encoder.positions), freeze=False)
        self.n = nn.LayerNorm(size, eps=_EPSILON)
        self.layers = nn.ModuleList(Block(size, wide) for _ in encoder.layers)
        _fill_norm(self.n, encoder.norm)
        for block, layer in zip(self.layers, encoder.layers, strict=True):
            _fill_block(block, layer)

    def forward(self, ids: Tensor) -> Tensor:
        hidden = self.n(self.words(ids) + self.pos.weight[: ids.shape[1]])
        for block in self.layers:
            hidden = block(hidden)
        return functional.normalize(hidden.mean(1).float(), dim=-1)


def _fill_block(block: Block, layer: Layer) -> None:
    _fill(block.qkv, layer.query, layer.key, layer.value)
    _fill(block.o, layer.attended)
    _fill_norm(block.n1, layer.middle)
    _fill(block.up, layer.wide)
    _fill(block.down, layer.narrow)
    _fill_norm(block.n2, layer.end)


def _fill(module: nn.Linear, *parts: Linear) -> None:
    module.weight.data = torch.cat([torch.from_numpy(one.matrix.T.copy()) for one in parts])
    module.bias.data = torch.cat([torch.from_numpy(one.bias.copy()) for one in parts])


def _fill_norm(module: nn.LayerNorm, norm: Norm) -> None:
    module.weight.data, module.bias.data = torch.from_numpy(norm.scale.copy()), torch.from_numpy(norm.shift.copy())
