// Owns everything that Values refer to, until the end of the conversion.
#pragma once

#include <deque>
#include <tuple>

#include "model/tensor_value.hpp"

namespace quern::frontend::pytorch {

class Heap {
 public:
  // Throws InputError where a model makes more values than any real one.
  template <class T>
  T* make(T value) {
    constexpr size_t kMostValues = 20'000'000;
    if (++count_ > kMostValues) throw InputError("the model makes more than 20 million values");
    auto& pool = std::get<std::deque<T>>(pools_);
    pool.push_back(std::move(value));
    return &pool.back();
  }
  Value list(std::vector<Value> items) { return make(List{std::move(items)}); }
  Value tuple(std::vector<Value> items) { return make(Tuple{std::move(items)}); }
  // A tensor of the graph.
  Value tensor(const std::string& name) { return make(TensorValue{name}); }

 private:
  std::tuple<std::deque<TensorValue>, std::deque<List>, std::deque<Tuple>, std::deque<Dict>,
             std::deque<Object>, std::deque<Storage>>
      pools_;
  size_t count_ = 0;
};

}  // namespace quern::frontend::pytorch
