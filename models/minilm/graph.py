"""The MiniLM sentence encoder as an ONNX graph, in float32 or in int8.

The graph takes `input_ids` (texts, tokens) and gives `sentence_embedding` (texts, 384) with unit rows. It has no mask:
the caller groups texts of exactly equal length, which needs no padding and lets attention run its fastest path.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Array = NDArray[np.float32]
Linear = tuple[Array, Array]

HIDDEN = 384
HEADS = 12
LAYERS = 6
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


def build(weights: Mapping[str, Array], ranges: Mapping[str, Range] | None) -> tuple[onnx.ModelProto, list[str]]:
    """Build the encoder; return it with the names of the calibrated activations (float32 only, as extra outputs)."""
    graph = Graph(ranges)
    hidden = embeddings(graph, weights)
    for number in range(LAYERS):
        hidden = layer(graph, weights, f"encoder.layer.{number}.", hidden)
    pooled = graph.add("ReduceMean", hidden, graph.integers(1), keepdims=0)
    graph.nodes.append(helper.make_node("LpNormalization", [pooled], ["sentence_embedding"], axis=1, p=2))
    return finish(graph), list(graph.spots)


def embeddings(graph: Graph, weights: Mapping[str, Array]) -> str:
    """Add word, position and segment vectors; the segment is always the first, so it is added to the positions."""
    words = word_vectors(graph, weights["embeddings.word_embeddings.weight"])
    positions = weights["embeddings.position_embeddings.weight"]
    table = graph.constant("positions", positions + weights["embeddings.token_type_embeddings.weight"][0])
    length = graph.add("Shape", "input_ids", start=1, end=2)
    row = graph.add("Slice", table, graph.integers(0), length, graph.integers(0))
    return normalize(graph, weights, "embeddings.LayerNorm", words, row)


def word_vectors(graph: Graph, table: Array) -> str:
    if graph.ranges is None:
        return graph.add("Gather", graph.constant("words", table), "input_ids")
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True) / 127, 1e-12).astype(np.float32)
    rounded = np.rint(table / scale).astype(np.int8)
    integers = graph.add("Gather", graph.constant("words", rounded), "input_ids")
    scales = graph.add("Gather", graph.constant("words.scale", scale), "input_ids")
    return graph.add("Mul", graph.add("Cast", integers, to=TensorProto.FLOAT), scales)


def layer(graph: Graph, weights: Mapping[str, Array], prefix: str, hidden: str) -> str:
    """One transformer layer: attention, then the two feed-forward matrices, each with its residual."""
    named = [f"{prefix}attention.self.{part}" for part in ("query", "key", "value")]
    query, key, value = project(graph, hidden, prefix + "hidden", [linear(weights, name) for name in named])
    context = graph.add("MultiHeadAttention", query, key, value, domain=FUSED, num_heads=HEADS)
    dense = prefix + "attention.output.dense"
    [attended] = project(graph, context, prefix + "context", [linear(weights, dense)])
    middle = normalize(graph, weights, prefix + "attention.output.LayerNorm", attended, hidden)
    [wide] = project(graph, middle, prefix + "middle", [linear(weights, prefix + "intermediate.dense")])
    active = graph.add("Gelu", wide, domain=FUSED)
    [narrow] = project(graph, active, prefix + "active", [linear(weights, prefix + "output.dense")])
    return normalize(graph, weights, prefix + "output.LayerNorm", narrow, middle)


def linear(weights: Mapping[str, Array], name: str) -> Linear:
    return np.ascontiguousarray(weights[name + ".weight"].T), weights[name + ".bias"]


def normalize(graph: Graph, weights: Mapping[str, Array], name: str, left: str, right: str) -> str:
    # Add and LayerNormalization apart: the fused SkipLayerNormalization of onnxruntime took five times as long.
    scale = graph.constant(name + ".weight", weights[name + ".weight"])
    shift = graph.constant(name + ".bias", weights[name + ".bias"])
    total = graph.add("Add", left, right)
    return graph.add("LayerNormalization", total, scale, shift, axis=-1, epsilon=NORM_EPSILON)


def project(graph: Graph, tensor: str, spot: str, matrices: Sequence[Linear]) -> list[str]:
    """Multiply one activation by one or more matrices and add their biases, in float32 or in int8."""
    if graph.ranges is None:
        graph.spots[spot] = tensor
        return [project_float(graph, tensor, f"{spot}.{n}", *pair) for n, pair in enumerate(matrices)]
    return project_int8(graph, tensor, spot, matrices)


def project_float(graph: Graph, tensor: str, name: str, weight: Array, bias: Array) -> str:
    product = graph.add("MatMul", tensor, graph.constant(name, weight))
    return graph.add("Add", product, graph.constant(name + ".bias", bias))


def project_int8(graph: Graph, tensor: str, spot: str, matrices: Sequence[Linear]) -> list[str]:
    """Move each channel's reach into the weights, then quantise with one fixed step.

    A few channels reach twenty times as far as the rest. Dividing the activation by `reach` and multiplying the
    matrix rows by it changes nothing exactly, and leaves int8 steps for the others (the idea of SmoothQuant). The step
    is fixed from calibration, so a text has the same vector alone and in any batch.
    """
    assert graph.ranges is not None
    seen = graph.ranges[spot]
    reach = channel_reach(seen, np.concatenate([weight for weight, _ in matrices], axis=1))
    step, zero = quantisation_step(seen.low / reach, seen.high / reach)
    scale = graph.constant(spot + ".step", step)
    offset = graph.constant(spot + ".zero", zero)
    smooth = graph.add("Mul", tensor, graph.constant(spot + ".smooth", 1 / reach))
    integers = graph.add("QuantizeLinear", smooth, scale, offset)
    outputs = []
    for number, (weight, bias) in enumerate(matrices):
        name = f"{spot}.{number}"
        rounded, steps = quantise_columns(weight * reach[:, None])
        constants = [
            graph.constant(name, rounded),
            scale,
            graph.constant(name + ".steps", steps),
            offset,
            graph.constant(name + ".zeros", np.zeros(len(steps), np.int8)),
            graph.constant(name + ".bias", bias),
        ]
        outputs.append(graph.add("MatMulIntegerToFloat", integers, *constants, domain=FUSED))
    return outputs


def channel_reach(seen: Range, weight: Array) -> Array:
    activation = np.maximum(np.maximum(-seen.low, seen.high), 1e-3)
    row = np.maximum(np.abs(weight).max(axis=1), 1e-4)
    reach = activation**SMOOTHING / row ** (1 - SMOOTHING)
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
    body = helper.make_graph(graph.nodes, "minilm", [ids], [vectors, *extra], list(graph.constants.values()))
    versions = [helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(body, opset_imports=versions, ir_version=9, producer_name="broadsheet")
