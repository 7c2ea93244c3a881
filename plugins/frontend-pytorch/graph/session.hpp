// The graph while a model is being evaluated: names, tensors and their views, and calls of operators.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <quern/frontend/emitter.hpp>
#include <quern/frontend/unsupported.hpp>

#include "model/heap.hpp"

namespace quern::frontend::pytorch {

// The domain of nodes that stand for operators which are not supported; none is left in a finished graph.
inline constexpr const char* kPlaceholderDomain = "pytorch.unsupported";

// Thrown where the code needs an input to have another element type than float32, which TorchScript does not
// tell. The conversion starts again with that type.
struct RetypeInput {
  std::string input;
  DataType type;
};

struct SessionOptions {
  bool simulate_quantisation = false;       // keep the rounding of quantised models
  std::set<std::string> typed_inputs = {};  // inputs whose element type the user has fixed
};

using Keywords = std::map<std::string, Value>;

class Session {
 public:
  Session(Emitter& emitter, Heap& heap, const Host& host, SessionOptions options)
      : emitter_(emitter), heap_(heap), host_(host), options_(std::move(options)) {}

  [[nodiscard]] Emitter& emitter() { return emitter_; }
  [[nodiscard]] Heap& heap() { return heap_; }
  [[nodiscard]] const SessionOptions& options() const { return options_; }
  // Counts the work and memory that the code of a model asks for. Throws InputError beyond what any real
  // model needs, so that hostile ones end soon.
  void spend(size_t amount);
  // Tells the user something once, however often it happens.
  void warn_once(const std::string& message, const std::string& hint = {});

  // ---- Where in the model we are
  // ---------------------------------------------------------------------------
  std::string path;    // of the module: "layer1.0.conv1"
  std::string hint;    // what the next operator's result is called in the code; "" where it has no name
  std::string source;  // "code/__torch__/net.py:12"

  // A tensor name that nothing has yet.
  std::string fresh(const std::string& name);

  // ---- Tensors
  // --------------------------------------------------------------------------------------------- The name of
  // what the tensor holds now: weights become initializers when they are first asked for, views of tensors
  // that were written to are made anew.
  const std::string& name_of(TensorValue& tensor);
  // In-place writing: the tensor becomes what `name` holds, and so do all tensors that share its memory.
  void write(TensorValue& tensor, const std::string& name);

  // ---- Operators
  // ------------------------------------------------------------------------------------------- Calls
  // "aten::relu", "aten::relu_", "torchvision::nms" ... What is not supported becomes an Unknown.
  Value call(const std::string& op, std::vector<Value> args, Keywords keywords);

  // Runs the translator of a supported operator, without aliases and without errors' places.
  Value translate(const std::string& op, std::vector<Value>& args, Keywords& keywords);

  // Stands in the graph for what cannot be translated; an error where an output of the model needs it. Where
  // it is the cause, it is reported as operator `op` with the reason, else it only depends on a cause.
  Unknown placeholder(const std::string& op, const std::vector<Value>& args, const std::string& reason,
                      const std::string& hint, bool is_cause);
  // The placeholder of an operator without a translator, with the reason where one is known.
  Unknown refused(const std::string& op, const std::vector<Value>& args);

  // Notes what the quantised model knows about the range of a tensor of the graph.
  void add_range_hint(const std::string& tensor, const Quantisation& quantised);
  // The hint of a tensor belongs to another name from here on.
  void rename_hint(const std::string& from, const std::string& to);
  // From tensor names to "<threshold> <signed>".
  [[nodiscard]] const std::map<std::string, std::string>& range_hints() const { return hints_; }

  // Throws RetypeInput where `tensor` is an input of the model (or part of one) whose float32 was a guess.
  void require_type(const std::string& tensor, DataType type);

  // Reports the placeholders among the nodes of the graph. Throws UnsupportedError where there are any.
  void report_unsupported(const std::string& file) const;

 private:
  Value call_in_place(const std::string& op, std::vector<Value> args, Keywords keywords);
  void make_views(const std::string& op, const std::vector<Value>& args, const Keywords& keywords,
                  Value& result);
  void keep_quantisation(const std::string& op, const std::vector<Value>& args, Value& result);
  void refresh(TensorValue& view);
  std::string begin_layer(const std::string& op);

  Emitter& emitter_;
  Heap& heap_;
  const Host& host_;
  SessionOptions options_;
  Names names_;
  std::map<const Storage*, std::vector<TensorValue*>> initializers_;  // to find shared weights
  std::map<std::string, std::string> hints_;
  std::set<std::string> warned_;
  size_t spent_ = 0;
  struct Reason {
    std::string text, hint;
  };
  std::map<std::string, Reason> reasons_;  // of placeholders, by node name
};

}  // namespace quern::frontend::pytorch
