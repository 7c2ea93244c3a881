// Runs the code of a model: numbers, lists and control flow are evaluated, operators on tensors become nodes
// of the graph.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "graph/session.hpp"
#include "model/ast.hpp"

namespace quern::frontend::pytorch {

class Evaluator {
 public:
  Evaluator(const Program& program, Value constants, Session& session)
      : program_(program), constants_(std::move(constants)), session_(session) {}

  // Calls a method of an object. Throws UnsupportedError, with the line of code, where a condition or a
  // number depends on the network's input, InputError where the code contradicts itself.
  Value call_method(Object& object, const std::string& method, std::vector<Value> args,
                    Keywords keywords = {});

  // Null where the class of the object has no such method.
  [[nodiscard]] const Function* find_method(const Object& object, const std::string& method) const;

  // The value of a parameter that the caller leaves out.
  Value default_value(const Function& function, const Parameter& parameter);

 private:
  struct Frame {
    const Function* function;
    std::unordered_map<std::string, Value> locals = {};
    Value result = {};
    std::string result_hint = {};  // what a returned tensor is called
  };
  // One level of recursion. Throws InputError where there are too many.
  class Nesting {
   public:
    explicit Nesting(Evaluator& evaluator);
    ~Nesting() { --depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    int& depth_;
  };
  enum class Flow { Next, Break, Continue, Return };

  Value call_function(const Function& function, std::vector<Value> args, Keywords keywords);
  Flow run(const Block& block, Frame& frame);
  Flow run(const Statement& statement, Frame& frame);
  Flow run_loop(const Statement& statement, Frame& frame);
  void assign(const Expression& target, Value value, Frame& frame);
  void unpack(const Statement& statement, const Value& value, Frame& frame);
  bool condition(const Expression& e, Frame& frame);
  static bool only_raises(const Block& block);

  Value evaluate(const Expression& e, Frame& frame);
  Value name(const Expression& e, Frame& frame);
  Value attribute(const Value& base, const std::string& name);
  Value subscript(const Expression& e, Frame& frame);
  Value binary(const Expression& e, Frame& frame);
  Value call(const Expression& e, Frame& frame);
  Value call_global(const std::string& name, std::vector<Value> args, Keywords keywords);
  Value construct(const Class& type, std::vector<Value> args, Keywords keywords);
  Value operation(const std::string& op, std::vector<Value> args, Keywords keywords);
  [[nodiscard]] std::string line_text() const;
  [[nodiscard]] UnsupportedError depends_on_data(const std::string& what) const;

  const Program& program_;
  Value constants_;
  Session& session_;
  int depth_ = 0;
};

}  // namespace quern::frontend::pytorch
