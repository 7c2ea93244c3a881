#include "conv_tiled.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "conv_threads.hpp"
#include "rounding.hpp"

namespace quern::cpu::int8 {
namespace {

// Above this, threads share the weights among them rather than the pixels.
constexpr int64_t kSharedWeightBytes = 512 << 10;

}  // namespace

std::unique_ptr<const PackedConv::Implementation> make_tiled_conv(const ConvDefinition& definition) {
  return std::make_unique<TiledConv>(definition);
}

TiledConv::TiledConv(const ConvDefinition& definition)
    : plan_(definition),
      weights_(size_t(plan_.total_blocks() * plan_.block_bytes)),
      init_(size_t(plan_.total_blocks() * kBlockChannels)) {
  pack(definition.weights, definition.bias);
}

void TiledConv::pack(const int8_t* weights, const int16_t* bias) {
  const ConvShape& s = plan_.shape;
  const int64_t per_group = plan_.group_outputs(), inputs = plan_.group_inputs();
  const int64_t taps = s.kernel_height * s.kernel_width, bytes = plan_.kernels->element_bytes;
  const auto runs = int64_t(plan_.run_offsets.size());
  const bool offset = plan_.kernels->offsets_input && plan_.signed_input;
  int64_t largest = 0;
  for (int64_t m = 0; m < s.out_channels; ++m) {
    const int64_t block = m / per_group * plan_.blocks_per_group + m % per_group / kBlockChannels;
    const int64_t lane = m % per_group % kBlockChannels;
    uint8_t* const packed = weights_.data() + block * plan_.block_bytes;
    int32_t sum = 0;
    int64_t bound = 32768;  // of the magnitude of the sum, bias included
    for (int64_t run = 0; run < runs; ++run) {
      for (int64_t e = 0; e < plan_.run_elements; ++e) {
        const int64_t tap = run * (taps / runs) + e / inputs, channel = e % inputs;
        const int8_t w = weights[(m * inputs + channel) * taps + tap];
        const int64_t byte = e * bytes;
        uint8_t* const p =
            packed + ((run * plan_.run_steps + byte / 4) * kBlockChannels + lane) * 4 + byte % 4;
        const int16_t wide = w;
        std::memcpy(p, &wide, size_t(bytes));  // little endian: the low byte comes first
        sum += w;
        bound += 255 * std::abs(int64_t(w));
      }
    }
    largest = std::max(largest, bound);
    // Inputs passed as x + 128 add 128·Σw to the sum. 32-bit sums wrap around, here as in the kernels.
    const uint32_t start = uint32_t(bias != nullptr ? bias[m] : 0) - (offset ? 128u * uint32_t(sum) : 0u);
    init_[size_t(block * kBlockChannels + lane)] = int32_t(start);
  }
  rounds_ = rounds_afterwards(init_, plan_.output.rshift, largest);
}

size_t TiledConv::scratch_bytes(int threads) const {
  return size_t(threads) * size_t(plan_.scratch_per_thread);
}

void TiledConv::run(const uint8_t* x, uint8_t* y, std::byte* scratch) const {
  const int64_t rows = plan_.images * plan_.rows, blocks = plan_.total_blocks();
  const int64_t parts = conv_parts(rows * plan_.width * plan_.group_inputs() * plan_.shape.kernel_height *
                                   plan_.shape.kernel_width * plan_.shape.out_channels);
  const bool prefers_blocks = blocks * plan_.block_bytes > kSharedWeightBytes || rows < parts;
  const bool by_blocks = prefers_blocks && blocks >= 2 * parts;
  parallel_for(parts, 1, [&](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; ++part) {
      auto* const own = reinterpret_cast<uint8_t*>(scratch) + part * plan_.scratch_per_thread;
      const auto shared = [&](int64_t total) {
        return Range{share(total, part, parts), share(total, part + 1, parts)};
      };
      if (by_blocks) {
        run_part(x, y, own, {0, rows}, shared(blocks));
      } else {
        run_part(x, y, own, shared(rows), {0, blocks});
      }
    }
  });
}

void TiledConv::run_part(const uint8_t* x, uint8_t* y, uint8_t* scratch, Range rows, Range blocks) const {
  for (int64_t row = rows.begin; row < rows.end;) {
    const int64_t image = row / plan_.rows, first = row % plan_.rows;
    const int64_t last = std::min({first + plan_.rows_per_pass, plan_.rows, first + rows.end - row});
    const uint8_t* source = x + image * plan_.x_image_step;
    if (plan_.prepares) {
      prepare_rows(source, scratch, {first, last});
      source = scratch;
    } else {
      source += plan_.x_origin + first * plan_.x_row_step;
    }
    // The weights of one pass stay in the cache while the rows go by.
    for (int64_t block = blocks.begin; block < blocks.end;) {
      const int64_t group_end = (block / plan_.blocks_per_group + 1) * plan_.blocks_per_group;
      const int64_t end = std::min({block + plan_.blocks_per_pass, group_end, blocks.end});
      run_rows(source, y + image * plan_.y_image_step, {first, last}, {block, end});
      block = end;
    }
    row += last - first;
  }
}

