// Normalisations: batch, instance, layer, group, local response, Lp.
#include <algorithm>

#include "ops/types.hpp"

namespace quern::frontend::pytorch {
namespace {

std::string filled(Call& call, const std::string& name, int64_t count, float value) {
  return call.constant(name, Tensor::from(std::vector<float>(size_t(count), value)));
}

// A vector per channel (axis 1), shaped so that it broadcasts over a tensor of `rank` axes.
std::string along_channels(Call& call, const std::string& name, const std::string& vector, size_t rank) {
  Shape shape(rank > 1 ? rank - 1 : 1, 1);
  shape[0] = element_count(call.shape(vector));
  return call.reshape(name, vector, shape);
}

// x * weight + bias along the channels, as the call's result.
void finish(Call& call, std::string x, const std::string& weight, const std::string& bias, size_t rank) {
  if (!weight.empty()) x = call.add("scaled", "Mul", {x, along_channels(call, "weight", weight, rank)});
  if (!bias.empty()) x = call.add("shifted", "Add", {x, along_channels(call, "bias", bias, rank)});
  call.make("Identity", {x});
}

// (x - mean) / sqrt(variance + eps) over `axes`.
std::string normalised(Call& call, const std::string& x, const std::vector<int64_t>& axes, double eps) {
  const std::string mean = call.add("mean", "ReduceMean", {x}, {{"axes", axes}});
  const std::string centred = call.add("centred", "Sub", {x, mean});
  const std::string squares = call.add("squares", "Mul", {centred, centred});
  const std::string variance = call.add("variance", "ReduceMean", {squares}, {{"axes", axes}});
  const std::string safe = call.add("safe", "Add", {variance, call.scalar("eps", eps)});
  return call.add("normalised", "Div", {centred, call.add("deviation", "Sqrt", {safe})});
}

// input, weight, bias, running_mean, running_var, training, momentum, eps
void batch_norm(Call& call) {
  const std::string x = call.cast(call.tensor(0), DataType::Float);
  const Shape shape = call.shape(x);
  if (shape.size() < 2) throw call.wrong("the input has the shape " + to_string(shape));
  const double eps = call.number(7, 1e-5);
  if (!call.has(3) || !call.has(4)) {  // made without running statistics: always those of the batch
    std::vector<int64_t> axes = {0};
    for (size_t i = 2; i < shape.size(); ++i) axes.push_back(int64_t(i));
    return finish(call, normalised(call, x, axes, eps), call.optional_tensor(1), call.optional_tensor(2),
                  shape.size());
  }
  if (call.flag(5, false))
    call.session().warn_once(
        "the model was saved in training mode; its batch normalisations use the stored statistics",
        "Call model.eval() before exporting.");
  const std::string weight = call.has(1) ? call.tensor(1) : filled(call, "weight", shape[1], 1);
  const std::string bias = call.has(2) ? call.tensor(2) : filled(call, "bias", shape[1], 0);
  call.make("BatchNormalization", {x, weight, bias, call.tensor(3), call.tensor(4)},
            {{"epsilon", float(eps)}});
}

// input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps
void instance_norm(Call& call) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  const double eps = call.number(7, 1e-5);
  if (shape.size() < 3) throw call.wrong("the input has the shape " + to_string(shape));
  const std::string weight = call.has(1) ? call.tensor(1) : filled(call, "weight", shape[1], 1);
  const std::string bias = call.has(2) ? call.tensor(2) : filled(call, "bias", shape[1], 0);
  if (!call.flag(5, true) && call.has(3))
    return call.make("BatchNormalization", {x, weight, bias, call.tensor(3), call.tensor(4)},
                     {{"epsilon", float(eps)}});
  call.make("InstanceNormalization", {x, weight, bias}, {{"epsilon", float(eps)}});
}

// input, normalized_shape, weight, bias, eps
void layer_norm(Call& call) {
  const std::string x = call.tensor(0);
  const std::vector<int64_t> dims = call.ints(1);
  const int64_t axis = -int64_t(dims.size());
  const double eps = call.number(4, 1e-5);
  const std::string weight = call.has(2) ? call.tensor(2) : call.constant("weight", [&] {
    Tensor ones(DataType::Float, dims);
    std::fill_n(ones.mutable_data<float>(), size_t(ones.count()), 1.0f);
    return ones;
  }());
  std::vector<std::string> inputs = {x, weight};
  if (call.has(3)) inputs.push_back(call.tensor(3));
  call.make("LayerNormalization", std::move(inputs), {{"axis", axis}, {"epsilon", float(eps)}});
}
void native_layer_norm(Call& call) {
  layer_norm(call);
  call.give(call.session().heap().tuple({call.result(), None(), None()}));
}

// input, groups, weight, bias, eps: each group is an instance.
void group_norm(Call& call) {
  const std::string x = call.tensor(0);
  const Shape shape = call.shape(x);
  const int64_t groups = call.integer(1);
  if (shape.size() < 2 || groups < 1 || shape[1] % groups != 0)
    throw call.wrong(to_string(shape) + " has no " + std::to_string(groups) + " groups of channels");
  const std::string grouped = call.reshape("groups", x, {shape[0], groups, -1});
  const std::string ones = filled(call, "ones", groups, 1), zeros = filled(call, "zeros", groups, 0);
  const std::string normal = call.add("normalised", "InstanceNormalization", {grouped, ones, zeros},
                                      {{"epsilon", float(call.number(4, 1e-5))}});
  finish(call, call.reshape("ungrouped", normal, shape), call.optional_tensor(2), call.optional_tensor(3),
         shape.size());
}

// input, normalized_shape, weight, eps
void rms_norm(Call& call) {
  const std::string x = call.tensor(0);
  const auto count = int64_t(call.ints(1).size());
  std::vector<int64_t> axes;
  for (int64_t i = -count; i < 0; ++i) axes.push_back(i);
  const std::string mean =
      call.add("mean", "ReduceMean", {call.add("squares", "Mul", {x, x})}, {{"axes", axes}});
  const std::string safe = call.add("safe", "Add", {mean, call.scalar("eps", call.number(3, 1.1920929e-07))});
  const std::string normal = call.add("normalised", "Div", {x, call.add("root", "Sqrt", {safe})});
  if (call.has(2)) return call.make("Mul", {normal, call.tensor(2)});
  call.make("Identity", {normal});
}

// input, size, alpha, beta, k: F.local_response_norm when it is not spelled out by the tracer.
void local_response_norm(Call& call) {
  call.make("LRN", {call.tensor(0)},
            {{"size", call.integer(1)},
             {"alpha", float(call.number(2, 1e-4))},
             {"beta", float(call.number(3, 0.75))},
             {"bias", float(call.number(4, 1))}});
}

// direction, length, dim: length * direction / |direction|, with one length for each index of dim.
void weight_norm(Call& call) {
  const std::string v = call.tensor(0), g = call.tensor(1);
  const int64_t dim = call.integer(2, 0);
  std::vector<int64_t> axes;
  for (int64_t i = 0; i < int64_t(call.rank(v)); ++i)
    if (i != dim) axes.push_back(i);
  const std::string length = call.add("length", "ReduceL2", {v}, {{"axes", axes}});
  call.make("Mul", {v, call.add("factor", "Div", {g, length})});
}

QUERN_TRANSLATOR(Call, "aten::_weight_norm", weight_norm);
QUERN_TRANSLATOR(Call, "aten::batch_norm", batch_norm);
QUERN_TRANSLATOR(Call, "aten::instance_norm", instance_norm);
QUERN_TRANSLATOR(Call, "aten::layer_norm", layer_norm);
QUERN_TRANSLATOR(Call, "aten::native_layer_norm", native_layer_norm);
QUERN_TRANSLATOR(Call, "aten::group_norm", group_norm);
QUERN_TRANSLATOR(Call, "aten::rms_norm", rms_norm);
QUERN_TRANSLATOR(Call, "aten::local_response_norm", local_response_norm);

}  // namespace
}  // namespace quern::frontend::pytorch
