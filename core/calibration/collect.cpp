#include "calibration/collect.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <set>

#include <quern/error.hpp>

#include "data/for_each_batch.hpp"

namespace quern::calibration {

namespace {

// Elements of a tensor that belong to real samples: a last batch is filled up with copies, which do not
// count.
size_t real_elements(std::span<const int64_t> dims, size_t elements, const data::Batch& batch,
                     size_t batch_size) {
  const bool batched = !dims.empty() && dims[0] == int64_t(batch_size);
  return batched ? elements / batch_size * batch.count : elements;
}

// One worker: its session and the statistics of the samples that it has seen.
class Collector {
 public:
  Collector(std::unique_ptr<Session> session, const std::vector<std::string>& tensors,
            const data::Source& source)
      : session_(std::move(session)), source_(source) {
    for (const std::string& name : tensors) statistics_.tensors[name];
  }

  void run(const data::Batch& batch) {
    try {
      seen_.clear();
      for (const auto& [name, tensor] : batch.inputs) add(name, tensor, batch);
      // An exception must not pass through the plugin that calls the observer.
      std::exception_ptr error;
      const auto observe = [&](const quern_tensor& tensor) {
        if (error) return;
        try {
          add(tensor, batch);
        } catch (...) {
          error = std::current_exception();
        }
      };
      const NamedTensors outputs = session_->run(batch.inputs, observe);
      if (error) std::rethrow_exception(error);
      for (const auto& [name, tensor] : outputs) add(name, tensor, batch);
    } catch (const Error& e) {
      const std::string sample = "sample \"" + source_.name(batch.first) + "\"";
      throw Error(e.status(), e.what(), e.where().empty() ? sample : e.where() + ", " + sample, e.hint());
    }
    check_complete();
    statistics_.samples += batch.count;
  }

  [[nodiscard]] const Statistics& statistics() const { return statistics_; }

 private:
  void add(const std::string& name, const Tensor& tensor, const data::Batch& batch) {
    add({sizeof(quern_tensor), int32_t(tensor.type), name.c_str(), tensor.dims.data(), tensor.dims.size(),
         tensor.blob.data(), tensor.byte_size()},
        batch);
  }
  // Tensors that nobody asked for, or that came already in this run, are left alone.
  void add(const quern_tensor& tensor, const data::Batch& batch) {
    const auto it = statistics_.tensors.find(tensor.name);
    if (it == statistics_.tensors.end() || !seen_.insert(tensor.name).second) return;
    const std::string where = "tensor \"" + it->first + "\"";
    if (tensor.data_type != int32_t(DataType::Float))
      throw UnsupportedError(
          std::string("only float32 tensors can be calibrated, not ") + name_of(DataType(tensor.data_type)),
          where);
    const std::span<const float> values(static_cast<const float*>(tensor.data), tensor.size / sizeof(float));
    try {
      it->second.update(values.first(
          real_elements({tensor.dims, tensor.rank}, values.size(), batch, source_.batch_size())));
    } catch (const InputError& e) {
      throw InputError(e.what(), where,
                       "Check mean and scale of the preprocessing, and the network in float.");
    }
  }
  void check_complete() const {
    if (seen_.size() == statistics_.tensors.size()) return;
    for (const auto& [name, unused] : statistics_.tensors)
      if (!seen_.contains(name))
        throw InputError("the runtime did not hand over tensor \"" + name + "\"", "",
                         "Is it a tensor of this network? Does the runtime support observing?");
  }

  std::unique_ptr<Session> session_;
  const data::Source& source_;
  Statistics statistics_;
  std::set<std::string> seen_;  // in the current run
};

}  // namespace

Statistics collect(const SessionFactory& open, const data::Source& source,
                   const std::vector<std::string>& tensors, int jobs, const Progress& progress) {
  std::mutex mutex;
  std::vector<std::shared_ptr<Collector>> collectors;
  data::for_each_batch(source, jobs, "calibrate", progress, [&]() -> data::BatchWork {
    auto collector = std::make_shared<Collector>(open(), tensors, source);
    const std::lock_guard lock(mutex);
    collectors.push_back(collector);
    return [collector](const data::Batch& batch) { collector->run(batch); };
  });
  Statistics total;
  for (const auto& collector : collectors) total.merge(collector->statistics());
  return total;
}

}  // namespace quern::calibration
