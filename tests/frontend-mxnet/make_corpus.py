#!/usr/bin/env python3
"""Writes the seeds of the fuzz target into the folder given: small MXNet models of all versions of the formats.

Each seed is the size of the symbol (4 bytes), the symbol, and the parameters. All values are made here.
"""
import json
import pathlib
import struct
import sys


class Net:
    def __init__(self, key="attrs", version=10600):
        self.key, self.version, self.nodes, self.index, self.params = key, version, [], {}, []

    def node(self, op, name, inputs=(), **attributes):
        entries = []
        for reference in inputs:
            layer, _, output = reference.partition(":")
            entries.append([self.index[layer], int(output or 0)] + ([] if self.key == "param" else [0]))
        self.index[name] = len(self.nodes)
        self.nodes.append({"op": op, "name": name, self.key: {k: str(v) for k, v in attributes.items()}, "inputs": entries})
        return self

    def data(self, name, *shape):
        return self.node("null", name, __shape__=shape)

    def weight(self, name, *shape, prefix="arg:"):
        count = 1
        for size in shape:
            count *= size
        self.params.append((prefix + name, shape, [(i * 7 % 11 - 5) / 8 + 1 for i in range(count)]))
        return self.node("null", name)

    def array(self, shape, values):
        body = struct.pack("<iii", 1, 0, 0) + struct.pack(f"<{len(values)}f", *values)
        if self.key == "param":  # the first format
            return struct.pack(f"<I{len(shape)}I", len(shape), *shape) + body
        if self.key == "attr":  # version 1
            return struct.pack(f"<II{len(shape)}q", 0xF993FAC8, len(shape), *shape) + body
        return struct.pack(f"<IiI{len(shape)}q", 0xF993FAC9, 0, len(shape), *shape) + body

    def seed(self, *heads):
        document = {"nodes": self.nodes, "arg_nodes": [i for i, n in enumerate(self.nodes) if n["op"] == "null"],
                    "heads": [[self.index[h.partition(":")[0]], int(h.partition(":")[2] or 0)] for h in heads]}
        if self.version:
            document["attrs"] = {"mxnet_version": ["int", self.version]}
        text = json.dumps(document).encode()
        params = struct.pack("<QQQ", 0x112, 0, len(self.params))
        params += b"".join(self.array(shape, values) for _, shape, values in self.params)
        params += struct.pack("<Q", len(self.params))
        params += b"".join(struct.pack("<Q", len(name)) + name.encode() for name, _, _ in self.params)
        return struct.pack("<I", len(text)) + text + params


def legacy():
    n = Net("param", None).data("data", 1, 3, 8, 8).weight("c_weight", 4, 3, 3, 3).weight("c_bias", 4)
    n.node("Convolution", "c", ["data", "c_weight", "c_bias"], kernel="(3,3)", num_filter=4, pad="(1,1)", no_bias="False")
    n.weight("bn_gamma", 4).weight("bn_beta", 4).node("BatchNorm", "bn", ["c", "bn_gamma", "bn_beta"], fix_gamma="True")
    n.params += [("aux:bn_moving_mean", (4,), [0.1] * 4), ("aux:bn_moving_var", (4,), [0.9] * 4)]
    n.weight("p_gamma", 4).node("LeakyReLU", "p", ["bn", "p_gamma"], act_type="prelu")
    n.node("Pooling", "pool", ["p"], kernel="(3,3)", stride="(2,2)", pool_type="max", pooling_convention="full")
    n.weight("f_weight", 2, 64).node("FullyConnected", "f", ["pool", "f_weight"], num_hidden=2, no_bias="True")
    return n.node("null", "label").node("SoftmaxOutput", "softmax", ["f", "label"]).seed("softmax")


def middle():
    n = Net("attr", 904).data("data", 1, 4, 6, 6).weight("d_weight", 4, 2, 4, 4)
    n.node("Deconvolution", "d", ["data", "d_weight"], kernel="(4, 4)", stride="(2, 2)", num_filter=4, num_group=2, target_shape="(11, 12)")
    n.node("Crop", "crop", ["d", "data"], num_args=2, center_crop="True").node("LRN", "l", ["crop"], nsize=3)
    n.node("UpSampling", "u", ["l"], scale=2, sample_type="nearest").node("L2Normalization", "n", ["u"], mode="channel")
    n.node("Pooling", "a", ["n"], kernel="(3, 3)", pad="(1, 1)", stride="(2, 2)", pool_type="avg")
    return n.node("argmax", "y", ["a"], axis=-1).seed("y", "a")


