// What the heads [yolo] and [region] have in common: from A anchors x (4 coordinates, objectness, C classes)
// channels per cell to boxes.
#pragma once

#include <string>
#include <vector>

#include "ops/context.hpp"
#include "ops/geometry.hpp"

namespace quern::frontend::darknet {

// Boxes per cell at most.
inline constexpr int64_t kMostBoxes = 4096;

struct Head {
  int64_t classes = 0;
  std::vector<float> anchors;  // width and height of each, relative to the network's input
  float scale_xy = 1;          // the cell's part of the centre is stretched by this around its middle
  bool squared_sizes = false;  // width and height are (2 t)^2 anchors, else exp(t) anchors
  bool activated = false;      // the layer before has applied the logistic functions
  bool softmax = false;        // classes exclude each other
  bool drop_unlikely = false;  // an objectness below 1/2 counts as 0 for the probabilities

  [[nodiscard]] int64_t boxes_per_cell() const { return int64_t(anchors.size()) / 2; }
};

// What to do about heads that cannot be decoded.
inline constexpr const char* kRawHeadHint =
    "Convert with decode: false and decode the boxes in the application.";

// Hands the numbers on as they are.
void make_raw_head(Context& layer);

// Throws InputError where the layer before does not have the channels for it.
void check_head_channels(const Geometry& layer, int64_t boxes_per_cell, int64_t numbers_per_box);

// Makes the layer's output [batch, H W A, 5 + C]: rows in the order of cells (row by row) and then anchors;
// in each row the box's centre x, y, its width and height, all relative to the network's input (0..1), its
// objectness, and the probability of each class (with the objectness multiplied in; 0 up to the threshold).
// Formulas: Redmon and Farhadi, YOLO9000 and YOLOv3; scale_x_y: Bochkovskiy et al., YOLOv4; squared sizes:
// Wang et al., Scaled-YOLOv4.
void decode_head(Context& layer, const Head& head);

}  // namespace quern::frontend::darknet
