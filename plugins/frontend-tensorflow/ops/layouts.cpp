#include "ops/layouts.hpp"

namespace quern::frontend::tensorflow {
namespace {

constexpr uint64_t kMostRepeatedBytes = uint64_t(1) << 28;
constexpr uint64_t kMostComputedOfStored = 16;  // bytes of weights become floats, maybe in several steps

// "nhwc" and the like: what the name of a tensor in another order ends with.
std::string order_name(const Permutation& perm, size_t rank) {
  const bool is_source = perm.empty(), is_first = perm == channels_first(rank);
  if (rank == 3 && (is_source || is_first)) return is_source ? "nwc" : "ncw";
  if (rank == 4 && (is_source || is_first)) return is_source ? "nhwc" : "nchw";
  if (rank == 5 && (is_source || is_first)) return is_source ? "ndhwc" : "ncdhw";
  return "transposed";
}

}  // namespace

void Layouts::define(const std::string& tensor, const std::string& held, Permutation perm) {
  Entry entry;
  entry.held = held;
  held_.insert(held);
  entry.perm = normalised(std::move(perm));
  entries_.insert_or_assign(tensor, std::move(entry));
}

void Layouts::define_constant(const std::string& tensor, Constant constant) {
  stored_bytes_ += constant.bytes.size();
  if (constant.form == Constant::Form::Ready) charge(constant.ready.blob.size());
  Entry entry;
  entry.constant = std::move(constant);
  entries_.insert_or_assign(tensor, std::move(entry));
}

void Layouts::define_alias(const std::string& tensor, const std::string& other) {
  aliases_.insert_or_assign(tensor, resolved(other));
}

const std::string& Layouts::resolved(const std::string& tensor) const {
  const auto it = aliases_.find(tensor);
  return it == aliases_.end() ? tensor : it->second;
}

const Layouts::Entry& Layouts::find(const std::string& tensor) const {
  const auto it = entries_.find(resolved(tensor));
  if (it == entries_.end())  // somebody makes it, or its reader would not have been chosen
    throw UnsupportedError("\"" + tensor + "\" is an output of its operator that is not converted");
  return it->second;
}

bool Layouts::is_constant(const std::string& tensor) const {
  const Entry& entry = find(tensor);
  return entry.held.empty() || emit_->graph().constant(entry.held);
}

DataType Layouts::type(const std::string& tensor) const {
  const Entry& entry = find(tensor);
  return entry.held.empty() ? converted_type(entry.constant.type) : emit_->type(entry.held);
}

std::optional<Shape> Layouts::shape(const std::string& tensor) const {
  const Entry& entry = find(tensor);
  if (entry.held.empty()) return entry.constant.dims;
  const std::optional<Shape> dims = emit_->shape(entry.held);
  return dims ? std::optional(source_dims(*dims, entry.perm)) : std::nullopt;
}

std::optional<Tensor> Layouts::value(const std::string& tensor) {
  const Entry& entry = find(tensor);
  if (entry.held.empty()) {
    Tensor tensor = expanded(entry.constant);
    charge(tensor.blob.size());
    return tensor;
  }
  const Tensor* known = emit_->value(entry.held);
  if (!known) return std::nullopt;
  return entry.perm.empty() ? *known : permuted(*known, between(entry.perm, {}, entry.perm.size()));
}

// Few constants that many nodes compute with must not become much work or memory.
void Layouts::charge(uint64_t bytes) {
  computed_bytes_ += bytes;
  if (computed_bytes_ > kMostRepeatedBytes && computed_bytes_ / kMostComputedOfStored > stored_bytes_)
    throw InputError("constants that follow from others are much larger than these");
}

// A file of a few bytes may describe a constant of any size: what it may blow up to is limited.
Tensor Layouts::expanded(const Constant& constant, const Permutation& perm) {
  if (constant.form == Constant::Form::Message) {
    const uint64_t bytes = uint64_t(element_count(constant.dims)) * size_of(converted_type(constant.type));
    if (bytes / 16 > constant.bytes.size()) repeated_bytes_ += bytes;
    if (bytes > kMostRepeatedBytes * 16 && bytes / 16 > constant.bytes.size())
      repeated_bytes_ = kMostRepeatedBytes + 1;
    if (repeated_bytes_ > kMostRepeatedBytes)
      throw InputError("constants that repeat one value are larger than 256 MB altogether");
  }
  return decode(constant, perm);
}

void Layouts::write_constant(const std::string& tensor, Entry& entry, const Permutation& perm) {
  entry.held = emit_->named_constant(tensor, expanded(entry.constant, perm));
  entry.perm = perm;
  entry.constant = {};
}

std::string Layouts::in_order(const std::string& name, const Permutation& wanted) {
  const std::string tensor = resolved(name);
  const Permutation perm = normalised(wanted);
  auto& entry = const_cast<Entry&>(find(tensor));
  if (entry.held.empty()) write_constant(tensor, entry, perm);
  if (entry.perm == perm) return entry.held;
  if (const auto it = entry.copies.find(perm); it != entry.copies.end()) return it->second;

  const size_t rank = std::max(perm.size(), entry.perm.size());
  const Permutation transpose = between(entry.perm, perm, rank);
  const std::optional<Shape> dims = emit_->shape(entry.held);
  emit_->begin(tensor);
  std::string copy = emit_->tensor(order_name(perm, rank));
  if (dims && is_static(*dims) && moves_nothing(*dims, transpose)) {
    emit_->make(copy, "Reshape", {entry.held, emit_->ints("shape", permuted_dims(*dims, transpose))});
  } else {
    emit_->make(copy, "Transpose", {entry.held}, {{"perm", transpose}});
    if (!emit_->graph().constant(entry.held)) moves_.push_back({tensor, layer_, copy});
  }
  emit_->begin(layer_);
  held_.insert(copy);
  entry.copies.emplace(perm, copy);
  return copy;
}

}  // namespace quern::frontend::tensorflow