void TiledConv::run_rows(const uint8_t* source, uint8_t* y, Range rows, Range blocks) const {
  const int64_t segment = plan_.kernels->segment_pixels, max_pixels = plan_.kernels->max_pixels;
  ConvTile tile{};
  tile.x_pixel_stride = plan_.x_pixel_step;
  tile.run_offsets = plan_.run_offsets.data();
  tile.runs = int64_t(plan_.run_offsets.size());
  tile.run_steps = plan_.run_steps;
  tile.weight_block_size = plan_.block_bytes;
  tile.y_pixel_stride = plan_.y_pixel_step;
  tile.rshift = plan_.output.rshift;
  tile.rounds = rounds_;
  tile.relu = plan_.output.relu;
  source += blocks.begin / plan_.blocks_per_group * plan_.x_group_step;

  const auto run_at = [&](const uint8_t* x, uint8_t* out, int64_t x_second, int64_t y_second,
                          int64_t pixels) {
    tile.x[0] = x;
    tile.x[1] = pixels > segment ? x + x_second : x;
    tile.y[0] = out;
    tile.y[1] = pixels > segment ? out + y_second : out;
    run_tile(tile, pixels, blocks);
  };
  for (int64_t row = rows.begin; row < rows.end; ++row) {
    const uint8_t* const x_row = source + (row - rows.begin) * plan_.x_row_step;
    uint8_t* const y_row = y + row * plan_.y_row_step;
    const int64_t width = plan_.row_width(row);
    // Two rows as long as a segment make one tile.
    if (width == segment && 2 * segment <= max_pixels && row + 1 < rows.end &&
        plan_.row_width(row + 1) == width) {
      run_at(x_row, y_row, plan_.x_row_step, plan_.y_row_step, 2 * segment);
      ++row;
      continue;
    }
    const int64_t tiles = divide_up(width, max_pixels);
    for (int64_t t = 0; t < tiles; ++t) {
      const int64_t pixel = share(width, t, tiles), pixels = share(width, t + 1, tiles) - pixel;
      run_at(x_row + pixel * plan_.x_pixel_step, y_row + pixel * plan_.y_pixel_step,
             segment * plan_.x_pixel_step, segment * plan_.y_pixel_step, pixels);
    }
  }
}

void TiledConv::run_tile(ConvTile tile, int64_t pixels, Range blocks) const {
  uint8_t* const y[2] = {tile.y[0], tile.y[1]};
  for (int64_t block = blocks.begin; block < blocks.end;) {
    const auto remaining = uint64_t(blocks.end - block);
    int choice = std::min(int(std::bit_width(remaining)), ConvKernels::kBlockChoices) - 1;
    while (plan_.kernels->tile[choice][pixels - 1] == nullptr) --choice;
    const int64_t group = block / plan_.blocks_per_group;
    const int64_t channel = block % plan_.blocks_per_group * kBlockChannels;
    for (int i = 0; i < 2; ++i) tile.y[i] = y[i] + group * plan_.group_outputs() + channel;
    tile.weights = weights_.data() + block * plan_.block_bytes;
    tile.init = init_.data() + block * kBlockChannels;
    tile.channels = int(plan_.group_outputs() - channel);
    plan_.kernels->tile[choice][pixels - 1](tile);
    block += int64_t(1) << choice;
  }
}

void TiledConv::prepare_rows(const uint8_t* image, uint8_t* scratch, Range rows) const {
  const ConvShape& s = plan_.shape;
  const int64_t pixel = s.in_channels * plan_.kernels->element_bytes;
  if (plan_.pointwise) {
    const int64_t pixels = (rows.end - rows.begin - 1) * plan_.width + plan_.row_width(rows.end - 1);
    prepare_pixels(image + rows.begin * plan_.width * s.in_pixel_stride, scratch, pixels);
    return;
  }
  // Columns of a prepared row before, within and behind the feature map.
  const int64_t before = std::clamp<int64_t>(s.pad_left, 0, plan_.prepared_width);
  const int64_t skipped = std::max<int64_t>(0, -s.pad_left);
  const int64_t within = std::clamp<int64_t>(s.in_width - skipped, 0, plan_.prepared_width - before);
  const int64_t first = rows.begin * s.stride_height - s.pad_top;
  for (int64_t i = 0; i < plan_.input_rows(rows.end - rows.begin); ++i) {
    uint8_t* const prepared = scratch + i * plan_.prepared_width * pixel;
    if (first + i < 0 || first + i >= s.in_height) {
      fill_padding(prepared, plan_.prepared_width);
      continue;
    }
    fill_padding(prepared, before);
    prepare_pixels(image + ((first + i) * s.in_width + skipped) * s.in_pixel_stride,
                   prepared + before * pixel, within);
    fill_padding(prepared + (before + within) * pixel, plan_.prepared_width - before - within);
  }
}

void TiledConv::prepare_pixels(const uint8_t* x, uint8_t* prepared, int64_t pixels) const {
  const ConvShape& s = plan_.shape;
  const bool dense = s.in_pixel_stride == s.in_channels;
  const int64_t pieces = dense ? 1 : pixels, length = dense ? pixels * s.in_channels : s.in_channels;
  for (int64_t i = 0; i < pieces; ++i)
    plan_.kernels->prepare(x + i * s.in_pixel_stride, plan_.signed_input,
                           prepared + i * length * plan_.kernels->element_bytes, length);
}

void TiledConv::fill_padding(uint8_t* prepared, int64_t pixels) const {
  const bool offset = plan_.kernels->offsets_input && plan_.signed_input;
  std::memset(prepared, offset ? 128 : 0,
              size_t(pixels * plan_.shape.in_channels * plan_.kernels->element_bytes));
}

}  // namespace quern::cpu::int8
