#include <cmath>
#include <cstring>
#include <filesystem>
#include <optional>

#include <quern/error.hpp>

#include "data/labels.hpp"
#include "data/npz.hpp"
#include "data/source_kinds.hpp"
#include "support/nearest.hpp"

namespace quern::data {

namespace fs = std::filesystem;

namespace {

// The value in another element type; nothing where it does not fit, and for a float that is to become an
// integer.
template <class To, class From>
std::optional<To> convert_value(From value) {
  if constexpr (std::is_integral_v<To> && std::is_integral_v<From>) {
    const To result = To(value);
    const bool same = From(result) == value && (value < From(0)) == (result < To(0));
    return same ? std::optional<To>(result) : std::nullopt;
  } else if constexpr (std::is_integral_v<To>) {
    return std::nullopt;
  } else if constexpr (std::is_same_v<To, double> && std::is_arithmetic_v<From>) {
    return double(value);
  } else {
    return To(float(value));
  }
}

// The tensor in the element type of the input.
Tensor convert(const Tensor& tensor, DataType type, const std::string& where) {
  if (tensor.type == type) return tensor;
  Tensor result(type, tensor.dims);
  with_type(type, [&]<class To>() {
    with_type(tensor.type, [&]<class From>() {
      const From* from = tensor.data<From>();
      To* to = result.mutable_data<To>();
      for (size_t i = 0, count = size_t(tensor.count()); i < count; ++i) {
        const std::optional<To> value = convert_value<To>(from[i]);
        if (!value)
          throw InputError(std::string("the input wants ") + name_of(type) + ", the array is " +
                               name_of(tensor.type) + " and holds values that do not fit",
                           where);
        to[i] = *value;
      }
    });
  });
  return result;
}

// Elements of one sample of an input: without the batch dimension where inputs are batched.
Shape sample_shape(const Port& input, bool batched) {
  const Shape shape(input.shape.begin() + (batched ? 1 : 0), input.shape.end());
  if (!is_static(shape))
    throw InputError("the shape of input \"" + input.name + "\" is not known: " + to_string(input.shape), "",
                     "Bind it with inputs: {" + input.name + ": [...]}.");
  return shape;
}

class ArraySource : public Source {
 public:
  explicit ArraySource(const std::vector<Port>& inputs) : inputs_(inputs) {
    batch_size_ = common_batch(inputs);
    batched_ = true;
    for (const Port& p : inputs) batched_ = batched_ && !p.shape.empty() && p.shape[0] == inputs[0].shape[0];
    for (const Port& p : inputs) shapes_.push_back(sample_shape(p, batched_));
  }

  [[nodiscard]] Batch load(size_t index) const override {
    Batch batch;
    batch.first = index * batch_size_;
    batch.count = std::min(batch_size_, names_.size() - batch.first);
    std::vector<Tensor> all;
    for (size_t p = 0; p < inputs_.size(); ++p) {
      Shape shape = shapes_[p];
      if (batched_) shape.insert(shape.begin(), int64_t(batch_size_));
      all.emplace_back(inputs_[p].type, std::move(shape));
    }
    std::vector<Tensor> one;
    for (size_t i = 0; i < batch_size_; ++i) {
      if (i < batch.count) one = sample(batch.first + i);
      for (size_t p = 0; p < inputs_.size(); ++p) {
        auto* to = const_cast<std::byte*>(all[p].blob.data()) + i * one[p].byte_size();
        std::memcpy(to, one[p].blob.data(), one[p].byte_size());
      }
    }
    for (size_t p = 0; p < inputs_.size(); ++p) batch.inputs[inputs_[p].name] = std::move(all[p]);
    return batch;
  }

 protected:
  // The tensors of one sample: one per input, of shape shapes_[port] and the input's type.
  [[nodiscard]] virtual std::vector<Tensor> sample(size_t index) const = 0;

  // The array for input `port`. Throws where it is missing or where there are arrays that no input takes.
  [[nodiscard]] const Tensor& array_for(size_t port, const NamedTensors& arrays,
                                        const std::string& where) const {
    std::vector<std::string> names, wanted;
    for (const Port& p : inputs_) wanted.push_back(p.name);
    for (const auto& [name, tensor] : arrays) {
      names.push_back(name);
      if (std::find(wanted.begin(), wanted.end(), name) == wanted.end())
        throw InputError("the network has no input \"" + name + "\"" + suggestion(name, wanted), where,
                         "Name the arrays like the network's inputs.");
    }
    const auto it = arrays.find(inputs_[port].name);
    if (it == arrays.end())
      throw InputError("the array for input \"" + inputs_[port].name + "\" is missing", where);
    return it->second;
  }
  [[nodiscard]] std::string wanted(size_t port, const std::string& prefix) const {
    return "; the input \"" + inputs_[port].name + "\" wants " + prefix +
           (shapes_[port].empty() ? "" : (prefix.empty() ? "" : "x") + to_string(shapes_[port]));
  }

