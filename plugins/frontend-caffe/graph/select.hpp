// The layers that take part in running a trained network.
#pragma once

#include <set>
#include <string>

#include "model/net.hpp"

namespace quern::frontend::caffe {

// Removes layers that the TEST phase excludes (include and exclude rules, with level and stages of the
// network's own state) and layers that only train or judge (losses, accuracy, Silence, HDF5Output). Losses
// that contain the prediction stay without their labels: SoftmaxWithLoss, SigmoidCrossEntropyLoss. Returns
// the blobs that must not become outputs although nothing reads them any more: labels, and what Silence hid.
// Throws InputError.
std::set<std::string> select_layers(Net& net);

}  // namespace quern::frontend::caffe
