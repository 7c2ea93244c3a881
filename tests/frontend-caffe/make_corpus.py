#!/usr/bin/env python3
"""Writes the seed files of the fuzz target fuzz_caffe into a folder: make_corpus.py FOLDER

The networks are tiny; together they have every layer type and every format of files. Text networks carry their
weights inside, or behind a zero byte as a binary file.
"""
import pathlib
import struct
import sys


# ---- Text ----------------------------------------------------------------------------------------------------------

def blob(shape, count):
    dims = " ".join(f"dim: {d}" for d in shape)
    return f"blobs {{ shape {{ {dims} }} data: [{', '.join(str(i % 5 - 2) for i in range(count))}] }}"


def inputs(*named):
    return "\n".join(f'input: "{n}" input_shape {{ {" ".join(f"dim: {d}" for d in s)} }}' for n, s in named) + "\n"


def layer(kind, rest="", bottom="x", top="y"):
    ports = " ".join(f'bottom: "{b}"' for b in bottom.split()) + " " + " ".join(f'top: "{t}"' for t in top.split())
    return f'layer {{ name: "{kind}_{top.split()[0] if top else ""}" type: "{kind}" {ports} {rest} }}\n'


IMAGE = inputs(("x", (1, 4, 6, 6)))

TEXTS = {
    "convolution": IMAGE
    + layer("Convolution", "convolution_param { num_output: 2 kernel_size: 3 pad: 1 stride: 2 group: 2 dilation: 1 }"
            + blob((2, 2, 3, 3), 36) + blob((2,), 2), top="c")
    + layer("Deconvolution", "convolution_param { num_output: 1 kernel_h: 2 kernel_w: 3 bias_term: false }"
            + blob((2, 1, 2, 3), 12), "c", "d")
    + layer("ConvolutionDepthwise", "convolution_param { num_output: 4 kernel_size: 1 bias_term: false }"
            + blob((4, 1, 1, 1), 4), "x", "e")
    + layer("InnerProduct", "inner_product_param { num_output: 2 } " + blob((2, 144), 288) + blob((2,), 2), "e", "f"),
    "pooling": IMAGE
    + layer("Pooling", "pooling_param { pool: AVE kernel_size: 3 stride: 2 pad: 1 }", top="a")
    + layer("Pooling", "pooling_param { kernel_size: 2 stride: 2 }", top="b mask")
    + layer("Upsample", "upsample_param { scale: 2 }", "b mask", "c")
    + layer("Pooling", "pooling_param { pool: STOCHASTIC global_pooling: true }", top="d")
    + layer("SPP", "spp_param { pyramid_height: 2 }", top="e")
    + layer("LRN", "lrn_param { local_size: 3 norm_region: WITHIN_CHANNEL }", top="f") + layer("LRN", top="g"),
    "activation": IMAGE + layer("ReLU", "relu_param { negative_slope: 0.1 }", "x", "x") + layer("Sigmoid", top="a")
    + layer("TanH", top="b") + layer("AbsVal", top="c") + layer("BNLL", top="d") + layer("ELU", top="e")
    + layer("Swish", "swish_param { beta: 2 }", top="f") + layer("Mish", top="g") + layer("HardSwish", top="h")
    + layer("HSigmoid", top="i") + layer("Clip", "clip_param { min: 0 max: 1 }", top="j")
    + layer("Threshold", top="k") + layer("ReLU6", top="l") + layer("Power", "power_param { power: 3 scale: 2 shift: 1 }", top="m")
    + layer("Exp", "exp_param { base: 2 }", top="n") + layer("Log", "log_param { base: 10 shift: 1 }", top="o")
    + layer("PReLU", blob((4,), 4), top="p") + layer("Dropout", "dropout_param { scale_train: false }", top="q"),
    "norm": IMAGE + layer("BatchNorm", blob((4,), 4) + blob((4,), 4) + blob((1,), 1), "x", "n")
    + layer("Scale", "scale_param { bias_term: true }" + blob((4,), 4) + blob((4,), 4), "n", "n")
    + layer("BatchNorm", "batch_norm_param { use_global_stats: false }", top="a")
    + layer("BN", blob((4,), 4) + blob((4,), 4), top="b") + layer("MVN", "mvn_param { across_channels: true }", top="c")
    + layer("Normalize", "norm_param { across_spatial: false channel_shared: false }" + blob((4,), 4), top="d")
    + layer("Bias", blob((4,), 4), top="e") + layer("Softmax", "softmax_param { axis: -1 }", top="f"),
    "arithmetic": inputs(("x", (1, 4, 2, 2)), ("z", (1, 4, 2, 2)), ("s", (1, 4)))
    + layer("Eltwise", "eltwise_param { operation: SUM coeff: [1, -0.5] }", "x z", "a")
    + layer("Eltwise", "eltwise_param { operation: PROD }", "x z", "b") + layer("Axpy", "", "s x z", "c")
    + layer("Scale", "scale_param { axis: 0 }", "x s", "d") + layer("Crop", "crop_param { axis: 1 }", "x z", "e")
    + layer("Reduction", "reduction_param { axis: 1 operation: MEAN coeff: 2 }", "x", "f")
    + layer("ArgMax", "argmax_param { top_k: 2 out_max_val: true }", "x", "g")
    + layer("BatchReindex", "", "x s", "h") + layer("Embed", "embed_param { input_dim: 2 num_output: 2 }"
                                                     + blob((2, 2), 4) + blob((2,), 2), "s", "i"),
    "layout": IMAGE + layer("Concat", "concat_param { axis: 1 }", "x x", "a")
    + layer("Slice", "slice_param { slice_point: 1 slice_point: 2 }", "x", "b c d") + layer("Split", "", "x", "e f")
    + layer("Reshape", "reshape_param { shape { dim: 0 dim: -1 } axis: 1 num_axes: 1 shape { dim: 2 dim: 2 } }", "x", "g")
    + layer("Flatten", "flatten_param { axis: 1 end_axis: 2 }", "x", "h") + layer("Permute", "permute_param { order: [0, 2, 3, 1] }", "x", "i")
    + layer("Tile", "tile_param { axis: 1 tiles: 2 }", "x", "j") + layer("Interp", "interp_param { zoom_factor: 2 pad_beg: -1 }", "x", "k")
    + layer("ShuffleChannel", "shuffle_channel_param { group: 2 }", "x", "l") + layer("Reorg", "reorg_param { stride: 2 }", "x", "m")
    + layer("Padding", "padding_param { pad: 1 pad_value: 1 }", "x", "n")
    + layer("DummyData", 'dummy_data_param { shape { dim: 2 } data_filler { type: "constant" value: 1 } }', "", "o")
    + layer("Parameter", "parameter_param { shape { dim: 2 } }" + blob((2,), 2), "", "p"),
    "ssd": inputs(("x", (1, 4, 2, 2)), ("image", (1, 3, 8, 8)))
    + layer("Permute", "permute_param { order: 0 order: 2 order: 3 order: 1 }", "x", "t") + layer("Flatten", "", "t", "loc")
    + layer("PriorBox", "prior_box_param { min_size: 4 variance: 0.1 clip: true }", "x image", "prior")
    + layer("Slice", "slice_param { slice_point: 8 }", "loc", "conf rest") + layer("Silence", "", "rest", "")
    + layer("DetectionOutput", "detection_output_param { num_classes: 2 code_type: CENTER_SIZE keep_top_k: 4"
            " nms_param { nms_threshold: 0.45 top_k: 4 } }", "loc conf prior", "found"),
    "rcnn": inputs(("s", (1, 2, 2, 2)), ("d", (1, 4, 2, 2)), ("info", (1, 3)), ("x", (1, 4, 4, 4)))
    + layer("Proposal", "proposal_param { ratio: 1 scale: 1 post_nms_topn: 3 }", "s d info", "rois scores")
    + layer("ROIPooling", "roi_pooling_param { pooled_h: 2 pooled_w: 2 spatial_scale: 0.5 }", "x rois", "a")
    + layer("PSROIPooling", "psroi_pooling_param { output_dim: 1 group_size: 2 }", "x rois", "b"),
    "training": 'layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TRAIN }\n'
    "  transform_param { crop_size: 4 } data_param { batch_size: 9 } }\n"
    'layer { name: "m" type: "MemoryData" top: "data" top: "label" include { phase: TEST stage: "deploy" }\n'
    "  memory_data_param { channels: 1 height: 2 width: 2 } }\nstate { stage: 'deploy' }\n"
    + layer("InnerProduct", "inner_product_param { num_output: 2 bias_term: false } param { name: 'w' }" + blob((2, 4), 8), "data", "ip")
    + layer("Accuracy", "include { phase: TEST }", "ip label", "accuracy") + layer("SoftmaxWithLoss", "", "ip label", "loss"),
    "v1": 'name: "v1" input: "x" input_dim: 1 input_dim: 1 input_dim: 2 input_dim: 2\n'
    'layers { name: "c" type: CONVOLUTION bottom: "x" top: "y" blobs_lr: 1 weight_decay: 1\n'
    "  convolution_param { num_output: 1 kernel_size: 1 } " + blob((1, 1, 1, 1), 1) + blob((1, 1, 1, 1), 1) + "}\n"
    'layers { name: "r" type: RELU bottom: "y" top: "y" }\n',
    "v0": 'input: "x" input_dim: 1 input_dim: 1 input_dim: 4 input_dim: 4\n'
    'layers { layer { name: "p" type: "padding" pad: 1 } bottom: "x" top: "p" }\n'
    'layers { layer { name: "c" type: "conv" num_output: 1 kernelsize: 2 biasterm: false blobs { num: 1 channels: 1'
    ' height: 2 width: 2 data: 1 data: 2 data: 3 data: 4 } } bottom: "p" top: "c" }\n'
    'layers < layer < name: "m" type: "pool" pool: MAX kernelsize: 2 stride: 2 > bottom: "c" top: "m" >\n',
}