def shapes():
    n = Net().data("x", 2, 3, 4).node("Reshape", "r", ["x"], shape="(0, -4, 3, -1, -2)").node("squeeze", "q", ["r"], axis="(2,)")
    n.node("transpose", "t", ["q"], axes="(1, 0, 2)").node("slice", "s", ["t"], begin="(None, 0)", end="(2, None)", step="(1, -1)")
    n.node("split", "p", ["t"], num_outputs=3, axis=0, squeeze_axis=1).node("concat", "c", ["p:0", "p:2"], dim=-1)
    n.node("tile", "ti", ["c"], reps="(2, 1)").node("repeat", "re", ["ti"], repeats=2, axis=1).node("Pad", "pd", ["re"], mode="edge", pad_width="(1, 1, 0, 2)")
    n.node("_split_v2", "sv", ["pd"], indices="(0, 1)", axis=0).node("stack", "st", ["sv:0", "sv:0"], axis=0)
    return n.node("reverse", "y", ["st"], axis="(0,)").seed("y", "s", "sv:1")


def numbers():
    n = Net().data("x", 2, 5).node("_rminus_scalar", "a", ["x"], scalar=1.5).node("_mod_scalar", "b", ["a"], scalar=2)
    n.node("_greater_scalar", "c", ["b"], scalar=0.5).node("where", "d", ["c", "a", "x"]).node("broadcast_hypot", "e", ["d", "x"])
    n.node("mean", "m", ["e"], axis="1", keepdims="True", exclude="True").node("topk", "k", ["e"], k=2, ret_typ="both")
    n.node("take", "t", ["x", "k:1"], axis=1, mode="wrap").node("one_hot", "h", ["k:1"], depth=5).node("norm", "o", ["t"], axis="(1, 2)")
    n.node("clip", "l", ["m"], a_min=0, a_max=1).node("smooth_l1", "s", ["l"], scalar=1).node("_arange", "g", [], start=0, stop=5, repeat=1)
    return n.node("broadcast_add", "y", ["x", "g"]).seed("y", "s", "o", "h")


def recurrent():
    n = Net().data("x", 3, 2, 4).weight("w", 2 * 4 * 3 * (4 + 3 + 2))
    n.node("_zeros", "h", [], shape="(2, 0, 3)").node("_zeros", "c", [], shape="(2, 0, 3)")
    n.node("RNN", "r", ["x", "w", "h", "c"], mode="lstm", state_size=3, num_layers=1, bidirectional="True", state_outputs="True")
    n.data("n", 2).node("SequenceReverse", "s", ["r:0", "n"], use_sequence_length="True")
    n.node("SequenceMask", "m", ["s", "n"], use_sequence_length="True", value=1).weight("e_weight", 5, 6)
    return n.data("words", 3).node("Embedding", "e", ["words", "e_weight"]).node("dot", "y", ["m", "e"], transpose_b="True").seed("y", "r:1", "r:2")


def detection():
    n = Net().data("x", 1, 2, 2, 2).node("_contrib_MultiBoxPrior", "a", ["x"], sizes="(0.5, 0.2)", ratios="(1, 2)")
    n.data("p", 1, 3, 12).node("softmax", "s", ["p"], axis=1).data("o", 1, 48)
    n.node("_contrib_MultiBoxDetection", "d", ["s", "o", "a"], nms_threshold=0.4, variances="(0.1, 0.1, 0.2, 0.2)")
    n.node("_contrib_box_nms", "b", ["d"], id_index=0, topk=5, valid_thresh=0.01).data("rois", 2, 5)
    return n.node("_contrib_ROIAlign", "y", ["x", "rois"], pooled_size="(2, 2)", spatial_scale=0.5).seed("y", "b")


def norms():
    n = Net().data("x", 1, 6, 4, 4).weight("g", 6).weight("b", 6)
    n.node("GroupNorm", "n1", ["x", "g", "b"], num_groups=3).node("InstanceNorm", "n2", ["n1", "g", "b"])
    n.node("LayerNorm", "n3", ["n2", "g", "b"], axis=1).node("_contrib_BilinearResize2D", "r", ["n3"], height=5, width=7)
    n.node("_contrib_AdaptiveAvgPooling2D", "a", ["r"], output_size="(2, 3)").data("theta", 1, 6)
    return n.node("SpatialTransformer", "y", ["a", "theta"], target_shape="(3, 3)", transform_type="affine").seed("y")


def main():
    folder = pathlib.Path(sys.argv[1])
    for make in (legacy, middle, shapes, numbers, recurrent, detection, norms):
        (folder / f"{make.__name__}.mxnet").write_bytes(make())


if __name__ == "__main__":
    main()
