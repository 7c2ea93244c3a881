// Sequences: [time, batch, ...], or [batch, time, ...] with axis 1. With use_sequence_length the second input
// has the length of every item of the batch.
#include "ops/context.hpp"

namespace quern::frontend::mxnet {
namespace {

struct Sequence {
  Shape shape;
  size_t time, batch;  // axes
  bool has_lengths;
};

Sequence sequence_of(const Context& layer) {
  const Shape shape = layer.shape();
  const int64_t axis = layer.attributes().integer("axis", 0);
  if (shape.size() < 2 || axis < 0 || axis > 1)
    throw InputError(to_string(shape) + " is no sequence along axis " + std::to_string(axis));
  return {shape, size_t(axis), size_t(1 - axis), layer.attributes().flag("use_sequence_length", false)};
}

std::string lengths_of(Context& layer) { return layer.cast("lengths", layer.input(1), DataType::Int64); }

void translate_sequence_mask(Context& layer) {
  const Sequence s = sequence_of(layer);
  if (!s.has_lengths) return layer.make("Identity", {layer.input()});
  check_constant_size({s.shape[s.time]});
  std::vector<int64_t> steps(size_t(s.shape[s.time]));
  for (size_t i = 0; i < steps.size(); ++i) steps[i] = int64_t(i);
  Shape along_time(s.shape.size(), 1), along_batch(s.shape.size(), 1);
  along_time[s.time] = s.shape[s.time];
  along_batch[s.batch] = s.shape[s.batch];
  const std::string is_inside = layer.add("is_inside", "Less",
                                          {layer.emit().constant("steps", Tensor::from(steps, along_time)),
                                           layer.reshaped("ends", lengths_of(layer), along_batch)});
  layer.make("Where", {is_inside, layer.input(),
                       layer.scalar_like("value", layer.input(), layer.attributes().number("value", 0))});
}

// The last step of every item.
void translate_sequence_last(Context& layer) {
  const Sequence s = sequence_of(layer);
  if (!s.has_lengths)
    return layer.make("Gather",
                      {layer.input(), layer.emit().constant("last", Tensor::scalar(s.shape[s.time] - 1))},
                      {{"axis", int64_t(s.time)}});
  Shape order(s.shape.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = int64_t(i);
  std::string items = layer.input();
  if (s.time == 0) {
    std::swap(order[0], order[1]);
    items = layer.add("items", "Transpose", {items}, {{"perm", order}});
  }
  const std::string lengths = lengths_of(layer);
  const std::string last = layer.add("last", "Sub", {lengths, layer.scalar_like("one", lengths, 1)});
  layer.make("GatherND", {items, layer.reshaped("positions", last, {s.shape[s.batch], 1})},
             {{"batch_dims", int64_t(1)}});
}

void translate_sequence_reverse(Context& layer) {
  const Sequence s = sequence_of(layer);
  if (!s.has_lengths) {
    Emitter& emit = layer.emit();
    return layer.make("Slice", {layer.input(), emit.ints("begin", {-1}),
                                emit.ints("end", {std::numeric_limits<int64_t>::min()}),
                                emit.ints("axis", {int64_t(s.time)}), emit.ints("step", {-1})});
  }
  layer.make("ReverseSequence", {layer.input(), lengths_of(layer)},
             {{"time_axis", int64_t(s.time)}, {"batch_axis", int64_t(s.batch)}});
}

QUERN_MXNET_OPERATOR(translate_sequence_mask, "SequenceMask", "_npx_sequence_mask");
QUERN_MXNET_OPERATOR(translate_sequence_last, "SequenceLast");
QUERN_MXNET_OPERATOR(translate_sequence_reverse, "SequenceReverse");

}  // namespace
}  // namespace quern::frontend::mxnet
