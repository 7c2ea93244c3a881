#!/usr/bin/env python3
"""Writes the seed models of the fuzz target fuzz_onnx into corpus/: make_corpus.py FOLDER

Needs the Python package onnx. The models are tiny; each exercises other parts of the frontend.
"""
import pathlib
import sys

import numpy as np
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper

F = T.FLOAT


def const(name, values, dtype):
    return numpy_helper.from_array(np.array(values, dtype), name)


def model(nodes, inputs, outputs, opset, constants=(), functions=(), domains=()):
    graph = h.make_graph(
        nodes, "g",
        [h.make_tensor_value_info(n, t, s) for n, t, s in inputs],
        [h.make_tensor_value_info(n, t, s) for n, t, s in outputs],
        list(constants))
    opsets = [h.make_opsetid("", opset)] + [h.make_opsetid(d, 1) for d in domains]
    return h.make_model(graph, opset_imports=opsets, functions=list(functions), ir_version=8)


def legacy():
    return model(
        [h.make_node("Add", ["x", "b"], ["a"], broadcast=1, axis=1),
         h.make_node("BatchNormalization", ["a", "b", "b", "b", "b"], ["n"], is_test=1, spatial=1, consumed_inputs=[0, 0, 0, 1, 1]),
         h.make_node("Clip", ["n"], ["c"], min=0.0, max=6.0),
         h.make_node("Upsample", ["c"], ["u"], height_scale=2.0, width_scale=2.0),
         h.make_node("Pad", ["u"], ["p"], paddings=[0, 0, 1, 1, 0, 0, 1, 1]),
         h.make_node("Softmax", ["p"], ["y"])],
        [("x", F, [1, 2, 2, 2])], [("y", F, None)], 1, [const("b", [1, 2], np.float32)])


def opset11():
    return model(
        [h.make_node("Conv", ["x", "w"], ["c"], kernel_shape=[2, 2], auto_pad="SAME_UPPER"),
         h.make_node("Shape", ["c"], ["s"]),
         h.make_node("Gather", ["s", "zero"], ["n"], axis=0),
         h.make_node("Unsqueeze", ["n"], ["nu"], axes=[0]),
         h.make_node("Concat", ["nu", "rest"], ["shape"], axis=0),
         h.make_node("Reshape", ["c", "shape"], ["f"]),
         h.make_node("Dropout", ["f"], ["d", "mask"], ratio=0.5),
         h.make_node("Split", ["d"], ["l", "r"], axis=1, split=[8, 24]),
         h.make_node("ReduceSum", ["r"], ["y"], axes=[1])],
        [("x", F, ["N", 3, 4, 4])], [("y", F, None), ("mask", T.BOOL, None)], 11,
        [const("w", np.full((2, 3, 2, 2), 0.5), np.float16), const("zero", 0, np.int64), const("rest", [-1], np.int64)])


def opset18():
    return model(
        [h.make_node("GroupNormalization", ["x", "g", "g"], ["n"], num_groups=2),
         h.make_node("Mish", ["n"], ["m"]),
         h.make_node("Resize", ["m", "", "", "sizes"], ["z"], axes=[2, 3], keep_aspect_ratio_policy="not_smaller"),
         h.make_node("Pad", ["z", "pads", "", "axes"], ["p"]),
         h.make_node("Split", ["p"], ["a", "b"], axis=1, num_outputs=2),
         h.make_node("CenterCropPad", ["a", "crop"], ["k"], axes=[2, 3]),
         h.make_node("ReduceMean", ["k", "axes"], ["y"])],
        [("x", F, [1, 4, 3, 3])], [("y", F, None)], 18,
        [const("g", [1, 2], np.float32), const("sizes", [5, 6], np.int64), const("pads", [1, 1], np.int64),
         const("axes", [3], np.int64), const("crop", [2, 9], np.int64)])


