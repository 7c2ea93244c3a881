#include "graph/select.hpp"

#include <algorithm>

namespace quern::frontend::caffe {
namespace {

enum Phase { kTrain = 0, kTest = 1 };

struct State {
  int64_t level = 0;
  std::set<std::string> stages;
};

int64_t phase_of(const FieldTree& fields, int64_t fallback) {
  return fields.get_enum("phase", {{"TRAIN", kTrain}, {"TEST", kTest}}, fallback);
}

// A rule holds where everything that it mentions does. (The phase that a layer itself carries says only in
// which phase its file was written.)
bool meets(const State& state, const FieldTree& rule) {
  const auto stages = rule.get_texts("stage"), not_stages = rule.get_texts("not_stage");
  const auto has = [&](const std::string& stage) { return state.stages.contains(stage); };
  return phase_of(rule, kTest) == kTest && rule.get_int("min_level", state.level) <= state.level &&
         rule.get_int("max_level", state.level) >= state.level &&
         std::all_of(stages.begin(), stages.end(), has) &&
         std::none_of(not_stages.begin(), not_stages.end(), has);
}

bool takes_part(const Layer& layer, const State& state) {
  const auto holds = [&](const FieldTree* rule) { return meets(state, *rule); };
  const auto include = layer.fields.messages("include"), exclude = layer.fields.messages("exclude");
  if (!include.empty()) return std::any_of(include.begin(), include.end(), holds);
  return std::none_of(exclude.begin(), exclude.end(), holds);
}

// Its first input is a prediction before its last activation.
bool contains_prediction(const std::string& type) {
  return type == "SoftmaxWithLoss" || type == "SigmoidCrossEntropyLoss" || type == "SoftmaxLoss";
}

bool only_trains(const std::string& type) {
  return type == "Accuracy" || type == "HDF5Output" || type == "DetectionEvaluate" ||
         type == "EvalDetection" || type.ends_with("Loss") || type.ends_with("Accuracy");
}

// A file written while training has the data layer of that phase only: it still tells what the inputs are.
void restore_sources(std::vector<Layer>& kept, std::vector<Layer> sources) {
  std::set<std::string> made;
  for (const Layer& layer : kept) made.insert(layer.tops.begin(), layer.tops.end());
  std::vector<Layer> restored;
  for (Layer& source : sources) {
    std::erase_if(source.tops, [&](const std::string& top) { return !made.insert(top).second; });
    if (!source.tops.empty()) restored.push_back(std::move(source));
  }
  kept.insert(kept.begin(), std::make_move_iterator(restored.begin()),
              std::make_move_iterator(restored.end()));
}

}  // namespace

std::set<std::string> select_layers(Net& net) {
  State state;
  const FieldTree& given = net.fields.message("state");
  state.level = given.get_int("level", 0);
  for (std::string& stage : given.get_texts("stage")) state.stages.insert(std::move(stage));

  std::set<std::string> hidden;
  std::vector<Layer> kept, sources;
  for (Layer& layer : net.layers) {
    if (!takes_part(layer, state)) {
      if (layer.bottoms.empty()) sources.push_back(std::move(layer));
      continue;
    }
    const bool is_silence = layer.type == "Silence";
    if (contains_prediction(layer.type)) {
      if (layer.bottoms.size() > 1) hidden.insert(layer.bottoms.begin() + 1, layer.bottoms.end());
      // A second top is the prediction itself; Caffe names a missing top after the layer.
      const std::string prediction = layer.tops.size() > 1 ? layer.tops[1]
                                     : layer.tops.empty()  ? layer.name
                                                           : layer.tops[0];
      layer.bottoms.resize(std::min<size_t>(layer.bottoms.size(), 1));
      layer.tops = {prediction};
    } else if (is_silence || only_trains(layer.type)) {
      if (layer.bottoms.size() > (is_silence ? 0 : 1))
        hidden.insert(layer.bottoms.begin() + (is_silence ? 0 : 1), layer.bottoms.end());
      continue;
    }
    kept.push_back(std::move(layer));
  }
  restore_sources(kept, std::move(sources));
  net.layers = std::move(kept);
  return hidden;
}

}  // namespace quern::frontend::caffe
