"""Writes the six-layer BERT encoder of MiniLM as an ONNX graph, from its weights alone.

Input `ids` (1, tokens) int64, output `vector` (1, 384) float32: the mean of the last layer's rows, made unit length.
One text at a time: no padding exists, so the graph needs no attention mask, and a vector cannot depend on neighbours.
Architecture: Devlin et al. 2018 (BERT), Wang et al. 2020 (MiniLM); layer norm epsilon 1e-12, exact GELU.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from careercopilot.encoder.weights import Arrays

LAYERS, HEADS, HIDDEN, EPSILON = 6, 12, 384, 1e-12
OPSET = 20  # the first with a Gelu operator
MICROSOFT = "com.microsoft"  # onnxruntime's own operators
# 7 bits: products of 8-bit activations with 8-bit weights saturate on x86 processors without VNNI, and would give
# other vectors there.
WEIGHT_LIMIT = 63
# Columns of the inner activations with the largest values, per layer, of these pinned weights (measured on ordinary
# English text; a few columns reach 5 to 10 times the next). Kept exact, they lift the mean cosine with the full
# graph from .991 to .997.
LOUD_UP = (
    (63, 99, 267, 303),
    (63, 99, 223, 267),
    (63, 99, 157, 223),
    (63, 99, 157, 223),
    (63, 99, 127, 223),
    (99, 127, 223, 319),
)
LOUD_DOWN = (
    (329, 691, 856, 1261),
    (251, 607, 646, 821),
    (218, 456, 611, 1004),
    (201, 267, 318, 358),
    (122, 637, 1097, 1357),
    (1280, 1297, 1300, 1302),
)


class Writer:
    """Collects nodes and constants; each method returns the name of its output."""

    def __init__(self, *, small: bool) -> None:
        self.small = small
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, array: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(array.copy(order="C"), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, list(inputs), [output], name=output, **attributes))
        return output

    def dense(
        self,
        x: str,
        weight: NDArray[np.float32],
        bias: NDArray[np.float32],
        name: str,
        loud: Sequence[int] = (),
    ) -> str:
        """x @ weight.T + bias, with the weight given as torch stores it: (out, in).

        In the small graph the product runs on 8-bit numbers; the input columns named in `loud`, whose size would
        spoil the common scale of the others, are multiplied in full precision beside it.
        """
        shift = self.constant(f"{name}.b", bias)
        if not self.small:
            product = self.node("MatMul", [x, self.constant(f"{name}.w", weight.T)], f"{name}.mm")
            return self.node("Add", [product, shift], f"{name}.out")
        rest, beside = self.split_loud(x, weight, name, loud) if loud else (x, "")
        whole, scale = quantise(weight)
        inputs = [rest, self.constant(f"{name}.w", whole.T), self.constant(f"{name}.s", scale), "", shift]
        product = self.node("DynamicQuantizeMatMul", inputs, f"{name}.small", domain=MICROSOFT)
        return self.node("Add", [product, beside], f"{name}.out") if loud else product

    def split_loud(self, x: str, weight: NDArray[np.float32], name: str, loud: Sequence[int]) -> tuple[str, str]:
        """x with the loud columns set to zero, and the exact product of those columns."""
        keep = np.ones(weight.shape[1], np.float32)
        keep[list(loud)] = 0
        rest = self.node("Mul", [x, self.constant(f"{name}.keep", keep)], f"{name}.rest")
        index = self.constant(f"{name}.loud", np.array(loud, np.int64))
        columns = self.node("Gather", [x, index], f"{name}.columns", axis=2)
        weights = self.constant(f"{name}.lw", weight[:, list(loud)].T)
        return rest, self.node("MatMul", [columns, weights], f"{name}.beside")

    def split(self, x: str, outputs: Sequence[str]) -> None:
        """Cut the last axis of x into equal parts."""
        from onnx import helper

        node = helper.make_node("Split", [x], list(outputs), name=f"{x}.split", axis=2, num_outputs=len(outputs))
        self.nodes.append(node)

    def add_norm(self, x: str, residual: str, arrays: Arrays, prefix: str) -> str:
        """Layer norm of x + residual."""
        return self.norm(self.node("Add", [x, residual], f"{prefix}.sum"), arrays, prefix)

    def norm(self, x: str, arrays: Arrays, prefix: str) -> str:
        scale = self.constant(f"{prefix}.scale", arrays[f"{prefix}.weight"])
        shift = self.constant(f"{prefix}.shift", arrays[f"{prefix}.bias"])
        return self.node("LayerNormalization", [x, scale, shift], f"{prefix}.out", axis=-1, epsilon=EPSILON)


def quantise(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Symmetric whole numbers per output row, (out, in), and their scales (out,): weight ~ whole * scale."""
    scale = np.abs(weight).max(axis=1) / WEIGHT_LIMIT
    whole = np.rint(weight / scale[:, None]).astype(np.int8)
    return whole, scale.astype(np.float32)


