// From sections to layers that know which layers they read.
#pragma once

#include <vector>

#include "model/network.hpp"

namespace quern::frontend::darknet {

// `sections` begin with [net]. Throws InputError where a layer refers to one that does not stand before it.
Network build_network(const std::vector<Section>& sections, const std::string& file);

// Layers that only say what the numbers before them mean: [yolo], [Gaussian_yolo], [region] and [detection].
bool is_detection_head(const Layer& layer);

// Detection heads that are not decoded, and what only training needs ([cost], [contrastive]): they stand for
// the tensor that they read.
bool is_transparent(const Layer& layer, bool decode);

// The tensors that the network ends at: what layers make that no other layer reads, in the order of the
// layers.
std::vector<std::string> network_outputs(const Network& network, bool decode);

}  // namespace quern::frontend::darknet
