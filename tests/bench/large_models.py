#!/usr/bin/env python3
"""Writes one network with 47 MB of weights (five 3x3 convolutions of 512 channels) in every framework's format.

    large_models.py FOLDER

Formats are written byte by byte after their public descriptions, so no framework is needed; only TorchScript is traced
by PyTorch and left out where that is not installed. Prints one line per model: framework, and the arguments
of `quern convert`.
"""
import json
import pathlib
import struct
import sys

import numpy as np

CHANNELS, LAYERS, SIZE = 512, 5, 14
rng = np.random.default_rng(1)
WEIGHTS = [rng.standard_normal((CHANNELS, CHANNELS, 3, 3), dtype=np.float32) * 0.02 for _ in range(LAYERS)]
BIASES = [np.zeros(CHANNELS, np.float32) for _ in range(LAYERS)]


# ---- Protocol buffers: number, wire type, payload --------------------------------------------------------
def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number, value):
    if isinstance(value, (bool, int)):
        return varint(number << 3) + varint(int(value))
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    if isinstance(value, str):
        value = value.encode()
    return varint(number << 3 | 2) + varint(len(value)) + value


def message(*fields):
    return b"".join(field(number, value) for number, value in fields)


# ---- Frameworks ------------------------------------------------------------------------------------------
def onnx(folder):
    nodes, tensors = [], []
    for i, (w, b) in enumerate(zip(WEIGHTS, BIASES)):
        pads = [(5, message((1, "pads"), (20, 7), *[(8, 1)] * 4))]
        nodes.append(message((1, f"t{i}"), (1, f"w{i}"), (1, f"b{i}"), (2, f"t{i + 1}"), (4, "Conv"), *pads))
        for name, array in ((f"w{i}", w), (f"b{i}", b)):
            tensors.append(message(*[(1, d) for d in array.shape], (2, 1), (8, name), (9, array.tobytes())))

    def port(name):
        dims = b"".join(field(1, field(1, d)) for d in (1, CHANNELS, SIZE, SIZE))
        return message((1, name), (2, field(1, message((1, 1), (2, dims)))))

    graph = message(*[(1, n) for n in nodes], (2, "large"), *[(5, t) for t in tensors], (11, port("t0")),
                    (12, port(f"t{LAYERS}")))
    (folder / "large.onnx").write_bytes(message((1, 8), (7, graph), (8, message((1, ""), (2, 17)))))
    return ["large.onnx"]


def caffe(folder):
    text = f'name: "large"\ninput: "t0"\ninput_shape {{ dim: 1 dim: {CHANNELS} dim: {SIZE} dim: {SIZE} }}\n'
    layers = b""
    for i, (w, b) in enumerate(zip(WEIGHTS, BIASES)):
        text += (f'layer {{ name: "conv{i}" type: "Convolution" bottom: "t{i}" top: "t{i + 1}"\n'
                 f"  convolution_param {{ num_output: {CHANNELS} kernel_size: 3 pad: 1 }} }}\n")
        blobs = [message((7, field(1, b"".join(map(varint, a.shape)))), (5, a.tobytes())) for a in (w, b)]
        layers += field(100, message((1, f"conv{i}"), (2, "Convolution"), *[(7, blob) for blob in blobs]))
    (folder / "large.prototxt").write_text(text)
    (folder / "large.caffemodel").write_bytes(layers)
    return ["large.prototxt", "large.caffemodel"]


def darknet(folder):
    text = f"[net]\nwidth={SIZE}\nheight={SIZE}\nchannels={CHANNELS}\n"
    text += f"[convolutional]\nfilters={CHANNELS}\nsize=3\npad=1\nactivation=linear\n" * LAYERS
    (folder / "large.cfg").write_text(text)
    with open(folder / "large.weights", "wb") as file:
        file.write(struct.pack("<iiiQ", 0, 2, 5, 0))
        for w, b in zip(WEIGHTS, BIASES):
            file.write(b.tobytes() + w.tobytes())
    return ["large.cfg", "large.weights"]


def tensorflow(folder):
    def attribute(key, value):
        return (5, message((1, key), (2, value)))

    def tensor(array):
        shape = b"".join(field(2, field(1, d)) for d in array.shape)
        return field(8, message((1, 1), (2, shape), (4, array.tobytes())))

    float_type = field(6, 1)
    shape = b"".join(field(2, field(1, d)) for d in (1, SIZE, SIZE, CHANNELS))
    nodes = [message((1, "t0"), (2, "Placeholder"), attribute("dtype", float_type), attribute("shape", field(7, shape)))]
    for i, w in enumerate(WEIGHTS):
        hwio = np.ascontiguousarray(w.transpose(2, 3, 1, 0))
        nodes.append(message((1, f"w{i}"), (2, "Const"), attribute("dtype", float_type), attribute("value", tensor(hwio))))
        strides = field(1, field(3, b"\1\1\1\1"))
        nodes.append(message((1, f"t{i + 1}"), (2, "Conv2D"), (3, f"t{i}"), (3, f"w{i}"), attribute("T", float_type),
                             attribute("strides", strides), attribute("padding", field(2, "SAME"))))
    (folder / "large.pb").write_bytes(b"".join(field(1, node) for node in nodes))
    return ["large.pb"]


