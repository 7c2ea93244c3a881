#include "graph/control_flow.hpp"

#include <algorithm>
#include <deque>

namespace quern::frontend::paddle {
namespace {

// Every evaluation translates the operators before it once more: this many operators and variables in all.
constexpr size_t kMostWork = 500'000;
constexpr size_t kLeastWork = 100;  // of one evaluation

const std::string* variable_of(const Op& op, const char* slot, size_t index = 0) {
  for (const Slot& s : op.inputs)
    if (s.name == slot && index < s.variables.size()) return &s.variables[index];
  return nullptr;
}

bool is_control_flow(const Op& op) {
  return op.type == "conditional_block" || op.type == "conditional_block_infer" || op.type == "while" ||
         op.type == "select_input";
}

const Block& block_of(const Program& program, const Op& op) {
  const auto it = op.attributes.find("sub_block");
  const auto* index = it == op.attributes.end() ? nullptr : std::get_if<int64_t>(&it->second);
  if (!index || *index <= 0 || size_t(*index) >= program.blocks.size())
    throw InputError("operator " + op.type + " has no block to execute");
  return program.blocks[size_t(*index)];
}

// "Out" becomes a copy of input number `choice`.
Op assignment(const Op& select, int64_t choice) {
  const std::string* chosen = choice < 0 ? nullptr : variable_of(select, "X", size_t(choice));
  if (!chosen)
    throw InputError("operator select_input chooses input " + std::to_string(choice) +
                     ", which does not exist");
  Op op;
  op.type = "assign";
  op.inputs = {{"X", {*chosen}}};
  op.outputs = select.outputs;
  return op;
}

class Resolver {
 public:
  Resolver(const Program& program, Network& network, const Evaluate& evaluate)
      : program_(&program), evaluate_(&evaluate), pending_(network.ops.begin(), network.ops.end()) {
    done_.inputs = network.inputs;
    done_.variables = network.variables;
  }

  std::vector<Op> run() {
    while (!pending_.empty()) {
      Op op = std::move(pending_.front());
      pending_.pop_front();
      if (!is_control_flow(op) || !resolve(op)) done_.ops.push_back(std::move(op));
    }
    return std::move(done_.ops);
  }

 private:
  // Queues what is executed instead; false where the condition is not known.
  bool resolve(const Op& op) {
    const char* slot = op.type == "while" ? "Condition" : op.type == "select_input" ? "Mask" : "Cond";
    const std::string* condition = variable_of(op, slot);
    if (!condition) throw InputError("operator " + op.type + " has no condition");
    work_ += done_.ops.size() + done_.variables.size() + kLeastWork;
    if (work_ > kMostWork)
      throw UnsupportedError("the loops of this model run too long to be unrolled", op.type);
    const std::optional<Tensor> value = (*evaluate_)(done_, *condition);
    if (!value || value->count() != 1) return false;
    const int64_t choice = value->to_int64()[0];
    if (op.type == "select_input") {
      pending_.push_front(assignment(op, choice));
    } else if (choice != 0) {
      if (op.type == "while") pending_.push_front(op);
      const std::vector<Op>& body = block_of(*program_, op).ops;
      pending_.insert(pending_.begin(), body.begin(), body.end());
    }
    return true;
  }

  const Program* program_;
  const Evaluate* evaluate_;
  std::deque<Op> pending_;
  Network done_;  // what stands before the operator that is being looked at
  size_t work_ = 0;
};

}  // namespace

void resolve_control_flow(const Program& program, Network& network, const Evaluate& evaluate) {
  if (std::none_of(network.ops.begin(), network.ops.end(), is_control_flow)) return;
  network.ops = Resolver(program, network, evaluate).run();
}

}  // namespace quern::frontend::paddle
