// Putting programs together and taking them apart.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bmodel/model.hpp"

namespace quern::bmodel {

// One model with the nets of all. Nets of one name become the stages of one net; each stage keeps its own
// addresses, because runtimes move coefficients and context of every stage on their own. `names` tell the
// models apart in messages. Throws InputError where nets of one name are not one network for different input
// shapes, UnsupportedError where static and dynamic stages or different modules would meet.
Model combine(const std::vector<Model>& models, const std::vector<std::string>& names);

// Every stage as a model of its own, with the name of its file: NET_STAGE.bmodel.
std::vector<std::pair<std::string, Model>> extract(const Model& model);

}  // namespace quern::bmodel
