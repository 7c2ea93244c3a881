// AttrValue, TensorProto's head and TensorShapeProto.
#pragma once

#include "model/graph.hpp"
#include "reader/fields.hpp"

namespace quern::frontend::tensorflow {

// `owner` keeps the bytes behind all views alive. All throw protozero::exception where the bytes are damaged,
// InputError where dimensions are absurd.
Attribute read_attribute(protozero::data_view bytes, const std::shared_ptr<const void>& owner);
PartialShape read_shape(protozero::data_view bytes);
Constant read_tensor(protozero::data_view bytes, const std::shared_ptr<const void>& owner);

// The bytes of a view as a blob that shares their owner.
inline Blob blob_of(protozero::data_view view, const std::shared_ptr<const void>& owner) {
  return {owner, reinterpret_cast<const std::byte*>(view.data()), view.size()};
}
inline protozero::data_view view_of(const Blob& blob) {
  return {reinterpret_cast<const char*>(blob.data()), blob.size()};
}

}  // namespace quern::frontend::tensorflow
