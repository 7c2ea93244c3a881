// The values of TorchScript: what pickles hold and what the serialised code computes with.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <quern/graph/tensor.hpp>

namespace quern::frontend::pytorch {

struct TensorValue;
struct List;
struct Tuple;
struct Dict;
struct Object;
struct Storage;

struct None {};
// A dotted name of the code: a module ("torch"), an operator ("torch.relu"), a class or a function.
struct Global {
  std::string name;
};
struct Device {
  std::string name;
};
// What an operator that is not supported would have made. `tensor` names its place in the graph.
struct Unknown {
  std::string tensor;
};

// Lists, tuples, dictionaries, objects and tensors are references, as in Python; a Heap owns them.
class Value : public std::variant<None, bool, int64_t, double, std::string, TensorValue*, List*, Tuple*,
                                  Dict*, Object*, Storage*, Global, Device, Unknown> {
 public:
  using variant::variant;

  template <class T>
  [[nodiscard]] const T* get() const {
    return std::get_if<T>(static_cast<const variant*>(this));
  }
  template <class T>
  [[nodiscard]] bool is() const {
    return get<T>() != nullptr;
  }
  // The referenced list, tensor ...; null where the value is something else.
  template <class T>
  [[nodiscard]] T* ref() const {
    T* const* pointer = get<T*>();
    return pointer ? *pointer : nullptr;
  }
  [[nodiscard]] bool is_none() const { return is<None>(); }
  [[nodiscard]] bool is_number() const { return is<bool>() || is<int64_t>() || is<double>(); }
};

struct List {
  std::vector<Value> items;
};

struct Tuple {
  std::vector<Value> items;
  std::vector<std::string> fields = {};  // of a NamedTuple
};

// A dictionary in insertion order. Keys are strings, numbers or booleans.
struct Dict {
  std::vector<std::pair<Value, Value>> items;

  // Null where there is no such key.
  [[nodiscard]] Value* find(const Value& key);
  void set(const Value& key, Value value);
  void remove(const Value& key);

 private:
  std::unordered_map<std::string, size_t> positions_;
};

// An instance of a class of the code: a module, or a plain object.
struct Object {
  std::string type;  // qualified, e.g. "__torch__.torch.nn.modules.conv.Conv2d"
  std::map<std::string, Value> attributes = {};
  Value state = {};       // what __setstate__ is to be called with; None where there is nothing to do
  std::string path = {};  // where it stands below the model, e.g. "layer1.0.conv1"
};

// A run of elements in the archive.
struct Storage {
  DataType type = DataType::Undefined;
  bool is_quantised = false;  // qint8, quint8, qint32 with the integer type of the same width
  std::string key;            // the name of the archive's entry
  Blob bytes;
  int64_t count = 0;
};

// How lists of values are shown in messages: "int", "Tensor", "List" ...
const char* type_name(const Value& value);

}  // namespace quern::frontend::pytorch
