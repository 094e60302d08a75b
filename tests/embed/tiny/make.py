"""Write model.onnx beside this file: a model that gives each token a vector and asks for all three usual inputs.

Run it where the `onnx` package is; the tests need only what it wrote.
"""

from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save  # type: ignore[import-not-found, unused-ignore]


def main() -> None:
    """Token n has the n-th unit vector; a masked token has none."""
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in names]
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["texts", "tokens", 4])
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["looked_up"]),
        helper.make_node("Add", ["attention_mask", "token_type_ids"], ["counted"]),
        helper.make_node("Unsqueeze", ["counted", "last"], ["column"]),
        helper.make_node("Cast", ["column"], ["kept"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["looked_up", "kept"], ["last_hidden_state"]),
    ]
    table = numpy_helper.from_array(np.eye(4, dtype=np.float32), "table")
    last = numpy_helper.from_array(np.array([2], np.int64), "last")
    graph = helper.make_graph(nodes, "tiny", inputs, [output], [table, last])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    save(model, Path(__file__).with_name("model.onnx"))


if __name__ == "__main__":
    main()
