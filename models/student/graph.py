"""A sentence encoder as an ONNX graph, in float32 or in int8.

The graph takes `input_ids` (texts, tokens) and gives `sentence_embedding` (texts, 384) with unit rows. It has no mask:
the caller groups texts of exactly equal length, which needs no padding and lets attention run its fastest path.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from weights import Encoder, Layer, Linear, Norm
from words import BLOCK, WordTable, word_tensors

Array = NDArray[np.float32]

HIDDEN = 384
HEADS = 12
NORM_EPSILON = 1e-12
FUSED = "com.microsoft"
SMOOTHING = 0.85


@dataclass(frozen=True)
class Range:
    """What one activation was seen to reach: lowest and highest value of each channel."""

    low: Array
    high: Array


@dataclass
class Graph:
    """Nodes and constants gathered so far; `ranges` None means float32, and `spots` then names each activation."""

    ranges: Mapping[str, Range] | None
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, onnx.TensorProto] = field(default_factory=dict)
    spots: dict[str, str] = field(default_factory=dict)

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def integers(self, *values: int) -> str:
        return self.constant("integers_" + "_".join(map(str, values)), np.array(values, np.int64))

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, domain=domain, **attributes))
        return name


def build(
    encoder: Encoder, table: WordTable, *, max_tokens: int, ranges: Mapping[str, Range] | None = None
) -> tuple[onnx.ModelProto, list[str]]:
    """Build the network; return it with the names of the calibrated activations (float32 only, as extra outputs).

    The word vectors are those of the table, not the encoder's: in int8 they lie in its file beside the graph.
    """
    graph = Graph(ranges)
    hidden = embeddings(graph, encoder, table, max_tokens)
    for number, one in enumerate(encoder.layers):
        hidden = layer(graph, one, f"layer.{number}.", hidden)
    pooled = graph.add("ReduceMean", hidden, graph.integers(1), keepdims=0)
    graph.nodes.append(helper.make_node("LpNormalization", [pooled], ["sentence_embedding"], axis=1, p=2))
    return finish(graph), list(graph.spots)


def embeddings(graph: Graph, encoder: Encoder, table: WordTable, max_tokens: int) -> str:
    """Add the vectors of word and place."""
    words = word_vectors(graph, table)
    positions = graph.constant("positions", encoder.positions[:max_tokens].astype(np.float16))
    length = graph.add("Shape", "input_ids", start=1, end=2)
    row = graph.add("Slice", positions, graph.integers(0), length, graph.integers(0))
    return normalize(graph, "norm", encoder.norm, words, graph.add("Cast", row, to=TensorProto.FLOAT))


def word_vectors(graph: Graph, table: WordTable) -> str:
    if graph.ranges is None:
        return graph.add("Gather", graph.constant("words", table.values), "input_ids")
    # The operator for this, GatherBlockQuantized, took six times as long.
    graph.constants |= {one.name: one for one in word_tensors(table)}
    pairs = graph.add("Gather", "words", "input_ids")
    low = graph.add("BitwiseAnd", pairs, graph.constant("low", np.array(15, np.uint8)))
    high = graph.add("BitShift", pairs, graph.constant("four", np.array(4, np.uint8)), direction="RIGHT")
    codes = graph.add("Cast", graph.add("Concat", low, high, axis=2), to=TensorProto.FLOAT)
    centred = graph.add("Sub", codes, graph.constant("eight", np.array(8, np.float32)))
    blocks = graph.add("Reshape", centred, graph.integers(0, 0, HIDDEN // BLOCK, BLOCK))
    steps = graph.add("Cast", graph.add("Gather", "words.steps", "input_ids"), to=TensorProto.FLOAT)
    vectors = graph.add("Mul", blocks, graph.add("Unsqueeze", steps, graph.integers(3)))
    return graph.add("Reshape", vectors, graph.integers(0, 0, HIDDEN))


def layer(graph: Graph, weights: Layer, name: str, hidden: str) -> str:
    """One transformer layer: attention, then the two feed-forward matrices, each with its residual."""
    reach = channel_reach(graph, name + "context", [weights.attended])
    # Attention only adds values up, channel by channel: these can be evened out where they are made.
    evened = Linear(weights.value.matrix / reach, weights.value.bias / reach)
    query, key, value = project(graph, hidden, name + "hidden", [weights.query, weights.key, evened])
    context = graph.add("MultiHeadAttention", query, key, value, domain=FUSED, num_heads=HEADS)
    [attended] = project(graph, context, name + "context", [weights.attended], evened=True)
    middle = normalize(graph, name + "middle.norm", weights.middle, attended, hidden)
    [wide] = project(graph, middle, name + "middle", [weights.wide])
    active = graph.add("Gelu", wide, domain=FUSED)
    [narrow] = project(graph, active, name + "active", [weights.narrow])
    return normalize(graph, name + "end.norm", weights.end, narrow, middle)


def normalize(graph: Graph, name: str, norm: Norm, left: str, right: str) -> str:
    # Add and LayerNormalization apart: the fused SkipLayerNormalization of onnxruntime took five times as long.
    scale, shift = graph.constant(name + ".scale", norm.scale), graph.constant(name + ".shift", norm.shift)
    total = graph.add("Add", left, right)
    return graph.add("LayerNormalization", total, scale, shift, axis=-1, epsilon=NORM_EPSILON)


def project(graph: Graph, tensor: str, spot: str, matrices: Sequence[Linear], *, evened: bool = False) -> list[str]:
    """Multiply one activation by one or more matrices and add their biases, in float32 or in int8.

    `evened` tells that the activation has been divided by its channels' reach already.
    """
    if graph.ranges is None:
        graph.spots[spot] = tensor
        return [project_float(graph, tensor, f"{spot}.{n}", one) for n, one in enumerate(matrices)]
    reach = channel_reach(graph, spot, matrices)
    smooth = tensor if evened else graph.add("Mul", tensor, graph.constant(spot + ".smooth", 1 / reach))
    return project_int8(graph, smooth, spot, [Linear(one.matrix * reach[:, None], one.bias) for one in matrices], reach)


def project_float(graph: Graph, tensor: str, name: str, linear: Linear) -> str:
    product = graph.add("MatMul", tensor, graph.constant(name, linear.matrix))
    return graph.add("Add", product, graph.constant(name + ".bias", linear.bias))


def project_int8(graph: Graph, smooth: str, spot: str, matrices: Sequence[Linear], reach: Array) -> list[str]:
    """Quantise an activation that was divided by `reach` with one fixed step, and multiply it.

    A few channels reach twenty times as far as the rest. Dividing the activation by `reach` and multiplying the
    matrix rows by it changes nothing exactly, and leaves int8 steps for the others (the idea of SmoothQuant). The step
    is fixed from calibration, so a text has the same vector alone and in any batch.
    """
    assert graph.ranges is not None
    seen = graph.ranges[spot]
    step, zero = quantisation_step(seen.low / reach, seen.high / reach)
    scale = graph.constant(spot + ".step", step)
    offset = graph.constant(spot + ".zero", zero)
    integers = graph.add("QuantizeLinear", smooth, scale, offset)
    outputs = []
    for number, one in enumerate(matrices):
        name = f"{spot}.{number}"
        rounded, steps = quantise_columns(one.matrix)
        constants = [
            graph.constant(name, rounded),
            scale,
            graph.constant(name + ".steps", steps),
            offset,
            graph.constant(name + ".zeros", np.zeros(len(steps), np.int8)),
            graph.constant(name + ".bias", one.bias),
        ]
        outputs.append(graph.add("MatMulIntegerToFloat", integers, *constants, domain=FUSED))
    return outputs


def channel_reach(graph: Graph, spot: str, matrices: Sequence[Linear]) -> Array:
    """By how much each channel of an activation is divided, and the rows of the matrices multiplied; 1 in float32."""
    rows = np.abs(np.concatenate([one.matrix for one in matrices], axis=1)).max(axis=1)
    if graph.ranges is None:
        return np.ones_like(rows)
    seen = graph.ranges[spot]
    activation = np.maximum(np.maximum(-seen.low, seen.high), 1e-3)
    reach = activation**SMOOTHING / np.maximum(rows, 1e-4) ** (1 - SMOOTHING)
    return np.asarray(reach / np.exp(np.log(reach).mean()), np.float32)


def quantisation_step(low: Array, high: Array) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    lowest, highest = min(float(low.min()), 0.0), max(float(high.max()), 0.0)
    step = (highest - lowest) / 255
    return np.array(step, np.float32), np.array(round(-lowest / step), np.uint8)


def quantise_columns(weight: Array) -> tuple[NDArray[np.int8], Array]:
    steps = np.asarray(np.abs(weight).max(axis=0) / 127, np.float32)
    return np.rint(weight / steps).astype(np.int8), steps


def finish(graph: Graph) -> onnx.ModelProto:
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])
    vectors = helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["texts", HIDDEN])
    extra = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in graph.spots.values()]
    body = helper.make_graph(graph.nodes, "encoder", [ids], [vectors, *extra], list(graph.constants.values()))
    versions = [helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(body, opset_imports=versions, ir_version=9, producer_name="broadsheet")
