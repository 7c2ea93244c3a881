#include "support/cast.hpp"

#include "support/text.hpp"

namespace quern::ops {

void cast_into(const Tensor& from, Tensor& to) {
  const int64_t n = from.count();
  if (from.type == DataType::String && to.type == DataType::String) {
    to.strings = from.strings;
  } else if (from.type == DataType::String) {
    dispatch(PlainTypes{}, to.type, [&]<class To>() {
      To* out = to.mutable_data<To>();
      for (int64_t i = 0; i < n; ++i) out[i] = from_text<To>(from.strings[size_t(i)]);
    });
  } else if (to.type == DataType::String) {
    dispatch(PlainTypes{}, from.type, [&]<class From>() {
      const From* in = from.data<From>();
      for (int64_t i = 0; i < n; ++i) to.strings[size_t(i)] = to_text(in[i]);
    });
  } else {
    dispatch(PlainTypes{}, from.type, [&]<class From>() {
      const From* in = from.data<From>();
      dispatch(PlainTypes{}, to.type, [&]<class To>() {
        To* out = to.mutable_data<To>();
        for (int64_t i = 0; i < n; ++i) out[i] = convert<To>(in[i]);
      });
    });
  }
}

Tensor cast(const Tensor& tensor, DataType type) {
  if (tensor.type == type) return tensor;
  Tensor result(type, tensor.dims);
  cast_into(tensor, result);
  return result;
}

}  // namespace quern::ops
