// Calls of operators: in place, of quantised tensors, and which of them make views.
#include "graph/session.hpp"
#include "graph/views.hpp"
#include "ops/context.hpp"
#include "ops/refused.hpp"

namespace quern::frontend::pytorch {
namespace {

// The first Unknown among the arguments, also inside of lists.
const Unknown* find_unknown(const std::vector<Value>& values, int depth = 0) {
  for (const Value& value : values) {
    if (const auto* unknown = value.get<Unknown>()) return unknown;
    const List* list = value.ref<List>();
    const Tuple* tuple = value.ref<Tuple>();
    if (depth > 3 || (!list && !tuple)) continue;
    if (const Unknown* inner = find_unknown(list ? list->items : tuple->items, depth + 1)) return inner;
  }
  return nullptr;
}

// What becomes a number cannot have a place in the graph.
bool gives_python_value(const std::string& op) {
  static const std::set<std::string> ops = {
      "aten::Bool",           "aten::Int",  "aten::Float",  "aten::IntImplicit", "aten::FloatImplicit",
      "aten::ScalarImplicit", "aten::item", "aten::tolist", "prim::tolist",      "aten::_local_scalar_dense"};
  return ops.contains(op);
}

bool is_in_place(const std::string& op) { return op.ends_with("_") && !op.ends_with("__"); }

}  // namespace

Unknown Session::refused(const std::string& op, const std::vector<Value>& args) {
  const Refusal* refusal = refusal_of(is_in_place(op) ? op.substr(0, op.size() - 1) : op);
  return refusal ? placeholder(op, args, std::string(refusal->reason), std::string(refusal->hint), true)
                 : placeholder(op, args, "", "", true);
}

Value Session::call(const std::string& op, std::vector<Value> args, Keywords keywords) {
  if (is_in_place(op) && !OperatorTable::find(op))
    return call_in_place(op, std::move(args), std::move(keywords));
  if (!OperatorTable::find(op)) return refused(op, args);
  if (find_unknown(args)) return placeholder(op, args, "", "", false);
  try {
    Value result = translate(op, args, keywords);
    make_views(op, args, keywords, result);
    keep_quantisation(op, args, result);
    return result;
  } catch (const UnsupportedError& e) {
    if (gives_python_value(op)) throw;
    return placeholder(op, args, e.what(), e.hint(), true);
  } catch (const Error& e) {
    if (!e.where().empty()) throw;
    throw Error(e.status(), e.what(), source + (path.empty() ? "" : " (module " + path + ")"), e.hint());
  }
}

// "aten::add_" is "aten::add" whose result is written into the first argument.
Value Session::call_in_place(const std::string& op, std::vector<Value> args, Keywords keywords) {
  static const std::set<std::string> changes_shape = {"aten::unsqueeze", "aten::squeeze",  "aten::t",
                                                      "aten::transpose", "aten::swapaxes", "aten::swapdims"};
  const std::string functional = op.substr(0, op.size() - 1);
  const Value target = args.empty() ? Value() : args[0];
  if (!OperatorTable::find(functional)) return refused(op, args);
  if (target.is<Unknown>() || !target.ref<TensorValue>()) return placeholder(op, args, "", "", false);
  TensorValue& tensor = *target.ref<TensorValue>();
  const Value result = call(functional, std::move(args), std::move(keywords));
  TensorValue* made = result.ref<TensorValue>();
  if (!made) return result;
  if (made == &tensor) return target;
  if (changes_shape.contains(functional)) {
    tensor = *made;
    return target;
  }
  std::string name = name_of(*made);
  const DataType type = emitter_.type(name_of(tensor));
  if (emitter_.shape(name) != emitter_.shape(name_of(tensor)))
    throw InputError(op + " makes a tensor " + to_string(emitter_.static_shape(name)) + " of one that is " +
                         to_string(emitter_.static_shape(name_of(tensor))),
                     source);
  if (emitter_.type(name) != type) name = emitter_.add("cast", "Cast", {name}, {{"to", int64_t(type)}});
  write(tensor, name);
  tensor.contiguous = tensor.base ? tensor.contiguous : true;
  tensor.quantised = made->quantised;
  return target;
}

void Session::make_views(const std::string& op, const std::vector<Value>& args, const Keywords& keywords,
                         Value& result) {
  TensorValue* base = args.empty() ? nullptr : args[0].ref<TensorValue>();
  if (!base || !is_view(op)) return;
  const auto attach = [&](TensorValue* view, std::optional<size_t> item) {
    if (!view || view == base || view->base) return;
    view->quantised = base->quantised;
    const bool shares = shares_memory(*this, op, *base, *view);
    view->contiguous = stays_contiguous(*this, op, *base, *view);
    if (!shares) return;
    view->base = base;
    view->base_version = base->version;
    view->view = ViewCall{op, args, keywords, item};
    view->depth = base->depth + 1;
    constexpr int kDeepestView = 200;
    if (view->depth > kDeepestView) throw InputError("views of views are nested too deeply", source);
  };
  if (const List* list = result.ref<List>())
    for (size_t i = 0; i < list->items.size(); ++i) attach(list->items[i].ref<TensorValue>(), i);
  else
    attach(result.ref<TensorValue>(), std::nullopt);
}

// Operators that work on quantised tensors as they do on float ones: their results have the same scale.
void Session::keep_quantisation(const std::string& op, const std::vector<Value>& args, Value& result) {
  static const std::set<std::string> averages = {"aten::adaptive_avg_pool1d",
                                                 "aten::adaptive_avg_pool2d",
                                                 "aten::adaptive_avg_pool3d",
                                                 "aten::avg_pool1d",
                                                 "aten::avg_pool2d",
                                                 "aten::avg_pool3d",
                                                 "aten::mean",
                                                 "aten::upsample_bilinear2d",
                                                 "aten::upsample_linear1d",
                                                 "aten::upsample_trilinear3d",
                                                 "aten::leaky_relu"};
  static const std::set<std::string> choices = {"aten::relu",
                                                "aten::max_pool1d",
                                                "aten::max_pool2d",
                                                "aten::max_pool3d",
                                                "aten::hardtanh",
                                                "aten::relu6",
                                                "aten::clamp",
                                                "aten::upsample_nearest2d",
                                                "aten::adaptive_max_pool2d",
                                                "aten::pad",
                                                "aten::constant_pad_nd",
                                                "aten::flip",
                                                "aten::index_select",
                                                "aten::repeat",
                                                "aten::channel_shuffle",
                                                "aten::pixel_shuffle"};
  const TensorValue* input = args.empty() ? nullptr : args[0].ref<TensorValue>();
  TensorValue* made = result.ref<TensorValue>();
  if (!input || !made || made == input || !input->quantised) return;
  const bool rounds = averages.contains(op);
  if (!rounds && !choices.contains(op)) return;
  made->quantised = input->quantised;
  if (rounds && options_.simulate_quantisation) {
    const Quantisation& q = *input->quantised;
    std::vector<Value> rounding = {result, double(q.scale), q.zero_point,
                                   int64_t(q.type == DataType::Int8 ? 12 : 13)};
    Keywords none;
    result = translate("aten::quantize_per_tensor", rounding, none);
  }
  add_range_hint(name_of(*result.ref<TensorValue>()), *input->quantised);
}
}  // namespace quern::frontend::pytorch
