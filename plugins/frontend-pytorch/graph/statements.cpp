// Statements: assignments, branches, loops.
#include "graph/evaluator.hpp"
#include "graph/primitive.hpp"

namespace quern::frontend::pytorch {
namespace {

// Variables "_12" are the printer's own.
bool is_anonymous(const std::string& name) {
  return name.size() > 1 && name[0] == '_' && name.find_first_not_of("0123456789", 1) == std::string::npos;
}

}  // namespace

Evaluator::Flow Evaluator::run(const Block& block, Frame& frame) {
  for (const Statement& statement : block)
    if (const Flow flow = run(statement, frame); flow != Flow::Next) return flow;
  return Flow::Next;
}

Evaluator::Flow Evaluator::run(const Statement& s, Frame& frame) {
  using Kind = Statement::Kind;
  const Nesting nesting(*this);
  session_.source = frame.function->file + ":" + std::to_string(s.line);
  session_.hint.clear();
  switch (s.kind) {
    case Kind::Assign:
      if (s.unpacks) {
        unpack(s, evaluate(*s.value, frame), frame);
      } else {
        if (s.targets[0]->kind == Expression::Kind::Name && !is_anonymous(s.targets[0]->text) &&
            s.value->kind == Expression::Kind::Call)
          session_.hint = s.targets[0]->text;
        assign(*s.targets[0], evaluate(*s.value, frame), frame);
      }
      return Flow::Next;
    case Kind::Evaluate:
      evaluate(*s.value, frame);
      return Flow::Next;
    case Kind::If: {
      // A branch that only complains is not taken where the condition depends on the data.
      if (only_raises(s.body) || only_raises(s.otherwise)) {
        const Value value = evaluate(*s.value, frame);
        if (value.is<Unknown>() || (value.ref<TensorValue>() &&
                                    !session_.emitter().value(session_.name_of(*value.ref<TensorValue>()))))
          return run(only_raises(s.body) ? s.otherwise : s.body, frame);
      }
      return run(condition(*s.value, frame) ? s.body : s.otherwise, frame);
    }
    case Kind::While:
    case Kind::For:
      return run_loop(s, frame);
    case Kind::With:
      return run(s.body, frame);
    case Kind::Return:
      if (s.value) {
        if (s.value->kind == Expression::Kind::Call) session_.hint = frame.result_hint;
        frame.result = evaluate(*s.value, frame);
      }
      return Flow::Return;
    case Kind::Raise:
      throw InputError("the model refuses this input: " + line_text(), session_.source,
                       "Bind the inputs to shapes that the model accepts.");
    case Kind::Assert:
      if (!condition(*s.value, frame))
        throw InputError("the model refuses this input: " + line_text(), session_.source,
                         "Bind the inputs to shapes that the model accepts.");
      return Flow::Next;
    case Kind::Break:
      return Flow::Break;
    case Kind::Continue:
      return Flow::Continue;
    case Kind::Pass:
      return Flow::Next;
  }
  return Flow::Next;
}

bool Evaluator::only_raises(const Block& block) {
  for (const Statement& s : block) {
    if (s.kind == Statement::Kind::Raise) return true;
    if (s.kind != Statement::Kind::Evaluate || s.value->kind != Expression::Kind::Call) continue;
    if (s.value->items[0]->kind == Expression::Kind::Attribute && s.value->items[0]->text == "RaiseException")
      return true;
  }
  return false;
}

Evaluator::Flow Evaluator::run_loop(const Statement& s, Frame& frame) {
  if (s.kind == Statement::Kind::While) {
    while (condition(*s.value, frame)) {
      const Flow flow = run(s.body, frame);
      if (flow == Flow::Return) return flow;
      if (flow == Flow::Break) break;
    }
    return Flow::Next;
  }
  const Value sequence = evaluate(*s.value, frame);
  const List* list = sequence.ref<List>();
  const Tuple* tuple = sequence.ref<Tuple>();
  if (sequence.is<Unknown>())
    throw UnsupportedError("a loop runs over what an unsupported operator makes", session_.source);
  if (!list && !tuple)
    throw InputError(std::string("a loop runs over a ") + type_name(sequence), session_.source);
  for (size_t i = 0; i < (list ? list->items : tuple->items).size(); ++i) {
    assign(*s.targets[0], (list ? list->items : tuple->items)[i], frame);
    const Flow flow = run(s.body, frame);
    if (flow == Flow::Return) return flow;
    if (flow == Flow::Break) break;
  }
  return Flow::Next;
}

void Evaluator::assign(const Expression& target, Value value, Frame& frame) {
  if (target.kind == Expression::Kind::Name) {
    frame.locals[target.text] = std::move(value);
  } else if (target.kind == Expression::Kind::Attribute) {
    const Value base = evaluate(*target.items[0], frame);
    Object* object = base.ref<Object>();
    if (!object) throw InputError("an attribute is set of something that is not an object", session_.source);
    object->attributes[target.text] = std::move(value);
  } else if (target.kind == Expression::Kind::Subscript) {
    operation("aten::_set_item",
              {evaluate(*target.items[0], frame), evaluate(*target.items[1], frame), std::move(value)}, {});
  } else {
    throw InputError("the code assigns to something that is not a variable", session_.source);
  }
}

void Evaluator::unpack(const Statement& s, const Value& value, Frame& frame) {
  const List* list = value.ref<List>();
  const Tuple* tuple = value.ref<Tuple>();
  if (!list && !tuple && !value.is<Unknown>())
    throw InputError(std::string("the code unpacks a ") + type_name(value), session_.source);
  const std::vector<Value> items = list    ? list->items
                                   : tuple ? tuple->items
                                           : std::vector<Value>(s.targets.size(), value);
  if (items.size() != s.targets.size())
    throw InputError("the code unpacks " + std::to_string(items.size()) + " values into " +
                         std::to_string(s.targets.size()) + " variables",
                     session_.source);
  for (size_t i = 0; i < items.size(); ++i) assign(*s.targets[i], items[i], frame);
}

bool Evaluator::condition(const Expression& e, Frame& frame) {
  if (e.kind == Expression::Kind::Call && e.items.size() == 2 && e.items[0]->kind == Expression::Kind::Name &&
      e.items[0]->text == "bool")
    return condition(*e.items[1], frame);
  const Value value = evaluate(e, frame);
  if (value.is<Unknown>()) throw depends_on_data("a decision of the model");
  if (TensorValue* tensor = value.ref<TensorValue>()) {
    const Tensor* known = session_.emitter().value(session_.name_of(*tensor));
    if (!known || known->count() != 1) throw depends_on_data("a decision of the model");
    return known->to_float()[0] != 0;
  }
  return is_true(value);
}
}  // namespace quern::frontend::pytorch