# ---- Binary --------------------------------------------------------------------------------------------------------

def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])


def number(field, value):
    return varint(field << 3) + varint(value)


def run(field, content):
    content = content.encode() if isinstance(content, str) else content
    return varint(field << 3 | 2) + varint(len(content)) + content


def floats(shape, values):
    return run(7, run(1, b"".join(varint(d) for d in shape))) + run(5, struct.pack(f"<{len(values)}f", *values))


HEAD = run(1, "net") + run(3, "x") + run(8, run(1, bytes([1, 1, 2, 2])))
WEIGHTS = run(7, floats((1, 1, 1, 1), [3.0])) + run(7, floats((1,), [1.0]))
PARAMETERS = number(1, 1) + number(4, 1)

BINARIES = {
    "current": HEAD + run(100, run(1, "c") + run(2, "Convolution") + run(3, "x") + run(4, "y") + WEIGHTS + run(106, PARAMETERS))
    + run(100, run(1, "p") + run(2, "Pooling") + run(3, "y") + run(4, "z") + run(121, number(2, 2) + number(1, 1))),
    "v1": HEAD + run(2, run(2, "x") + run(3, "y") + run(4, "c") + number(5, 4) + run(6, floats((1, 1, 1, 1), [3.0]))
                     + run(6, floats((1,), [1.0])) + run(10, PARAMETERS)),
    "v0": HEAD + run(2, run(1, run(1, "c") + run(2, "conv") + number(3, 1) + number(8, 1)
                            + run(50, floats((1, 1, 1, 1), [3.0])) + run(50, floats((1,), [1.0]))) + run(2, "x") + run(3, "y")),
    "old_blob": HEAD + run(100, run(1, "s") + run(2, "Scale") + run(3, "x") + run(4, "y")
                           + run(7, number(1, 1) + number(2, 1) + number(3, 1) + number(4, 1)
                                 + varint(5 << 3 | 5) + struct.pack("<f", 2.0)) + run(9999, "fork")),
}
PAIR = (inputs(("x", (1, 1, 2, 2))) + layer("Convolution", "convolution_param { num_output: 1 kernel_size: 1 }")
        ).encode() + b"\0" + run(100, run(1, "Convolution_y") + run(2, "Convolution") + WEIGHTS)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TEXTS.items():
        (folder / f"{name}.prototxt").write_text(text)
    for name, content in BINARIES.items():
        (folder / f"{name}.caffemodel").write_bytes(content)
    (folder / "pair.bin").write_bytes(PAIR)


if __name__ == "__main__":
    main()
