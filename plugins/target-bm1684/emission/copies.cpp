#include "emission/instructions.hpp"
#include "isa/layout.hpp"

namespace quern::bm1684 {
namespace {

// Where a box of a tensor begins in device memory, and its strides.
Endpoint system_end(const Network& network, int tensor, const Dims& dims, const Region& region) {
  const ChipTensor& t = network.tensors[size_t(tensor)];
  const std::optional<SystemView> view = view_as(t, dims);
  if (!view) throw Error(QUERN_ERROR_INTERNAL, "tensor \"" + t.name + "\" is not seen as a layer sees it");
  const Strides& s = view->strides;
  const int64_t batches = is_byte(t.element) ? 4 : 1;
  const int64_t offset = view->offset + region.n.begin / batches * s.n + int64_t(region.c.begin) * s.c +
                         int64_t(region.h.begin) * s.h + int64_t(region.w.begin) * s.w;
  Endpoint end;
  end.address = network.storages[size_t(view->storage)].address + uint64_t(offset) * 4;
  end.dims = word_dims(region.dims(), t.element);
  end.strides = s;
  return end;
}

GdmaInstruction load_coefficient(const Network& network, const Coefficient& k, const Range& channels,
                                 uint32_t offset) {
  const auto run = uint32_t(k.run_rows * k.run_columns);
  const Dims dims{1, channels.size(), k.run_rows, k.run_columns};
  const Strides strides{1, run, uint32_t(k.run_columns), 1};
  GdmaCopy copy;
  copy.direction = Direction::S2L;
  copy.format = k.format;
  const uint64_t address = network.storages[size_t(k.storage)].address;
  copy.source = {address + uint64_t(channels.begin) * uint64_t(k.run_bytes()), dims, strides};
  copy.target = Endpoint::local({0, offset}, dims, strides);
  return copy;
}

// The dimensions of a copy with neighbours joined where both sides allow it, and without those of size 1.
struct Loops {
  Shape dims;
  std::vector<int64_t> source, target;
};

Loops joined(const SystemCopy& copy) {
  Loops loops;
  const bool is_fill = copy.source < 0;
  for (size_t i = 0; i < copy.dims.size(); ++i) {
    if (copy.dims[i] == 1) continue;
    const int64_t source = is_fill ? 0 : copy.source_strides[i], target = copy.target_strides[i];
    if (!loops.dims.empty()) {
      const int64_t size = copy.dims[i];
      const bool joins = (is_fill || loops.source.back() == source * size) &&
                         loops.target.back() == target * size && loops.dims.back() * size <= kMaxSize;
      if (joins) {
        loops.dims.back() *= size;
        loops.source.back() = source;
        loops.target.back() = target;
        continue;
      }
    }
    loops.dims.push_back(copy.dims[i]);
    loops.source.push_back(source);
    loops.target.push_back(target);
  }
  if (loops.dims.empty()) loops = {{1}, {1}, {1}};
  return loops;
}

// Cuts dimensions beyond 65535 into two.
void limit(Loops& loops) {
  for (size_t i = 0; i < loops.dims.size(); ++i) {
    if (loops.dims[i] <= kMaxSize) continue;
    int64_t inner = kMaxSize;
    while (loops.dims[i] % inner != 0) --inner;
    const auto at = long(i);
    loops.dims.insert(loops.dims.begin() + at, loops.dims[i] / inner);
    loops.source.insert(loops.source.begin() + at, loops.source[i] * inner);
    loops.target.insert(loops.target.begin() + at, loops.target[i] * inner);
    loops.dims[i + 1] = inner;
    --i;  // the outer part may still be too large
    if (inner == 1) throw UnsupportedError("a copy of more than 65535 elements in a row has no encoding");
  }
}

}  // namespace

GdmaInstruction load_of(const Network& network, const LoadAction& load, uint32_t offset) {
  if (load.coefficient) return load_coefficient(network, *load.coefficient, load.channels, offset);
  const LocalTensor held{offset, load.region, network.tensors[size_t(load.tensor)].element};
  GdmaCopy copy;
  copy.direction = Direction::S2L;
  copy.source = system_end(network, load.tensor, load.dims, load.region);
  copy.target = Endpoint::local({0, offset}, copy.source.dims, held.strides());
  return copy;
}

GdmaInstruction store_of(const Network& network, const StoreAction& store, uint32_t offset) {
  const LocalTensor held{offset, store.held, network.tensors[size_t(store.tensor)].element};
  GdmaCopy copy;
  copy.direction = Direction::L2S;
  copy.target = system_end(network, store.tensor, store.dims, store.region);
  copy.source = Endpoint::local(held.operand(store.region).address, copy.target.dims, held.strides());
  return copy;
}

void record(Recorder& recorder, const Network& network, const SystemCopy& copy) {
  Loops loops = joined(copy);
  limit(loops);
  const bool is_fill = copy.source < 0;
  const Format format = copy.element_bytes == 4 ? Format::F32 : Format::I8;
  const uint64_t target = network.storages[size_t(copy.target)].address;
  const uint64_t source = is_fill ? 0 : network.storages[size_t(copy.source)].address;
  while (loops.dims.size() < 4) {
    loops.dims.insert(loops.dims.begin(), 1);
    loops.source.insert(loops.source.begin(), 1);
    loops.target.insert(loops.target.begin(), 1);
  }
  // The last four dimensions are an instruction's; the others are counted through.
  const size_t outer = loops.dims.size() - 4;
  std::vector<int64_t> index(outer, 0);
  const auto ends = [&](uint64_t address, int64_t offset, const std::vector<int64_t>& s) {
    for (size_t i = 0; i < outer; ++i) offset += index[i] * s[i];
    const Dims dims{int(loops.dims[outer]), int(loops.dims[outer + 1]), int(loops.dims[outer + 2]),
                    int(loops.dims[outer + 3])};
    return Endpoint{
        address + uint64_t(offset * copy.element_bytes),
        dims,
        {uint32_t(s[outer]), uint32_t(s[outer + 1]), uint32_t(s[outer + 2]), uint32_t(s[outer + 3])}};
  };
  for (bool is_done = false; !is_done;) {
    if (is_fill) {
      recorder.add(
          GdmaFill{Direction::S2S, format, copy.fill, ends(target, copy.target_offset, loops.target)});
    } else {
      recorder.add(GdmaCopy{Direction::S2S, format, ends(source, copy.source_offset, loops.source),
                            ends(target, copy.target_offset, loops.target)});
    }
    is_done = true;
    for (size_t i = outer; i-- > 0;) {
      if (++index[i] < loops.dims[i]) {
        is_done = false;
        break;
      }
      index[i] = 0;
    }
  }
}

void record_tables(Recorder& recorder, const Network& network) {
  for (const LookupTable& table : network.tables) {
    const Dims dims{1, 1, 1, 256};
    const Strides strides{256, 256, 256, 1};
    recorder.add(GdmaCopy{Direction::S2S,
                          Format::F32,
                          {network.storages[size_t(table.storage)].address, dims, strides},
                          {kL2Base + table.l2_offset, dims, strides}});
  }
}

}  // namespace quern::bm1684
