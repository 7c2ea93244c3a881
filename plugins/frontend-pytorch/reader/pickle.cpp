#include "reader/pickle.hpp"

#include <algorithm>

#include <quern/frontend/byte_reader.hpp>

#include "reader/pickle_globals.hpp"

namespace quern::frontend::pytorch {
namespace {

// Opcodes: Lib/pickletools.py of CPython, protocols 0 to 4. What TorchScript and torch.save never write is
// left out.
class Unpickler {
 public:
  Unpickler(const Blob& bytes, const std::string& where, Heap& heap, const ReadStorage& storages)
      : reader_(bytes, where), where_(where), heap_(&heap), globals_{heap, storages, {}} {}

  Value run() {
    for (;;) {
      const auto opcode = reader_.read<uint8_t>("an instruction");
      if (opcode == '.') return pop();
      step(opcode);
    }
  }

 private:
  struct Mark {
    size_t height;
  };

  void step(uint8_t opcode) {
    switch (opcode) {
      case 0x80:  // PROTO
        reader_.skip(1, "a version");
        return;
      case 0x95:  // FRAME
        reader_.skip(8, "a frame");
        return;
      case '(':
        marks_.push_back({stack_.size()});
        return;
      case '0':
        pop();
        return;
      case '1':
        pop_mark();
        return;
      case '2': {
        const Value top = pop();
        push(top);
        push(top);
        return;
      }
      case 'N':
        return push(None());
      case 0x88:
        return push(true);
      case 0x89:
        return push(false);
      case 'c':
        return read_global();
      case 'R':
        return reduce();
      case 0x81:
        return new_object();
      case 'b':
        return build();
      case 'Q':
        return push(globals_.storage_of(pop()));
      default:
        if (!number(opcode) && !text(opcode) && !container(opcode) && !memo(opcode))
          throw InputError("the pickle has an instruction that TorchScript does not write: " +
                               std::to_string(opcode) + " at byte " + std::to_string(reader_.position() - 1),
                           where_);
    }
  }

  bool number(uint8_t opcode) {
    switch (opcode) {
      case 'K':
        push(int64_t(reader_.read<uint8_t>("a number")));
        return true;
      case 'M':
        push(int64_t(reader_.read<uint16_t>("a number")));
        return true;
      case 'J':
        push(int64_t(reader_.read<int32_t>("a number")));
        return true;
      case 0x8a:
        push(long_integer());
        return true;
      case 'G': {
        auto bits = reader_.read<uint64_t>("a number");  // big-endian, unlike everything else
        bits = __builtin_bswap64(bits);
        push(std::bit_cast<double>(bits));
        return true;
      }
      default:
        return false;
    }
  }

  // Two's complement, little-endian, of as many bytes as it takes.
  int64_t long_integer() {
    const auto size = reader_.read<uint8_t>("a number");
    if (size > 8) throw InputError("the pickle has an integer of more than 64 bits", where_);
    uint64_t value = 0;
    for (unsigned i = 0; i < size; ++i) value |= uint64_t(reader_.read<uint8_t>("a number")) << (8 * i);
    if (size > 0 && size < 8 && (value >> (8 * size - 1)) != 0) value |= ~uint64_t(0) << (8 * size);
    return int64_t(value);
  }

  bool text(uint8_t opcode) {
    switch (opcode) {
      case 'X':
      case 'T':
        push(reader_.text(reader_.read<uint32_t>("a text"), "a text"));
        return true;
      case 0x8c:
      case 'U':
        push(reader_.text(reader_.read<uint8_t>("a text"), "a text"));
        return true;
      case 0x8d:
        push(reader_.text(reader_.read<uint64_t>("a text"), "a text"));
        return true;
      default:
        return false;
    }
  }

  bool container(uint8_t opcode) {
    switch (opcode) {
      case ']':
        push(heap_->list({}));
        return true;
      case ')':
        push(heap_->tuple({}));
        return true;
      case '}':
        push(heap_->make(Dict()));
        return true;
      case 't':
        push(heap_->tuple(pop_mark()));
        return true;
      case 'l':
        push(heap_->list(pop_mark()));
        return true;
      case 0x85:
      case 0x86:
      case 0x87:
        push(heap_->tuple(pop_many(size_t(opcode - 0x84))));
        return true;
      case 'a':
        append(pop_many(1));
        return true;
      case 'e':
        append(pop_mark());
        return true;
      case 's':
        set_items(pop_many(2));
        return true;
      case 'u':
        set_items(pop_mark());
        return true;
      default:
        return false;
    }
  }

