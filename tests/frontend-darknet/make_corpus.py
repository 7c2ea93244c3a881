#!/usr/bin/env python3
"""Writes the seeds of the fuzz target fuzz-darknet: make_corpus.py FOLDER

A seed is the text of a .cfg file; behind a zero byte may stand the .weights file (see fuzz_input.hpp).
An even number of bytes asks for decoded heads, so every seed is made once in either length.
"""
import pathlib
import struct
import sys

NET = "[net]\nwidth=8\nheight=8\nchannels=3\n"
CONV = "[convolutional]\nbatch_normalize=1\nfilters=4\nsize=3\nstride=1\npad=1\nactivation=leaky\n"

SEEDS = {
    "yolov3": NET + CONV
    + "[shortcut]\nfrom=-1\nactivation=linear\n[convolutional]\nfilters=14\nactivation=linear\n"
    + "[yolo]\nmask=1,0\nanchors=1,2, 3,4\nclasses=2\nnum=2\nscale_x_y=1.05\n"
    + "[route]\nlayers=-4\n[upsample]\nstride=2\n[route]\nlayers=-1\ngroups=2\ngroup_id=1\n",
    "yolov4": NET + CONV.replace("leaky", "mish")
    + "[maxpool]\nsize=5\n[route]\nlayers=-2\n[maxpool]\nsize=3\nstride=1\n[route]\nlayers=-1,-3\n"
    + "[sam]\nfrom=-1\n[avgpool]\n[scale_channels]\nfrom=4\nactivation=logistic\n"
    + "[convolutional]\nfilters=6\nactivation=logistic\n[yolo]\nclasses=1\nnew_coords=1\nmask=0\n",
    "yolov2": NET.replace("\n", "\r\n")
    + "[reorg]\nstride=1\n[conv]\nfilters=4\n[reorg]\nstride=2\n[reorg3d]\nreverse=1\nstride=2\n"
    + "[convolutional]\nfilters=12\ngroups=2\ndilation=2\nsize=3\npad=1\n"
    + "[region]\nanchors=1,2, 3,4\nnum=2\nclasses=1\nsoftmax=1\n",
    "classifier": NET
    + "[crop]\ncrop_width=6\ncrop_height=6\n[lrn]\n[deconv]\nfilters=2\nsize=2\nstride=2\n[batchnorm]\n[dropout]\n"
    + "[connected]\noutput=6\nactivation=stair\nbatch_normalize=1\n[softmax]\ngroups=3\ntemperature=2\n[cost]\n",
    "pooling": NET
    + "[local_avgpool]\nsize=2\nstride_x=2\n[maxpool]\nmaxpool_depth=1\nout_channels=3\n[l2norm]\n[logistic]\n"
    + "[activation]\nactivation=plse\n[activation]\nactivation=normalize_channels_softmax_maxval\n",
}


def seeds():
    """Pairs of a name and the bytes."""
    for name, text in SEEDS.items():
        for decode in (True, False):
            padded = text if (len(text) % 2 == 0) == decode else text + "#"
            yield f"{name}_{'decoded' if decode else 'raw'}", padded.encode()
    small = b"[net]\nwidth=2\nheight=2\nchannels=1\n[conv]\nfilters=2\n"
    weights = struct.pack("<iiiQ4f", 0, 2, 0, 640, 0.5, -0.5, 1.0, 2.0)
    yield "weights", small + b"\0" + weights
    yield "old_weights", small + b"\0" + struct.pack("<iiiI4f", 0, 1, 0, 640, 0.5, -0.5, 1.0, 2.0)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in seeds():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
