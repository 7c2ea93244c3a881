#include "nn/einsum_equation.hpp"

#include <algorithm>
#include <map>

namespace quern::ops::nn {
namespace {

// Labels: letters are themselves; axis k of an ellipsis, counted from its end, is k.
using Label = int;
constexpr Label kEllipsis = -1;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::vector<Label> parse_term(const std::string& text) {
  std::vector<Label> labels;
  for (size_t i = 0; i < text.size(); ++i) {
    if (is_letter(text[i])) {
      labels.push_back(1000 + text[i]);
    } else if (text.compare(i, 3, "...") == 0 && std::count(labels.begin(), labels.end(), kEllipsis) == 0) {
      labels.push_back(kEllipsis);
      i += 2;
    } else {
      throw InputError("the equation has an unexpected character: \"" + text + "\"");
    }
  }
  return labels;
}

// Replaces the ellipsis by `rank` numbered axes.
std::vector<Label> spell_out(const std::vector<Label>& labels, size_t rank) {
  std::vector<Label> result;
  for (const Label label : labels) {
    if (label != kEllipsis)
      result.push_back(label);
    else
      for (size_t k = rank; k > 0; --k) result.push_back(Label(k - 1));
  }
  return result;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

// Without "->": the ellipsis, then all letters that occur once, in alphabetical order.
std::vector<Label> implicit_output(const std::vector<std::vector<Label>>& terms) {
  std::map<Label, int> counts;
  for (const auto& term : terms)
    for (const Label label : term) ++counts[label];
  std::vector<Label> output;
  for (const auto& [label, count] : counts)
    if (label == kEllipsis || count == 1) output.push_back(label);
  return output;
}

}  // namespace

Einsum resolve_einsum(const std::string& equation, const std::vector<Shape>& shapes) {
  std::string text = equation;
  std::erase(text, ' ');
  const size_t arrow = text.find("->");
  std::vector<std::vector<Label>> terms;
  for (const std::string& term : split(text.substr(0, arrow), ',')) terms.push_back(parse_term(term));
  if (terms.size() != shapes.size())
    throw InputError("the equation \"" + equation + "\" has " + std::to_string(terms.size()) + " terms for " +
                     std::to_string(shapes.size()) + " inputs");
  std::vector<Label> output =
      arrow == std::string::npos ? implicit_output(terms) : parse_term(text.substr(arrow + 2));

  std::map<Label, int64_t> sizes;
  size_t ellipsis_rank = 0;
  for (size_t i = 0; i < terms.size(); ++i) {
    const auto letters =
        size_t(std::count_if(terms[i].begin(), terms[i].end(), [](Label l) { return l != kEllipsis; }));
    const bool has_ellipsis = letters != terms[i].size();
    if (letters > shapes[i].size() || (!has_ellipsis && letters != shapes[i].size()))
      throw InputError("the equation \"" + equation + "\" does not fit input " + std::to_string(i) +
                       " of shape " + to_string(shapes[i]));
    const size_t own_rank = shapes[i].size() - letters;
    ellipsis_rank = std::max(ellipsis_rank, own_rank);
    terms[i] = spell_out(terms[i], own_rank);
    for (size_t axis = 0; axis < shapes[i].size(); ++axis) {
      int64_t& size = sizes.emplace(terms[i][axis], shapes[i][axis]).first->second;
      if (size == 1) size = shapes[i][axis];
      if (size != shapes[i][axis] && shapes[i][axis] != 1)
        throw InputError("the equation \"" + equation + "\" gives two sizes to one label");
    }
  }
  output = spell_out(output, ellipsis_rank);

  Einsum result;
  std::map<Label, size_t> numbers;
  const auto number = [&](Label label) {
    if (!numbers.emplace(label, result.sizes.size()).second)
      throw InputError("the output of the equation \"" + equation + "\" names a label twice");
    result.sizes.push_back(sizes.at(label));
  };
  for (const Label label : output) {
    if (!sizes.contains(label))
      throw InputError("the output of the equation \"" + equation + "\" names an unknown label");
    number(label);
  }
  result.output_rank = output.size();
  for (const auto& [label, size] : sizes)
    if (!numbers.contains(label)) number(label);
  for (const auto& term : terms) {
    result.operands.emplace_back();
    for (const Label label : term) result.operands.back().push_back(numbers.at(label));
  }
  return result;
}

}  // namespace quern::ops::nn