  bool memo(uint8_t opcode) {
    switch (opcode) {
      case 'q':
        memo_.insert_or_assign(reader_.read<uint8_t>("a memo"), top());
        return true;
      case 'r':
        memo_.insert_or_assign(reader_.read<uint32_t>("a memo"), top());
        return true;
      case 0x94:
        memo_.insert_or_assign(uint32_t(memo_.size()), top());
        return true;
      case 'h':
        push(recall(reader_.read<uint8_t>("a memo")));
        return true;
      case 'j':
        push(recall(reader_.read<uint32_t>("a memo")));
        return true;
      default:
        return false;
    }
  }

  void read_global() {
    std::string module = line(), name = line();
    push(Global{module + "." + name});
  }

  std::string line() {
    std::string text;
    for (;;) {
      const auto c = reader_.read<char>("a name");
      if (c == '\n') return text;
      text += c;
    }
  }

  void reduce() {
    const Value arguments = pop(), function = pop();
    const Tuple* tuple = arguments.ref<Tuple>();
    const Global* global = function.get<Global>();
    if (!tuple || !global) throw InputError("the pickle calls something that is not a name", where_);
    push(globals_.call(global->name, tuple->items));
  }

  void new_object() {
    pop();  // arguments of the constructor; TorchScript writes none
    const Value type = pop();
    const Global* global = type.get<Global>();
    if (!global) throw InputError("the pickle makes an object of something that is not a class", where_);
    if (!global->name.starts_with("__torch__.")) throw forbidden_global(global->name);
    push(heap_->make(Object{global->name}));
  }

  // The state of an object: its attributes, or what its own __setstate__ understands.
  void build() {
    const Value state = pop();
    Object* object = top().ref<Object>();
    if (!object) {
      if (top().ref<Dict>()) return;  // attributes of an OrderedDict
      throw InputError("the pickle gives a state to something that is not an object", where_);
    }
    Dict* attributes = state.ref<Dict>();
    if (!attributes) {
      object->state = state;
      return;
    }
    for (const auto& [key, value] : attributes->items) {
      const auto* name = key.get<std::string>();
      if (!name) throw InputError("the pickle has an attribute whose name is not a text", where_);
      object->attributes.insert_or_assign(*name, value);
    }
  }

  void append(std::vector<Value> items) {
    List* list = top().ref<List>();
    if (!list) throw InputError("the pickle appends to something that is not a list", where_);
    list->items.insert(list->items.end(), items.begin(), items.end());
  }

  void set_items(std::vector<Value> items) {
    Dict* dict = top().ref<Dict>();
    if (!dict || items.size() % 2 != 0)
      throw InputError("the pickle fills something that is not a dictionary", where_);
    for (size_t i = 0; i < items.size(); i += 2) dict->set(items[i], items[i + 1]);
  }

  void push(Value value) { stack_.push_back(std::move(value)); }

  Value& top() {
    if (stack_.empty()) throw InputError("the pickle takes from an empty stack", where_);
    return stack_.back();
  }
  Value pop() {
    Value value = top();
    stack_.pop_back();
    return value;
  }
  std::vector<Value> pop_many(size_t count) {
    if (stack_.size() < count) throw InputError("the pickle takes from an empty stack", where_);
    std::vector<Value> items(stack_.end() - std::ptrdiff_t(count), stack_.end());
    stack_.resize(stack_.size() - count);
    return items;
  }
  std::vector<Value> pop_mark() {
    if (marks_.empty() || marks_.back().height > stack_.size())
      throw InputError("the pickle closes what it did not open", where_);
    const size_t height = marks_.back().height;
    marks_.pop_back();
    return pop_many(stack_.size() - height);
  }
  Value recall(uint32_t number) {
    const auto it = memo_.find(number);
    if (it == memo_.end()) throw InputError("the pickle recalls what it did not note", where_);
    return it->second;
  }

  ByteReader reader_;
  std::string where_;
  Heap* heap_;
  PickleGlobals globals_;
  std::vector<Value> stack_;
  std::vector<Mark> marks_;
  std::unordered_map<uint32_t, Value> memo_;
};

}  // namespace

Value read_pickle(const Blob& bytes, const std::string& where, Heap& heap, const ReadStorage& storages) {
  return with_place(where, [&] { return Unpickler(bytes, where, heap, storages).run(); });
}

}  // namespace quern::frontend::pytorch
