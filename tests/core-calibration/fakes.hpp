// A network and data that exist only in the test.
#pragma once

#include <string>
#include <vector>

#include "data/source.hpp"
#include "plugins/session.hpp"

namespace quern {

// Samples of random values, [batch, 8] each, for the input "x".
class FakeSource : public data::Source {
 public:
  FakeSource(size_t samples, size_t batch, bool reversed = false) : reversed_(reversed) {
    batch_size_ = batch;
    for (size_t i = 0; i < samples; ++i) {
      names_.push_back(std::string("s").append(std::to_string(i)));
      labels_.push_back(int64_t(i % 8));
    }
  }
  [[nodiscard]] data::Batch load(size_t index) const override {
    data::Batch batch;
    batch.first = index * batch_size_;
    batch.count = std::min(batch_size_, names_.size() - batch.first);
    Tensor x(DataType::Float, {int64_t(batch_size_), 8});
    for (size_t row = 0; row < batch_size_; ++row) {
      const size_t sample = batch.first + std::min(row, batch.count - 1);
      const size_t number = reversed_ ? names_.size() - 1 - sample : sample;
      for (size_t i = 0; i < 8; ++i) x.mutable_data<float>()[row * 8 + i] = value(number, i);
    }
    batch.inputs["x"] = x;
    return batch;
  }
  // The largest one of every sample stands at its label.
  static float value(size_t sample, size_t i) {
    const uint32_t hash = uint32_t(sample * 8 + i) * 2654435761u;
    return i == sample % 8 ? 1.5f + float(sample) : float(int32_t(hash)) * 0x1p-31f;
  }

 private:
  bool reversed_;
};

// y = factor * x, handed to the observer as "half" = x / 2 too.
class FakeSession : public Session {
 public:
  explicit FakeSession(float factor = 1, int64_t batch = 1)
      : factor_(factor),
        inputs_{{"x", DataType::Float, {batch, 8}}},
        outputs_{{"y", DataType::Float, {batch, 8}}} {}

  [[nodiscard]] const std::vector<Port>& inputs() const override { return inputs_; }
  [[nodiscard]] const std::vector<Port>& outputs() const override { return outputs_; }
  NamedTensors run(const NamedTensors& inputs, const Observer& observer) override {
    const Tensor& x = inputs.at("x");
    Tensor y(DataType::Float, x.dims), half(DataType::Float, x.dims);
    for (size_t i = 0; i < size_t(x.count()); ++i) {
      y.mutable_data<float>()[i] = x.data<float>()[i] * factor_;
      half.mutable_data<float>()[i] = x.data<float>()[i] / 2;
    }
    if (observer)
      observer({sizeof(quern_tensor), int32_t(DataType::Float), "half", half.dims.data(), half.dims.size(),
                half.blob.data(), half.byte_size()});
    return {{"y", y}};
  }

 private:
  float factor_;
  std::vector<Port> inputs_, outputs_;
};

inline SessionFactory fake_sessions(float factor = 1, int64_t batch = 1) {
  return [=] { return std::make_unique<FakeSession>(factor, batch); };
}

}  // namespace quern
