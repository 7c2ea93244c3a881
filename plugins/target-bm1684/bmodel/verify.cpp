#include "bmodel/verify.hpp"

#include <set>

#include "bmodel/verify_stage.hpp"

namespace quern::bmodel {
namespace {

std::vector<Shape> input_shapes(const Stage& stage) {
  std::vector<Shape> shapes;
  for (const Tensor& input : stage.inputs) shapes.push_back(input.shape());
  return shapes;
}

// The stages of a net are one network for different shapes.
void verify_stages_agree(const Net& net, const Report& report) {
  std::set<std::vector<Shape>> known;
  for (const Stage& stage : net.stages) {
    const std::string part = "stage " + std::to_string(&stage - net.stages.data());
    if (!known.insert(input_shapes(stage)).second)
      report(part, "another stage has the same input shapes, so that it can never be chosen");
    const auto same = [&](const std::vector<Tensor>& mine, const std::vector<Tensor>& first) {
      if (mine.size() != first.size()) return false;
      for (size_t i = 0; i < mine.size(); ++i)
        if (mine[i].name != first[i].name || mine[i].type != first[i].type) return false;
      return true;
    };
    if (!same(stage.inputs, net.stages[0].inputs) || !same(stage.outputs, net.stages[0].outputs))
      report(part, "its inputs and outputs are not those of stage 0");
  }
}

void verify_stage(const Net& net, const Stage& stage, const Report& report) {
  if (stage.outputs.empty()) report("outputs", "there are none");
  verify_tensors(stage.inputs, report);
  verify_tensors(stage.outputs, report);
  verify_memory(net, stage, report);
  if (stage.coefficients) verify_coefficients(*stage.coefficients, report);
  verify_subnets(stage, report);
}

}  // namespace

std::string place_of(const Net& net, size_t stage) {
  return "net \"" + net.name + "\", stage " + std::to_string(stage);
}

std::vector<Problem> verify(const Model& model) {
  std::vector<Problem> problems;
  std::set<std::string> names;
  for (const Net& net : model.nets) {
    const std::string place = "net \"" + net.name + "\"";
    if (!names.insert(net.name).second) problems.push_back({place, "another net has the same name"});
    verify_stages_agree(net, [&](const std::string& part, const std::string& message) {
      problems.push_back({place + ", " + part, message});
    });
    for (size_t i = 0; i < net.stages.size(); ++i)
      verify_stage(net, net.stages[i], [&](const std::string& part, const std::string& message) {
        problems.push_back({place_of(net, i) + ", " + part, message});
      });
  }
  return problems;
}

}  // namespace quern::bmodel
