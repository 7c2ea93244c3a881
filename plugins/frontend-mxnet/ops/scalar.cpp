// Functions of a tensor and a number, the attribute "scalar". Names with "r" ("_rminus_scalar") have the
// number on the left.
#include <algorithm>
#include <array>

#include "ops/binary.hpp"

namespace quern::frontend::mxnet {
namespace {

struct Name {
  std::string_view mxnet;
  Binary function;
  bool number_first = false;
};

constexpr auto kNames = std::to_array<Name>({
    {"_plus_scalar", Binary::Add},
    {"_PlusScalar", Binary::Add},
    {"_npi_add_scalar", Binary::Add},
    {"_minus_scalar", Binary::Sub},
    {"_MinusScalar", Binary::Sub},
    {"_npi_subtract_scalar", Binary::Sub},
    {"_rminus_scalar", Binary::Sub, true},
    {"_RMinusScalar", Binary::Sub, true},
    {"_npi_rsubtract_scalar", Binary::Sub, true},
    {"_mul_scalar", Binary::Mul},
    {"_MulScalar", Binary::Mul},
    {"_npi_multiply_scalar", Binary::Mul},
    {"_div_scalar", Binary::Div},
    {"_DivScalar", Binary::Div},
    {"_npi_true_divide_scalar", Binary::Div},
    {"_rdiv_scalar", Binary::Div, true},
    {"_RDivScalar", Binary::Div, true},
    {"_npi_rtrue_divide_scalar", Binary::Div, true},
    {"_mod_scalar", Binary::Mod},
    {"_ModScalar", Binary::Mod},
    {"_rmod_scalar", Binary::Mod, true},
    {"_RModScalar", Binary::Mod, true},
    {"_power_scalar", Binary::Pow},
    {"_PowerScalar", Binary::Pow},
    {"_npi_power_scalar", Binary::Pow},
    {"_rpower_scalar", Binary::Pow, true},
    {"_RPowerScalar", Binary::Pow, true},
    {"_maximum_scalar", Binary::Max},
    {"_MaximumScalar", Binary::Max},
    {"_npi_maximum_scalar", Binary::Max},
    {"_minimum_scalar", Binary::Min},
    {"_MinimumScalar", Binary::Min},
    {"_npi_minimum_scalar", Binary::Min},
    {"_hypot_scalar", Binary::Hypot},
    {"_HypotScalar", Binary::Hypot},
    {"_equal_scalar", Binary::Equal},
    {"_EqualScalar", Binary::Equal},
    {"_not_equal_scalar", Binary::NotEqual},
    {"_NotEqualScalar", Binary::NotEqual},
    {"_greater_scalar", Binary::Greater},
    {"_GreaterScalar", Binary::Greater},
    {"_greater_equal_scalar", Binary::GreaterEqual},
    {"_GreaterEqualScalar", Binary::GreaterEqual},
    {"_lesser_scalar", Binary::Less},
    {"_LesserScalar", Binary::Less},
    {"_lesser_equal_scalar", Binary::LessEqual},
    {"_LesserEqualScalar", Binary::LessEqual},
    {"_logical_and_scalar", Binary::And},
    {"_LogicalAndScalar", Binary::And},
    {"_logical_or_scalar", Binary::Or},
    {"_LogicalOrScalar", Binary::Or},
    {"_logical_xor_scalar", Binary::Xor},
    {"_LogicalXorScalar", Binary::Xor},
    {"_scatter_plus_scalar", Binary::Add},
    {"_scatter_minus_scalar", Binary::Sub},
});

void translate_scalar(Context& layer) {
  const auto it = std::find_if(kNames.begin(), kNames.end(),
                               [&](const Name& name) { return name.mxnet == layer.type(); });
  const std::string& x = layer.input();
  const std::string number = layer.scalar_like("scalar", x, layer.attributes().number("scalar", 1));
  make_binary(layer, it->function, it->number_first ? number : x, it->number_first ? x : number);
}

const bool kRegistered = [] {
  for (const Name& name : kNames) Translators<Context>::Registration(name.mxnet, translate_scalar);
  return true;
}();

}  // namespace
}  // namespace quern::frontend::mxnet