def paddle(folder):
    def desc(dims):
        return message((1, 5), *[(2, d) for d in dims])

    def variable(name, dims, persistable):
        return message((1, name), (2, message((1, 7), (3, field(1, desc(dims))))), (3, persistable))

    def port(name, tensor):
        return message((1, name), (2, tensor))

    def ints(name, values):
        return (4, message((1, name), (2, 3), *[(6, v) for v in values]))

    image = [-1, CHANNELS, SIZE, SIZE]
    holders = [message((1, "feed"), (2, field(1, 9)), (3, True)), message((1, "fetch"), (2, field(1, 10)), (3, True))]
    variables = holders + [variable(f"t{i}", image, False) for i in range(LAYERS + 1)]
    variables += [variable(f"w{i}", w.shape, True) for i, w in enumerate(WEIGHTS)]
    column = (4, message((1, "col"), (2, 0), (3, 0)))
    ops = [message((1, port("X", "feed")), (2, port("Out", "t0")), (3, "feed"), column)]
    for i in range(LAYERS):
        ops.append(message((1, port("Input", f"t{i}")), (1, port("Filter", f"w{i}")), (2, port("Output", f"t{i + 1}")),
                           (3, "conv2d"), ints("strides", [1, 1]), ints("paddings", [1, 1]), ints("dilations", [1, 1]),
                           (4, message((1, "groups"), (2, 0), (3, 1)))))
    ops.append(message((1, port("X", f"t{LAYERS}")), (2, port("Out", "fetch")), (3, "fetch"), column))
    block = message((1, 0), (2, -1), *[(3, v) for v in variables], *[(4, op) for op in ops])
    model = folder / "large_paddle"
    model.mkdir(exist_ok=True)
    (model / "inference.pdmodel").write_bytes(field(1, block))
    with open(model / "inference.pdiparams", "wb") as file:
        for w in WEIGHTS:
            text = desc(w.shape)
            file.write(struct.pack("<IQIi", 0, 0, 0, len(text)) + text + w.tobytes())
    return ["large_paddle"]


def mxnet(folder):
    nodes, heads = [{"op": "null", "name": "t0", "inputs": []}], 0
    for i in range(LAYERS):
        nodes.append({"op": "null", "name": f"w{i}", "inputs": []})
        attributes = {"kernel": "(3, 3)", "pad": "(1, 1)", "num_filter": str(CHANNELS), "no_bias": "True"}
        nodes.append({"op": "Convolution", "name": f"conv{i}", "attrs": attributes,
                      "inputs": [[heads, 0, 0], [len(nodes) - 1, 0, 0]]})
        heads = len(nodes) - 1
    arguments = [i for i, n in enumerate(nodes) if n["op"] == "null"]
    symbol = {"nodes": nodes, "arg_nodes": arguments, "heads": [[heads, 0, 0]],
              "attrs": {"mxnet_version": ["int", 10500]}}
    (folder / "large-symbol.json").write_text(json.dumps(symbol))
    with open(folder / "large-0000.params", "wb") as file:
        file.write(struct.pack("<QQQ", 0x112, 0, LAYERS))
        for w in WEIGHTS:
            file.write(struct.pack("<IiI", 0xF993FAC9, 0, w.ndim) + struct.pack(f"<{w.ndim}q", *w.shape))
            file.write(struct.pack("<iii", 1, 0, 0) + w.tobytes())
        file.write(struct.pack("<Q", LAYERS))
        for i in range(LAYERS):
            name = f"arg:w{i}".encode()
            file.write(struct.pack("<Q", len(name)) + name)
    return ["large-symbol.json", "large-0000.params", "--input", f"t0=1x{CHANNELS}x{SIZE}x{SIZE}"]


def pytorch(folder):
    import torch

    layers = []
    for w in WEIGHTS:
        layer = torch.nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1)
        layer.weight.data = torch.from_numpy(w)
        layers.append(layer)
    traced = torch.jit.trace(torch.nn.Sequential(*layers).eval(), torch.zeros(1, CHANNELS, SIZE, SIZE))
    traced.save(str(folder / "large.pt"))
    return ["large.pt", "--input", f"input=1x{CHANNELS}x{SIZE}x{SIZE}"]


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for write in (onnx, caffe, darknet, tensorflow, paddle, mxnet, pytorch):
        try:
            print(write.__name__, *write(folder))
        except ImportError as error:
            print(f"{write.__name__} is left out: {error}", file=sys.stderr)


main()
