# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "onnx"]
# ///
"""Make the network that reads queries: the network for documents, and beside each product a low-rank one.

Its large constants are places in the file of the network for documents (ONNX external data), which it needs beside it.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import onnx
from describe import OUTPUT, mark
from lowrank import LowRank, RoundedLowRank, read_tuning, rounded
from onnx import NodeProto, TensorProto, helper, numpy_helper

TUNED = Path(__file__).with_name("tuned.npz")
DOCUMENT_FILE, QUERY_FILE = "model.onnx", "query.onnx"
PRODUCT = "MatMulIntegerToFloat"
_LEAST_BYTES = 1024  # constants smaller than this stay in the graph's own file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tuned", type=Path, default=TUNED, help="what tune_queries.py saved")
    parser.add_argument("--folder", type=Path, default=OUTPUT, help="where model.onnx and model.json are")
    given = parser.parse_args()
    model = onnx.load(given.folder / DOCUMENT_FILE)
    tune(model, read_tuning(given.tuned))
    share(model, given.folder / DOCUMENT_FILE)
    onnx.save(model, given.folder / QUERY_FILE)
    describe_query(given.folder)


def tune(model: onnx.ModelProto, tuning: Mapping[str, LowRank]) -> None:
    """Add the low-rank products to the graph; they read the activation as it is before it is rounded."""
    pairs = {spot: rounded(pair) for spot, pair in tuning.items()}
    evened = {
        node.input[1].removesuffix(".smooth"): node.input[0] for node in model.graph.node if node.op_type == "Mul"
    }
    nodes: list[NodeProto] = []
    for node in model.graph.node:
        nodes.append(node)
        if node.op_type == PRODUCT:
            spot, number = node.input[1].rsplit(".", 1)
            nodes += corrected(node, spot, int(number), evened[spot])
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(constant for spot, pair in pairs.items() for constant in constants(spot, pair))


def corrected(product: NodeProto, spot: str, number: int, activation: str) -> list[NodeProto]:
    """Nodes that add the low-rank product to the output of this one, under the output's name."""
    [output] = product.output
    product.name = product.output[0] = output + ".untuned"
    name = f"{spot}.{number}.up"
    first = [cast(spot + ".down"), node("MatMul", [activation, spot + ".down.float"], spot + ".low")]
    return [
        *(first if number == 0 else []),  # products of one activation share its first matrix
        cast(name),
        node("Mul", [name + ".float", f"{spot}.{number}.gain"], name + ".scaled"),
        node("MatMul", [spot + ".low", name + ".scaled"], name + ".product"),
        node("Add", [product.output[0], name + ".product"], output),
    ]


def constants(spot: str, pair: RoundedLowRank) -> Iterator[TensorProto]:
    yield numpy_helper.from_array(pair.down, spot + ".down")
    for number, (up, gain) in enumerate(zip(pair.ups, pair.gains, strict=True)):
        yield numpy_helper.from_array(up, f"{spot}.{number}.up")
        yield numpy_helper.from_array(gain, f"{spot}.{number}.gain")


def cast(codes: str) -> NodeProto:
    return node("Cast", [codes], codes + ".float", to=TensorProto.FLOAT)


def node(operator: str, inputs: list[str], output: str, **attributes: object) -> NodeProto:
    return helper.make_node(operator, inputs, [output], name=output, **attributes)


def share(model: onnx.ModelProto, beside: Path) -> None:
    """Replace each constant whose bytes stand in the file `beside` by their place in it."""
    content = beside.read_bytes()
    for tensor in model.graph.initializer:
        place = content.find(tensor.raw_data) if len(tensor.raw_data) >= _LEAST_BYTES else -1
        if place >= 0:
            point(tensor, beside.name, place)


def point(tensor: TensorProto, location: str, offset: int) -> None:
    length = len(tensor.raw_data)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", location), ("offset", offset), ("length", length)):
        tensor.external_data.add(key=key, value=str(value))


def describe_query(folder: Path) -> None:
    """Enter the network in model.json."""
    file = folder / "model.json"
    description = json.loads(file.read_text(encoding="utf-8"))
    description["query"] = {"file": QUERY_FILE, "max_tokens": description["max_tokens"]}
    description["files"][QUERY_FILE] = mark(folder / QUERY_FILE)
    file.write_text(json.dumps(description, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
