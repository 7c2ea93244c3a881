// A model opened by a runtime plugin, ready to run.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <quern/graph/tensor.hpp>
#include <quern/plugin.h>

namespace quern {

// One input or output of an executable artefact; an unknown dimension is kUnknownDim.
struct Port {
  std::string name;
  DataType type = DataType::Undefined;
  Shape shape;
};

using NamedTensors = std::map<std::string, Tensor>;

// Used by one thread at a time.
class Session {
 public:
  // Receives each observed tensor during run(); the tensor is borrowed for the call.
  using Observer = std::function<void(const quern_tensor&)>;

  virtual ~Session() = default;
  [[nodiscard]] virtual const std::vector<Port>& inputs() const = 0;
  [[nodiscard]] virtual const std::vector<Port>& outputs() const = 0;
  // Throws Error.
  virtual NamedTensors run(const NamedTensors& inputs, const Observer& observer = {}) = 0;
};

// Opens a further session of the same artefact, one per worker thread. Throws Error.
using SessionFactory = std::function<std::unique_ptr<Session>()>;

}  // namespace quern
