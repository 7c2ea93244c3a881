#include "emission/instructions.hpp"

namespace quern::bm1684 {
namespace {

LocalTensor held_in(const Network& network, const TileSchedule& timeline, int buffer, const Region& box,
                    int tensor) {
  return {timeline.buffers[size_t(buffer)].offset, box, network.tensors[size_t(tensor)].element};
}

void record_step(Recorder& recorder, const Network& network, const TileSchedule& timeline,
                 const ComputeStep& step) {
  recorder.begin_layer(step.part);
  Kernel kernel(recorder);
  Tile tile;
  tile.needed = step.needed;
  for (size_t i = 0; i < step.inputs.size(); ++i) {
    const int tensor = step.layer->inputs[i].tensor;
    LocalTensor held = held_in(network, timeline, step.inputs[i], step.held[i], tensor);
    if (step.aligned[i] >= 0) {
      const LocalTensor copy = held_in(network, timeline, step.aligned[i], step.needed[i], tensor);
      const LocalTensor words = copy.as_words();
      kernel.copy(words.dims(), words.operand(), held.as_words().operand(words.region));
      held = copy;
    }
    tile.inputs.push_back(held);
  }
  tile.output = held_in(network, timeline, step.output_buffer, step.output, step.layer->output.tensor);
  for (const int buffer : step.coefficients)
    tile.coefficients.push_back(timeline.buffers[size_t(buffer)].offset);
  if (step.workspace >= 0) tile.workspace = timeline.buffers[size_t(step.workspace)].offset;
  step.layer->emit(kernel, tile);
}

}  // namespace

void record(Recorder& recorder, const Network& network, const TileSchedule& timeline) {
  std::vector<const LoadAction*> loads;
  for (const LoadAction& load : timeline.loads) loads.push_back(&load);
  std::stable_sort(loads.begin(), loads.end(),
                   [](const LoadAction* a, const LoadAction* b) { return a->issued_at < b->issued_at; });
  size_t next_load = 0, next_store = 0;
  const auto record_stores = [&](int before) {
    for (; next_store < timeline.stores.size() && timeline.stores[next_store].after < before; ++next_store) {
      const StoreAction& store = timeline.stores[next_store];
      recorder.begin_layer(store.part);
      recorder.add(store_of(network, store, timeline.buffers[size_t(store.buffer)].offset));
    }
  };
  for (int slot = 0; slot < int(timeline.steps.size()); ++slot) {
    for (; next_load < loads.size() && loads[next_load]->issued_at == slot; ++next_load) {
      const LoadAction& load = *loads[next_load];
      // A tensor that was stored before is read after that.
      if (!load.coefficient) record_stores(slot);
      recorder.begin_layer(load.part);
      recorder.add(load_of(network, load, timeline.buffers[size_t(load.buffer)].offset));
    }
    record_stores(slot);
    record_step(recorder, network, timeline, timeline.steps[size_t(slot)]);
  }
  record_stores(int(timeline.steps.size()) + 1);
}

}  // namespace quern::bm1684
