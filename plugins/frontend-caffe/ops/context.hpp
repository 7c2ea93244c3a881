// What a translator works with: one layer, its weights, the tensors it reads and makes.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include <quern/frontend/emitter.hpp>
#include <quern/frontend/layers.hpp>
#include <quern/frontend/translators.hpp>

#include "model/net.hpp"

namespace quern::frontend::caffe {

// Weights that layers share by the name of their parameter, with the layer's own.
using SharedWeights = std::unordered_map<std::string, Tensor>;

// Elements of all constants together that a network may ask for without a file that brings them (fillers,
// prior boxes): bounds what a small file can allocate.
inline constexpr int64_t kMostMadeUp = int64_t(1) << 24;

class Context {
 public:
  Context(const Layer& layer, const LayerPorts& ports, const Net& net, const SharedWeights& shared,
          Emitter& emitter, int64_t& room)
      : layer_(&layer), ports_(&ports), net_(&net), shared_(&shared), emitter_(&emitter), room_(&room) {}

  [[nodiscard]] Emitter& emit() const { return *emitter_; }
  [[nodiscard]] const Layer& layer() const { return *layer_; }

  // ---- Ports --------------------------------------------------------------------------------------------
  // Throw InputError where the layer has fewer bottoms or tops.
  [[nodiscard]] const std::string& input(size_t i = 0) const;
  [[nodiscard]] const std::string& output(size_t i = 0) const;
  [[nodiscard]] size_t input_count() const { return ports_->inputs.size(); }
  [[nodiscard]] size_t output_count() const { return ports_->outputs.size(); }
  [[nodiscard]] Shape shape(size_t i = 0) const { return emitter_->static_shape(input(i)); }

  // ---- Parameters ---------------------------------------------------------------------------------------
  // For example parameters("convolution_param"); an empty tree where the layer has none.
  [[nodiscard]] const FieldTree& parameters(const char* name) const { return layer_->fields.message(name); }
  // An axis counted from the front. Throws InputError outside of [-rank, rank), or above rank where
  // `may_end`.
  [[nodiscard]] size_t axis(int64_t axis, size_t rank, bool may_end = false) const;
  // parameter.get_int(name, fallback) within bounds. Throws InputError.
  [[nodiscard]] int64_t bounded(const FieldTree& parameter, const char* name, int64_t fallback, int64_t least,
                                int64_t most = int64_t(1) << 30) const;

  // Takes the elements of a constant that no file brings from what is left of kMostMadeUp. Throws InputError.
  void claim(int64_t elements) const;

  // ---- Weights ------------------------------------------------------------------------------------------
  // How many there are in the file.
  [[nodiscard]] size_t blob_count() const;
  // Weight number i, or null where no file has it.
  [[nodiscard]] const Tensor* blob(size_t i) const;
  // Weight number i as `shape`. Where no file has it, it is made by `filler` if that is "bilinear", or
  // "constant" in a network that has other weights. Throws InputError that names the layer where it is
  // missing or of another size.
  [[nodiscard]] Tensor weight(size_t i, const Shape& shape, const FieldTree& filler = {}) const;
  // The same as a constant of the graph, named after the layer and `suffix`; returns its name.
  [[nodiscard]] std::string constant(const std::string& suffix, size_t i, const Shape& shape,
                                     const FieldTree& filler = {}) const {
    return emitter_->constant(suffix, weight(i, shape, filler));
  }

 private:
  const Layer* layer_;
  const LayerPorts* ports_;
  const Net* net_;
  const SharedWeights* shared_;
  Emitter* emitter_;
  int64_t* room_;
};

// At namespace scope of an operator's file.
#define QUERN_CAFFE_LAYER(TYPE, FUNCTION) QUERN_TRANSLATOR(::quern::frontend::caffe::Context, TYPE, FUNCTION)

}  // namespace quern::frontend::caffe