def qdq():
    return model(
        [h.make_node("QuantizeLinear", ["x", "s", "z"], ["q"]),
         h.make_node("Transpose", ["q"], ["t"]),
         h.make_node("DequantizeLinear", ["t", "s", "z"], ["d"]),
         h.make_node("DequantizeLinear", ["w", "ws", "wz"], ["wf"], axis=1),
         h.make_node("MatMul", ["d", "wf"], ["m"]),
         h.make_node("QuantizeLinear", ["m", "s", "z"], ["mq"]),
         h.make_node("QLinearMatMul", ["mq", "s", "z", "w", "s", "wz0", "s", "z"], ["y"])],
        [("x", F, [2, 2])], [("y", T.UINT8, None)], 13,
        [const("s", 0.5, np.float32), const("z", 0, np.uint8), const("w", [[1, 2], [3, 4]], np.int8),
         const("ws", [1, 2], np.float32), const("wz", [0, 1], np.int8), const("wz0", 0, np.int8)])


def control_flow():
    then_branch = h.make_graph([h.make_node("Clip", ["x"], ["t"], min=0.0)], "then", [], [h.make_tensor_value_info("t", F, [2])])
    else_branch = h.make_graph([h.make_node("Constant", [], ["e"], value=const("v", [7, 8], np.float32))], "else", [],
                               [h.make_tensor_value_info("e", F, [2])])
    body = h.make_graph(
        [h.make_node("Add", ["acc", "x"], ["next"]), h.make_node("Identity", ["go"], ["go_on"])], "body",
        [h.make_tensor_value_info("i", T.INT64, []), h.make_tensor_value_info("go", T.BOOL, []), h.make_tensor_value_info("acc", F, [2])],
        [h.make_tensor_value_info("go_on", T.BOOL, []), h.make_tensor_value_info("next", F, [2])])
    return model(
        [h.make_node("If", ["c"], ["a"], then_branch=then_branch, else_branch=else_branch),
         h.make_node("Loop", ["trips", "c", "a"], ["y"], body=body)],
        [("x", F, [2]), ("c", T.BOOL, [])], [("y", F, [2])], 10, [const("trips", 3, np.int64)])


def functions():
    leaky = h.make_node("LeakyRelu", ["x"], ["t"])
    alpha = leaky.attribute.add()
    alpha.name, alpha.ref_attr_name, alpha.type = "alpha", "slope", 1
    inner = h.make_function("f", "Inner", ["x"], ["y"], [leaky, h.make_node("Add", ["t", "x"], ["y"])], [h.make_opsetid("", 13)], ["slope"])
    outer = h.make_function("f", "Outer", ["x"], ["y"],
                            [h.make_node("Inner", ["x"], ["h"], domain="f", slope=0.5), h.make_node("Inner", ["h"], ["y"], domain="f")],
                            [h.make_opsetid("", 13), h.make_opsetid("f", 1)])
    return model([h.make_node("Outer", ["x"], ["y"], domain="f")], [("x", F, [2])], [("y", F, [2])], 13,
                 functions=[inner, outer], domains=["f"])


def constants():
    sparse = h.make_sparse_tensor(const("v", [1, 2], np.float32), const("i", [0, 3], np.int64), [4])
    return model(
        [h.make_node("Constant", [], ["a"], sparse_value=sparse),
         h.make_node("Constant", [], ["b"], value_floats=[1.0, 2.0, 3.0, 4.0]),
         h.make_node("Constant", [], ["k"], value_ints=[2, 2]),
         h.make_node("Sum", ["x", "a", "b"], ["s"]),
         h.make_node("Reshape", ["s", "k"], ["y"])],
        [("x", T.DOUBLE, [4])], [("y", T.DOUBLE, None)], 13)


def contrib():
    ms = "com.microsoft"
    return model(
        [h.make_node("FusedConv", ["x", "w"], ["c"], domain=ms, activation="Relu"),
         h.make_node("BiasGelu", ["c", "b"], ["g"], domain=ms),
         h.make_node("SkipLayerNormalization", ["g", "g", "b", "b"], ["l"], domain=ms),
         h.make_node("QuickGelu", ["l"], ["y"], domain=ms)],
        [("x", F, [1, 1, 2, 2])], [("y", F, None)], 17,
        [const("w", np.ones((1, 1, 1, 1)), np.float32), const("b", [1, 2], np.float32)], domains=[ms])


def main():
    folder = pathlib.Path(sys.argv[1])
    for make in (legacy, opset11, opset18, qdq, control_flow, functions, constants, contrib):
        (folder / f"{make.__name__}.onnx").write_bytes(make().SerializeToString())


if __name__ == "__main__":
    main()
