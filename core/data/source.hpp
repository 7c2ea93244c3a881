// Samples for a network: an image folder or arrays, with labels where there are any.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/preprocess.hpp"
#include "plugins/session.hpp"

namespace quern::data {

// The inputs of one run of the network and the samples in them: `count` samples from number `first` on. A
// last batch that the data does not fill is filled up with copies of its last sample.
struct Batch {
  NamedTensors inputs;
  size_t first = 0;
  size_t count = 0;
};

// Immutable after opening: every member function may be called from any thread.
class Source {
 public:
  virtual ~Source() = default;

  // Images, or rows of the arrays, in byte order of their names.
  [[nodiscard]] size_t sample_count() const { return names_.size(); }
  // Samples per run: the first dimension that the network's inputs have in common, else 1.
  [[nodiscard]] size_t batch_size() const { return batch_size_; }
  // Runs that it takes to see every sample once.
  [[nodiscard]] size_t batch_count() const { return (names_.size() + batch_size_ - 1) / batch_size_; }

  // Reads, decodes and preprocesses batch `index`. Throws InputError naming the file.
  [[nodiscard]] virtual Batch load(size_t index) const = 0;

  // Name of a sample: the path below the image folder, or the number of the row.
  [[nodiscard]] const std::string& name(size_t sample) const { return names_[sample]; }
  [[nodiscard]] bool has_labels() const { return !labels_.empty(); }
  // The class of a sample. Only where has_labels().
  [[nodiscard]] int64_t label(size_t sample) const { return labels_[sample]; }

 protected:
  std::vector<std::string> names_;
  std::vector<int64_t> labels_;  // one per sample, or none at all
  size_t batch_size_ = 1;
};

// Opens the data for a network with these inputs. Everything that can be known without decoding all of it is
// checked here: files exist and look like images, the inputs' shapes, labels; the first batch is loaded once.
// Throws InputError.
std::unique_ptr<Source> open_source(const DataDescription& description, const Preprocess& preprocess,
                                    const std::vector<Port>& inputs);

}  // namespace quern::data
