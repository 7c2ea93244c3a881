#include <algorithm>
#include <limits>
#include <unordered_map>

#include "plan.hpp"

namespace quern::cpu {
namespace {

constexpr size_t kAlignment = 64;

struct Block {
  Value* value = nullptr;
  size_t size = 0, offset = 0;
  size_t first = 0, last = 0;  // steps between which the bytes are needed, both included
};

// The blocks of memory that values need, in order of first use.
class Lifetimes {
 public:
  explicit Lifetimes(Plan& plan) {
    for (Value* input : plan.inputs) touch(*input, 0);
    for (size_t i = 0; i < plan.steps.size(); ++i) {
      for (Value* value : plan.steps[i]->reads) touch(*value, i);
      for (Value* value : plan.steps[i]->writes) touch(*value, i);
    }
    for (Value* output : plan.outputs) touch(*output, plan.steps.size());
    for (size_t i = 0; i < plan.steps.size(); ++i) overwrite(*plan.steps[i], i);
  }

  std::vector<Block> blocks;

 private:
  void touch(Value& value, size_t step) {
    Value& root = value.root();
    if (root.storage != Storage::Arena) return;
    const auto [it, is_new] = number_.emplace(&root, blocks.size());
    if (is_new)
      blocks.push_back({&root, (root.bytes() + kAlignment - 1) / kAlignment * kAlignment, 0, step, step});
    Block& block = blocks[it->second];
    block.first = std::min(block.first, step);
    block.last = std::max(block.last, step);
  }

  // Lets a step write its output over an input that ends there.
  void overwrite(Step& step, size_t number) {
    if (step.overwrites < 0) return;
    Value& input = step.reads[size_t(step.overwrites)]->root();
    Value& output = step.writes[0]->root();
    if (input.storage != Storage::Arena || output.storage != Storage::Arena || &input == &output) return;
    Block& kept = blocks[number_.at(&input)];
    Block& gone = blocks[number_.at(&output)];
    if (kept.last != number || gone.first != number || input.bytes() != output.bytes()) return;
    kept.last = gone.last;
    output.base = &input;
    gone.size = 0;
  }

  std::unordered_map<Value*, size_t> number_;
};

// The lowest place where `block` does not collide with a placed block that lives at the same time.
size_t find_offset(const Block& block, const std::vector<Block*>& placed) {
  size_t offset = 0;
  for (const Block* other : placed) {  // sorted by offset
    if (other->last < block.first || block.last < other->first) continue;
    if (offset + block.size <= other->offset) break;
    offset = std::max(offset, other->offset + other->size);
  }
  return offset;
}

}  // namespace

void allocate_memory(Plan& plan) {
  Lifetimes lifetimes(plan);
  std::vector<Block*> by_size;
  for (Block& block : lifetimes.blocks)
    if (block.size > 0) by_size.push_back(&block);
  std::stable_sort(by_size.begin(), by_size.end(),
                   [](const Block* a, const Block* b) { return a->size > b->size; });

  std::vector<Block*> placed;
  size_t arena_size = 0;
  for (Block* block : by_size) {
    block->offset = find_offset(*block, placed);
    if (block->size > std::numeric_limits<size_t>::max() / 2 - block->offset) throw std::bad_alloc();
    arena_size = std::max(arena_size, block->offset + block->size);
    placed.insert(std::upper_bound(placed.begin(), placed.end(), block,
                                   [](const Block* a, const Block* b) { return a->offset < b->offset; }),
                  block);
  }

  plan.arena = Blob::allocate(arena_size);
  std::byte* memory = const_cast<std::byte*>(plan.arena.data());
  for (Value& value : plan.values) {
    if (value.storage == Storage::Constant) value.data = const_cast<std::byte*>(value.tensor.blob.data());
    if (value.storage == Storage::Arena) value.data = memory;  // values without bytes keep this
  }
  for (const Block* block : by_size) block->value->data = memory + block->offset;
  for (Value& value : plan.values)
    if (value.storage == Storage::Arena) value.data = value.root().data;
  for (const auto& step : plan.steps) step->bind();
}

}  // namespace quern::cpu
