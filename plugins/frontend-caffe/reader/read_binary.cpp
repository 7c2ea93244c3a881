// Networks in binary files (.caffemodel).
#include "reader/decode.hpp"
#include "reader/read.hpp"
#include "reader/upgrade.hpp"

namespace quern::frontend::caffe {
namespace {

class BinaryReader {
 public:
  BinaryReader(const Blob& file, const std::string& where, bool weights_only, UnknownFields& unknown)
      : file_(file), where_(where), weights_only_(weights_only), unknown_(unknown) {}

  Net read() {
    protozero::pbf_reader reader(reinterpret_cast<const char*>(file_.data()), file_.size());
    while (reader.next()) {
      const FieldSpec* field = kNetSpec.find(reader.tag());
      const bool is_layer = field && field->kind == Kind::Message &&
                            (field->message == &kLayerSpec || field->message == &kV1LayerSpec);
      if (is_layer && reader.wire_type() == protozero::pbf_wire_type::length_delimited) {
        add_layer(reader.get_view(), field->message == &kV1LayerSpec);
      } else {
        reader.skip();
      }
    }
    if (!weights_only_) {
      Tensors none;
      net_.fields = decode({reinterpret_cast<const char*>(file_.data()), file_.size()}, kHeadSpec,
                           target(none, "the network"));
      net_.name = net_.fields.get_text("name");
    }
    return std::move(net_);
  }

 private:
  using Tensors = std::vector<Tensor>;

  DecodeTarget target(Tensors& blobs, const std::string& where) {
    return {&file_, &blobs, &unknown_, where, weights_only_, &room_};
  }

  void add_layer(protozero::data_view bytes, bool is_old) {
    Tensors blobs;
    std::string where = "layer number " + std::to_string(net_.layers.size());
    with_place(where_ + ", " + where, [&] {
      FieldTree fields =
          decode(bytes, is_old ? kV1LayerSpec : kLayerSpec, target(blobs, where_ + ", " + where));
      Layer layer = is_old ? old_layer(std::move(fields)) : current_layer(std::move(fields));
      layer.blobs = std::move(blobs);
      net_.is_trained = net_.is_trained || !layer.blobs.empty();
      net_.layers.push_back(std::move(layer));
    });
  }

  const Blob& file_;
  const std::string& where_;
  bool weights_only_;
  UnknownFields& unknown_;
  size_t room_ = kMostValues;
  Net net_;
};

}  // namespace

Net read_binary_net(const Blob& file, const std::string& where, bool weights_only, UnknownFields& unknown) {
  try {
    return BinaryReader(file, where, weights_only, unknown).read();
  } catch (const protozero::exception& e) {
    throw InputError(std::string("the file is truncated or damaged: ") + e.what(), where,
                     "Copy or download it again.");
  }
}

}  // namespace quern::frontend::caffe