  std::vector<Port> inputs_;
  std::vector<Shape> shapes_;  // of one sample of each input
  bool batched_ = false;       // the first dimension of every input counts samples
};

// One file: the first axis of every array counts samples.
class StackedArrays : public ArraySource {
 public:
  StackedArrays(const DataDescription& description, const std::vector<Port>& inputs) : ArraySource(inputs) {
    const NamedTensors file = read_npz(description.arrays);
    size_t count = 0;
    for (size_t p = 0; p < inputs.size(); ++p) {
      Tensor array = array_for(p, file, description.arrays);
      const std::string where = description.arrays + ":" + inputs[p].name;
      Shape rest = array.dims;
      const int64_t samples = rest.empty() ? 0 : rest[0];
      if (!rest.empty()) rest.erase(rest.begin());
      Shape full = shapes_[p];
      full.insert(full.begin(), 1);
      if (array.dims.empty() || (rest != shapes_[p] && rest != full))
        throw InputError("the array is " + to_string(array.dims) + wanted(p, "N"), where,
                         "The first axis of the array counts samples.");
      if (samples == 0) throw InputError("the array holds no samples", where);
      if (p > 0 && size_t(samples) != count)
        throw InputError("the array holds " + std::to_string(samples) + " samples, that of \"" +
                             inputs[0].name + "\" " + std::to_string(count),
                         where);
      count = size_t(samples);
      arrays_.push_back(convert(array, inputs[p].type, where));
    }
    if (description.limit > 0) count = std::min(count, size_t(description.limit));
    for (size_t i = 0; i < count; ++i) names_.push_back(std::to_string(i));
    labels_ = read_labels(description, names_);
  }

 protected:
  [[nodiscard]] std::vector<Tensor> sample(size_t index) const override {
    std::vector<Tensor> one;
    for (size_t p = 0; p < inputs_.size(); ++p) {
      Tensor view = arrays_[p];
      view.dims = shapes_[p];
      const size_t size = view.byte_size();
      view.blob = Blob(view.blob.owner(), view.blob.data() + index * size, size);
      one.push_back(std::move(view));
    }
    return one;
  }

 private:
  std::vector<Tensor> arrays_;
};

// A folder with one file per sample.
class ArrayFolder : public ArraySource {
 public:
  ArrayFolder(const DataDescription& description, const std::vector<Port>& inputs)
      : ArraySource(inputs), root_(description.arrays) {
    names_ = list_files(description.arrays, {".npz"});
    if (names_.empty()) throw InputError("the folder holds no .npz files", description.arrays);
    if (description.limit > 0 && names_.size() > size_t(description.limit))
      names_.resize(size_t(description.limit));
    labels_ = read_labels(description, names_);
    static_cast<void>(load(0));
  }

 protected:
  [[nodiscard]] std::vector<Tensor> sample(size_t index) const override {
    const std::string path = (root_ / names_[index]).string();
    const NamedTensors file = read_npz(path);
    std::vector<Tensor> one;
    for (size_t p = 0; p < inputs_.size(); ++p) {
      const Tensor& array = array_for(p, file, path);
      Shape full = shapes_[p];
      full.insert(full.begin(), 1);
      if (array.dims != shapes_[p] && array.dims != full)
        throw InputError("the array is " + to_string(array.dims) + wanted(p, batched_ ? "1" : ""),
                         path + ":" + inputs_[p].name);
      one.push_back(convert(array, inputs_[p].type, path + ":" + inputs_[p].name).reshaped(shapes_[p]));
    }
    return one;
  }

 private:
  fs::path root_;
};

}  // namespace

std::unique_ptr<Source> open_arrays(const DataDescription& description, const std::vector<Port>& inputs) {
  if (!fs::exists(description.arrays))
    throw Error(QUERN_ERROR_IO, "the arrays do not exist", description.arrays,
                "Relative paths begin at the folder of the YAML file.");
  if (fs::is_directory(description.arrays)) return std::make_unique<ArrayFolder>(description, inputs);
  return std::make_unique<StackedArrays>(description, inputs);
}

}  // namespace quern::data
