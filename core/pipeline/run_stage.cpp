// run: executes the compiled network on inputs of the user: the target's program where the runtime takes
// that, else int8.onnx, or fp32.onnx where nothing was compiled.
#include <cstring>

#include "data/for_each_batch.hpp"
#include "data/npz.hpp"
#include "pipeline/conversion.hpp"
#include "pipeline/manifest.hpp"
#include "pipeline/samples.hpp"
#include "pipeline/stage.hpp"
#include "pipeline/work_folder.hpp"

namespace quern::pipeline {
namespace {

// Whether the runtime that the user named, or any, executes this file.
bool is_executable(Context& context, const std::filesystem::path& file) {
  const config::RunSection& section = *context.pipeline.run;
  if (!section.runtime.name.empty())
    return choose_runtime(context.registry, section.runtime.name, file).sniff(file) > 0;
  try {
    (void)choose_runtime(context.registry, {}, file);
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::filesystem::path artefact_of(Context& context) {
  if (!context.pipeline.compile) return context.artefact(kFloatModel);
  const auto graph = context.artefact(context.pipeline.compile->quantise ? kIntegerModel : kFloatModel);
  const auto program = program_file(context.pipeline.work);
  return program && is_executable(context, *program) ? *program : graph;
}

// Many samples run side by side with one thread each; a single run gets all threads.
Execution execution_of(Context& context) {
  const config::RunSection& section = *context.pipeline.run;
  return prepare_execution(context, section.runtime, artefact_of(context), section.data ? 1 : context.jobs);
}

Fingerprint fingerprint(Context& context) {
  const config::RunSection& section = *context.pipeline.run;
  const Execution execution = execution_of(context);
  Fingerprint result;
  add_host(result, context.hashes);
  add_plugin(result, context.hashes, execution.runtime.library(), execution.request.options);
  add_file(result, context.hashes, "artefact", execution.request.artefact);
  add_companions(result, context.hashes, execution.request.artefact);
  if (section.data) {
    add_data(result, context.hashes, *section.data);
    add_preprocess(result, context.pipeline.preprocess);
  } else {
    add_file(result, context.hashes, "inputs", section.inputs);
  }
  result["outputs"] = section.outputs.string();
  return result;
}

// Outputs of many runs, joined along the first axis.
class Joined {
 public:
  // Takes the first `count` of the `batch` samples in `outputs`.
  void add(const NamedTensors& outputs, size_t count, size_t batch) {
    for (const auto& [name, tensor] : outputs) {
      if (tensor.dims.empty() || tensor.dims[0] % int64_t(batch) != 0)
        throw UnsupportedError("output \"" + name + "\" of shape " + to_string(tensor.dims) +
                                   " has no axis for samples, so results cannot be joined",
                               {}, "Give the inputs of one run as an .npz file instead.");
      Column& column = columns_[name];
      column.type = tensor.type;
      column.row.assign(tensor.dims.begin() + 1, tensor.dims.end());
      const int64_t rows = tensor.dims[0] / int64_t(batch) * int64_t(count);
      column.rows += rows;
      const size_t size = tensor.byte_size() / size_t(std::max<int64_t>(1, tensor.dims[0])) * size_t(rows);
      column.bytes.append(reinterpret_cast<const char*>(tensor.blob.data()), size);
    }
  }

  [[nodiscard]] NamedTensors tensors() const {
    NamedTensors result;
    for (const auto& [name, column] : columns_) {
      Shape shape = column.row;
      shape.insert(shape.begin(), column.rows);
      Tensor tensor(column.type, shape);
      std::memcpy(const_cast<std::byte*>(tensor.blob.data()), column.bytes.data(), column.bytes.size());
      result.emplace(name, std::move(tensor));
    }
    return result;
  }

 private:
  struct Column {
    DataType type = DataType::Undefined;
    Shape row;  // without the first axis
    int64_t rows = 0;
    std::string bytes;
  };
  std::map<std::string, Column> columns_;
};

// Each worker has a session of its own; results are joined in the order of the samples.
NamedTensors run_samples(Context& context, const SessionFactory& open, const Progress& progress) {
  const auto source = open_samples(context.pipeline, *context.pipeline.run->data, open()->inputs());
  std::vector<NamedTensors> results(source->batch_count());
  std::vector<size_t> counts(source->batch_count());
  data::for_each_batch(*source, int(context.jobs), "run", progress, [&]() -> data::BatchWork {
    return [&, session = std::shared_ptr<Session>(open())](const data::Batch& batch) {
      const size_t index = batch.first / source->batch_size();
      results[index] = session->run(batch.inputs);
      counts[index] = batch.count;
    };
  });
  Joined joined;
  for (size_t i = 0; i < results.size(); ++i) joined.add(results[i], counts[i], source->batch_size());
  return joined.tensors();
}

void run(Context& context, AtomicFileSet& files, const Progress& progress) {
  const config::RunSection& section = *context.pipeline.run;
  const SessionFactory open = execution_of(context).factory();
  NamedTensors outputs;
  if (section.data) {
    outputs = run_samples(context, open, progress);
  } else {
    require_files({section.inputs});
    outputs = open()->run(data::read_npz(section.inputs.string()));
  }
  files.write_path(std::filesystem::absolute(section.outputs), data::encode_npz(outputs));
}

}  // namespace

Stage run_stage(Context& context) {
  return {
      .name = "run",
      .step = "run",
      .fingerprint = [&context] { return fingerprint(context); },
      .run = [&context](AtomicFileSet& files, const Progress& progress) { run(context, files, progress); }};
}

}  // namespace quern::pipeline
