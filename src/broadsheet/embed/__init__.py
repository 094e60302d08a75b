"""Text to vectors: the shipped ONNX model by default, another by its folder."""