def embed(writer: Writer, arrays: Arrays) -> str:
    """Word + position + type embeddings, normalised; the small graph keeps its word table in float16."""
    table = arrays["embeddings.word_embeddings.weight"]
    stored = table.astype(np.float16) if writer.small else table
    words = writer.node("Gather", [writer.constant("words", stored), "ids"], "words.rows", axis=0)
    if writer.small:
        words = writer.node("Cast", [words], "words.full", to=1)
    # Only one segment exists, so its type vector is folded into the positions.
    places = arrays["embeddings.position_embeddings.weight"] + arrays["embeddings.token_type_embeddings.weight"][0]
    shape = writer.node("Shape", ["ids"], "ids.shape", start=1, end=2)
    zero = writer.constant("zero", np.array([0], np.int64))
    rows = writer.node("Slice", [writer.constant("places", places), zero, shape, zero], "places.rows")
    return writer.norm(writer.node("Add", [words, rows], "embedded"), arrays, "embeddings.LayerNorm")


def attention(writer: Writer, x: str, arrays: Arrays, layer: int) -> str:
    """Multi-head self-attention; the three projections run as one product."""
    prefix = f"encoder.layer.{layer}.attention"
    parts = [f"{prefix}.self.{part}" for part in ("query", "key", "value")]
    weight = np.concatenate([arrays[f"{part}.weight"] for part in parts])
    bias = np.concatenate([arrays[f"{part}.bias"] for part in parts])
    joined = writer.dense(x, weight, bias, f"{prefix}.qkv")
    query, key, value = (f"{prefix}.{part}" for part in ("query", "key", "value"))
    writer.split(joined, (query, key, value))
    # onnxruntime's own operator; its default scale is 1/sqrt(head size), as in the paper.
    return writer.node("MultiHeadAttention", [query, key, value], f"{prefix}.joined", domain=MICROSOFT, num_heads=HEADS)


def block(writer: Writer, x: str, arrays: Arrays, layer: int) -> str:
    """One encoder layer: attention and a feed-forward part, each with a residual and a layer norm."""
    prefix = f"encoder.layer.{layer}"
    mixed = attention(writer, x, arrays, layer)
    out = f"{prefix}.attention.output"
    dense = writer.dense(mixed, arrays[f"{out}.dense.weight"], arrays[f"{out}.dense.bias"], f"{out}.dense")
    x = writer.add_norm(dense, x, arrays, f"{out}.LayerNorm")
    up, down = f"{prefix}.intermediate.dense", f"{prefix}.output.dense"
    wide = writer.dense(x, arrays[f"{up}.weight"], arrays[f"{up}.bias"], up, LOUD_UP[layer])
    active = writer.node("Gelu", [wide], f"{prefix}.gelu")
    dense = writer.dense(active, arrays[f"{down}.weight"], arrays[f"{down}.bias"], down, LOUD_DOWN[layer])
    return writer.add_norm(dense, x, arrays, f"{prefix}.output.LayerNorm")


def build(arrays: Arrays, *, small: bool) -> Any:
    """The whole graph as an ONNX ModelProto; small = 8-bit dense weights, activations scaled at run time."""
    from onnx import TensorProto, checker, helper

    writer = Writer(small=small)
    x = embed(writer, arrays)
    for layer in range(LAYERS):
        x = block(writer, x, arrays, layer)
    axis = writer.constant("tokens.axis", np.array([1], np.int64))
    mean = writer.node("ReduceMean", [x, axis], "mean", keepdims=0)
    last = writer.constant("width.axis", np.array([-1], np.int64))
    length = writer.node("ReduceL2", [mean, last], "length", keepdims=1)
    writer.node("Div", [mean, length], "vector")
    graph = helper.make_graph(
        writer.nodes,
        "minilm",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, HIDDEN])],
        writer.constants,
    )
    domains = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    model = helper.make_model(graph, opset_imports=domains, ir_version=9)
    checker.check_model(model)
    return model


def write(model: Any, path: Path) -> None:
    """Save a model; the same model gives the same bytes."""
    path.write_bytes(model.SerializeToString(deterministic=True))
