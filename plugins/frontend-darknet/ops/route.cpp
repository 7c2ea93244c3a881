// [route]: the channels of other layers one behind the other, of each only the group `group_id` of `groups`.
#include "ops/context.hpp"
#include "ops/geometry.hpp"

namespace quern::frontend::darknet {
namespace {

struct Group {
  int64_t number, count;
};

Group group_of(const Section& options) {
  const int64_t count = options.integer("groups", 1, 1, kMostOfAnything);
  return {options.integer("group_id", 0, 0, count - 1), count};
}

void measure_route(Geometry& layer) {
  const int64_t groups = group_of(layer.options()).count;
  Dims out = layer.input();
  out.channels = 0;
  for (size_t i = 0; i < layer.input_count(); ++i) {
    const Dims& in = layer.input(i);
    if (!in.same_area(out))
      layer.fail("layers of " + layer.input().text() + " and " + in.text() + " cannot be joined", "layers");
    if (in.channels % groups != 0)
      layer.fail(std::to_string(in.channels) + " channels cannot be divided into " + std::to_string(groups) +
                     " groups",
                 "groups");
    out.channels += in.channels / groups;
  }
  layer.output(out);
}

void translate_route(Context& layer) {
  Emitter& emit = layer.emit();
  const auto [group, groups] = group_of(layer.options());
  const bool joins = layer.input_count() > 1;
  std::vector<std::string> parts;
  for (size_t i = 0; i < layer.input_count(); ++i) {
    if (groups == 1) {
      parts.push_back(layer.input(i));
      continue;
    }
    const int64_t channels = layer.in(i).channels / groups;
    parts.push_back(joins ? emit.tensor("group") : layer.output());
    emit.make(parts.back(), "Slice",
              {layer.input(i), emit.ints("begin", {group * channels}),
               emit.ints("end", {(group + 1) * channels}), emit.ints("axis", {1})});
  }
  if (joins)
    emit.make(layer.output(), "Concat", parts, {{"axis", int64_t(1)}});
  else if (groups == 1)
    emit.make(layer.output(), "Identity", parts);
}

QUERN_TRANSLATOR(Geometry, "route", measure_route);
QUERN_TRANSLATOR(Context, "route", translate_route);

}  // namespace
}  // namespace quern::frontend::darknet
