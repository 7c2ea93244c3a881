// Lists and tuples, and what lists share with dictionaries and texts.
#include <algorithm>
#include <cmath>

#include "graph/primitive.hpp"

namespace quern::frontend::pytorch {
namespace {

// An index counted from the front. Throws InputError where it is outside.
size_t position(const Primitive& p, int64_t index, size_t size) {
  const auto n = int64_t(size);
  if (index < -n || index >= n)
    throw p.wrong("index " + std::to_string(index) + " is outside of a list of " + std::to_string(size));
  return size_t(index < 0 ? index + n : index);
}

void len(Primitive& p) {
  if (p.arg(0).is<std::string>())
    p.result = int64_t(p.text(0).size());
  else
    p.result = int64_t(p.arg(0).ref<Dict>() ? p.dict(0).items.size() : p.items(0).size());
}

void get_item(Primitive& p) {
  if (p.arg(0).ref<Dict>()) {
    const Value* value = p.dict(0).find(p.arg(1));
    if (!value) throw p.wrong("the dictionary has no key " + text_of(p.arg(1)));
    p.result = *value;
  } else if (p.arg(0).is<std::string>()) {
    p.result = p.text(0).substr(position(p, p.integer(1), p.text(0).size()), 1);
  } else {
    p.result = p.items(0)[position(p, p.integer(1), p.items(0).size())];
  }
}

void set_item(Primitive& p) {
  if (p.arg(0).ref<Dict>())
    p.dict(0).set(p.arg(1), p.arg(2));
  else
    p.items(0)[position(p, p.integer(1), p.items(0).size())] = p.arg(2);
  p.result = p.arg(0);
}

void append(Primitive& p) {
  p.session.spend(4);
  p.items(0).push_back(p.arg(1));
  p.result = p.arg(0);
}

void extend(Primitive& p) {
  const std::vector<Value> more = p.items(1);
  p.check_length(p.items(0).size() + more.size());
  p.items(0).insert(p.items(0).end(), more.begin(), more.end());
}

void insert(Primitive& p) {
  std::vector<Value>& items = p.items(0);
  p.session.spend(4 + items.size() / 16);
  const auto n = int64_t(items.size());
  const int64_t index = std::clamp<int64_t>(p.integer(1) < 0 ? p.integer(1) + n : p.integer(1), 0, n);
  items.insert(items.begin() + index, p.arg(2));
}

void pop(Primitive& p) {
  if (p.arg(0).ref<Dict>()) {
    const Value* value = p.dict(0).find(p.arg(1));
    if (!value && p.args.size() < 3) throw p.wrong("the dictionary has no key " + text_of(p.arg(1)));
    p.result = value ? *value : p.arg(2);
    p.dict(0).remove(p.arg(1));
    return;
  }
  std::vector<Value>& items = p.items(0);
  const size_t at = position(p, p.args.size() > 1 ? p.integer(1) : -1, items.size());
  p.result = items[at];
  items.erase(items.begin() + std::ptrdiff_t(at));
}

void delete_item(Primitive& p) {
  if (p.arg(0).ref<Dict>())
    p.dict(0).remove(p.arg(1));
  else
    p.items(0).erase(p.items(0).begin() + std::ptrdiff_t(position(p, p.integer(1), p.items(0).size())));
}

void clear(Primitive& p) {
  if (p.arg(0).ref<Dict>())
    p.dict(0) = Dict();
  else
    p.items(0).clear();
}

void reverse(Primitive& p) { std::reverse(p.items(0).begin(), p.items(0).end()); }

void copy(Primitive& p) {
  if (p.arg(0).ref<Dict>())
    p.result = p.session.heap().make(Dict(p.dict(0)));
  else if (p.arg(0).is<std::string>()) {
    std::vector<Value> letters;
    for (const char c : p.text(0)) letters.emplace_back(std::string(1, c));
    p.result = p.session.heap().list(std::move(letters));
  } else
    p.result = p.session.heap().list(p.items(0));
}

void slice(Primitive& p) {
  const bool is_text = p.arg(0).is<std::string>();
  const auto size = int64_t(is_text ? p.text(0).size() : p.items(0).size());
  const auto given = [&](size_t i) { return p.args.size() > i && !p.arg(i).is_none(); };
  const int64_t step = given(3) ? p.integer(3) : 1;
  if (step == 0) throw p.wrong("the step is 0");
  const auto bound = [&](size_t i, int64_t fallback) {
    if (!given(i)) return fallback;
    const int64_t value = p.integer(i) < 0 ? p.integer(i) + size : p.integer(i);
    return std::clamp<int64_t>(value, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
  };
  const int64_t begin = bound(1, step > 0 ? 0 : size - 1), end = bound(2, step > 0 ? size : -1);
  std::vector<Value> part;
  std::string text;
  for (int64_t i = begin; step > 0 ? i < end : i > end; i += step) {
    if (is_text)
      text += p.text(0)[size_t(i)];
    else
      part.push_back(p.items(0)[size_t(i)]);
    if (step > size || step < -size) break;  // and no overflow
  }
  if (is_text)
    p.result = text;
  else
    p.result = p.arg(0).ref<Tuple>() ? p.session.heap().tuple(std::move(part))
                                     : p.session.heap().list(std::move(part));
}

void contains(Primitive& p) {
  if (p.arg(0).ref<Dict>()) {
    p.result = p.dict(0).find(p.arg(1)) != nullptr;
  } else if (p.arg(0).is<std::string>()) {
    p.result = p.text(0).find(p.text(1)) != std::string::npos;
  } else {
    const auto& items = p.items(0);
    p.result = std::any_of(items.begin(), items.end(),
                           [&](const Value& v) { return equal(p.session, v, p.arg(1)); });
  }
}

void index(Primitive& p) {
  const auto& items = p.items(0);
  const auto it =
      std::find_if(items.begin(), items.end(), [&](const Value& v) { return equal(p.session, v, p.arg(1)); });
  if (it == items.end()) throw p.wrong("the list does not hold " + text_of(p.arg(1)));
  p.result = int64_t(it - items.begin());
}

void count(Primitive& p) {
  const auto& items = p.items(0);
  p.result = int64_t(std::count_if(items.begin(), items.end(),
                                   [&](const Value& v) { return equal(p.session, v, p.arg(1)); }));
}

std::vector<Value> sorted_items(Primitive& p) {
  std::vector<Value> items = p.items(0);
  const bool descending = p.args.size() > 1 && is_true(p.arg(1));
  const auto less = [&](const Value& a, const Value& b) {
    std::vector<Value> pair = {descending ? b : a, descending ? a : b};
    const Primitive both{p.session, p.op, pair, p.keywords};
    return pair[0].is<std::string>() ? both.text(0) < both.text(1) : both.number(0) < both.number(1);
  };
  std::stable_sort(items.begin(), items.end(), less);
  return items;
}
void sort(Primitive& p) { p.items(0) = sorted_items(p); }
void sorted(Primitive& p) { p.result = p.session.heap().list(sorted_items(p)); }

void range(Primitive& p) {
  const bool two = p.args.size() > 1;
  const int64_t begin = two ? p.integer(0) : 0, end = p.integer(two ? 1 : 0);
  const int64_t step = p.args.size() > 2 ? p.integer(2) : 1;
  if (step == 0) throw p.wrong("the step is 0");
  std::vector<Value> values;
  bool overflow = false;
  for (int64_t i = begin; !overflow && (step > 0 ? i < end : i > end);
       overflow = __builtin_add_overflow(i, step, &i)) {
    values.emplace_back(i);
    p.session.spend(4);
  }
  p.result = p.session.heap().list(std::move(values));
}

// Number of steps of range(begin, end, step), and the value of step i.
void range_length(Primitive& p) {
  const int64_t begin = p.integer(0), end = p.integer(1), step = p.integer(2);
  if (step == 0) throw p.wrong("the step is 0");
  const double steps = std::ceil((double(end) - double(begin)) / double(step));
  p.result = int64_t(std::clamp(steps, 0.0, 1e15));
}
void derive_index(Primitive& p) {
  p.result = int64_t(uint64_t(p.integer(1)) + uint64_t(p.integer(0)) * uint64_t(p.integer(2)));
}

template <bool All>
void all_or_any(Primitive& p) {
  const auto& items = p.items(0);
  p.result = All ? std::all_of(items.begin(), items.end(), is_true)
                 : std::any_of(items.begin(), items.end(), is_true);
}

QUERN_TRANSLATOR(Primitive, "aten::len", len);
QUERN_TRANSLATOR(Primitive, "aten::__getitem__", get_item);
QUERN_TRANSLATOR(Primitive, "prim::TupleIndex", get_item);
QUERN_TRANSLATOR(Primitive, "aten::_set_item", set_item);
QUERN_TRANSLATOR(Primitive, "aten::append", append);
QUERN_TRANSLATOR(Primitive, "aten::extend", extend);
QUERN_TRANSLATOR(Primitive, "aten::insert", insert);
QUERN_TRANSLATOR(Primitive, "aten::pop", pop);
QUERN_TRANSLATOR(Primitive, "aten::Delete", delete_item);
QUERN_TRANSLATOR(Primitive, "aten::clear", clear);
QUERN_TRANSLATOR(Primitive, "aten::reverse", reverse);
QUERN_TRANSLATOR(Primitive, "aten::copy", copy);
QUERN_TRANSLATOR(Primitive, "aten::list", copy);
QUERN_TRANSLATOR(Primitive, "aten::slice", slice);
QUERN_TRANSLATOR(Primitive, "aten::__contains__", contains);
QUERN_TRANSLATOR(Primitive, "aten::index", index);
QUERN_TRANSLATOR(Primitive, "aten::count", count);
QUERN_TRANSLATOR(Primitive, "aten::sort", sort);
QUERN_TRANSLATOR(Primitive, "aten::sorted", sorted);
QUERN_TRANSLATOR(Primitive, "prim::range", range);
QUERN_TRANSLATOR(Primitive, "aten::__range_length", range_length);
QUERN_TRANSLATOR(Primitive, "aten::__derive_index", derive_index);
QUERN_TRANSLATOR(Primitive, "aten::all", all_or_any<true>);
QUERN_TRANSLATOR(Primitive, "aten::any", all_or_any<false>);

}  // namespace
}  // namespace quern::frontend::pytorch
