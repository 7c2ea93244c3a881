// The language: what the evaluator does with serialised code.
#include "support.hpp"

namespace quern::frontend::pytorch::test {
namespace {

// forward() returns x plus what `expression` evaluates to.
float value_of(const std::string& expression, const std::string& before = "") {
  return run(model_of(before + "    return torch.add(x, float(" + expression + "))\n")).at(0);
}

TEST(Code, Arithmetic) {
  EXPECT_EQ(value_of("torch.add(torch.mul(2, 3), 1)"), 7);
  EXPECT_EQ(value_of("torch.floordiv(-7, 2)"), -4);
  EXPECT_EQ(value_of("torch.remainder(-7, 3)"), 2);
  EXPECT_EQ(value_of("torch.div(1, 4)"), 0.25f);
  EXPECT_EQ(value_of("(2 + 3) * 4 - 10 // 3 % 2"), 19);
  EXPECT_EQ(value_of("-2 ** 2"), -4);
  EXPECT_EQ(value_of("1e-2"), 0.01f);
  EXPECT_EQ(value_of("torch.pow(2, 10)"), 1024);
  EXPECT_EQ(value_of("int(2.9)"), 2);
  EXPECT_EQ(value_of("ops.prim.min([3, 1, 2])"), 1);
  EXPECT_EQ(value_of("ops.prim.max(3, 7)"), 7);
  EXPECT_EQ(value_of("torch.round(2.5)"), 2);
}

TEST(Code, ComparisonsAndChoices) {
  EXPECT_EQ(value_of("5 if torch.lt(1, 2) else 6"), 5);
  EXPECT_EQ(value_of("5 if not True or False and True else 6"), 6);
  EXPECT_EQ(value_of("1 if torch.__is__(None, None) else 2"), 1);
  EXPECT_EQ(value_of("1 if torch.__isnot__(x, None) else 2"), 1);
  EXPECT_EQ(value_of("1 if torch.eq(\"a\", \"a\") else 2"), 1);
  EXPECT_EQ(value_of("1 if torch.ne([1, 2], [1, 2]) else 2"), 2);
  EXPECT_EQ(value_of("1 if 3 in [1, 2, 3] else 2"), 1);
  EXPECT_EQ(value_of("1 if torch.__contains__({\"k\": 1}, \"k\") else 2"), 1);
}

TEST(Code, ListsDictionariesAndTexts) {
  EXPECT_EQ(
      value_of("l[-1]",
               "    l = annotate(List[int], [])\n    _0 = torch.append(l, 4)\n    _1 = torch.append(l, 9)\n"),
      9);
  EXPECT_EQ(value_of("torch.len(l)",
                     "    l = torch.mul([1, 2], 3)\n    torch.insert(l, 0, 5)\n    _0 = torch.pop(l)\n"),
            6);
  EXPECT_EQ(value_of("torch.slice([1, 2, 3, 4], 1, 3)[0]"), 2);
  EXPECT_EQ(value_of("[1, 2, 3, 4][::-1][0]"), 4);
  EXPECT_EQ(value_of("d[\"b\"]", "    d = {\"a\": 1}\n    torch._set_item(d, \"b\", 2)\n"), 2);
  EXPECT_EQ(value_of("torch.len(torch.keys({\"a\": 1, \"b\": 2}))"), 2);
  EXPECT_EQ(value_of("torch.len(annotate(Dict[str, int], torch.dict()))"), 0);
  EXPECT_EQ(value_of("torch.dict({\"a\": 3})[\"a\"]"), 3);
  EXPECT_EQ(value_of("torch.dict([(\"a\", 4), (\"b\", 5)])[\"b\"]"), 5);
  EXPECT_EQ(value_of("1 if torch.eq(torch.format(\"{} {}\", 1, \"a\"), \"1 a\") else 0"), 1);
  EXPECT_EQ(value_of("a + b", "    a, b, = (3, 4)\n"), 7);
  EXPECT_EQ(value_of("a", "    a, = [8]\n"), 8);
  EXPECT_EQ(value_of("torch.sorted([3, 1, 2])[0]"), 1);
}

TEST(Code, Loops) {
  EXPECT_EQ(value_of("s", "    s = 0\n    for i in range(5):\n      s = torch.add(s, i)\n"), 10);
  EXPECT_EQ(value_of("s",
                     "    s = 0\n    for i in range(2, 8, 2):\n      if torch.eq(i, 4):\n        continue\n  "
                     "    s = s + i\n"),
            8);
  EXPECT_EQ(value_of("s", "    s = 1\n    while torch.lt(s, 100):\n      s = torch.mul(s, 3)\n"), 243);
  EXPECT_EQ(value_of("s", "    s = 0\n    while True:\n      s = s + 1\n      if s > 6:\n        break\n"),
            7);
}

TEST(Code, ShapesAreNumbers) {
  EXPECT_EQ(value_of("torch.size(x, 1)"), 3);
  EXPECT_EQ(value_of("torch.len(torch.size(x))"), 2);
  EXPECT_EQ(value_of("torch.dim(x)"), 2);
  EXPECT_EQ(value_of("torch.numel(x)"), 6);
  EXPECT_EQ(value_of("int(torch.mul(ops.prim.NumToTensor(torch.size(x, 1)), 4))"), 12);
  EXPECT_EQ(value_of("ops.prim.dtype(x)"), 6);
}

TEST(Code, FunctionsAndClasses) {
  TinyModel model =
      model_of("    p = __torch__.Pair(x, 3)\n    return __torch__.twice(p.first, k=p.second)\n");
  model.functions =
      "class Pair(NamedTuple):\n  first : Tensor\n  second : int\n"
      "def twice(x: Tensor,\n    n: int=1,\n    k: int=2) -> Tensor:\n  return torch.mul(x, torch.add(n, "
      "k))\n";
  EXPECT_EQ(run(model).at(1), 4);
}

TEST(Code, MethodsAttributesAndConstantsOfClasses) {
  TinyModel model = model_of(
      "    self.count = torch.add(self.count, 1)\n    if self.training:\n      y = torch.neg(x)\n    else:\n "
      "     y = x\n"
      "    return (self).scaled(y, )\n");
  model.code = "  count : int\n  factor : Final[int] = 10\n" + model.code +
               "  def scaled(self: __torch__.M,\n    x: Tensor) -> Tensor:\n"
               "    return torch.mul(x, torch.mul(self.factor, self.count))\n";
  model.attributes = {{"count", pickled_int(4)}, {"training", "\x88"}};
  EXPECT_EQ(run(model).at(1), 50);
}

TEST(Code, StatesAreRestoredByTheirOwnMethod) {
  TinyModel model = model_of("    return torch.add(x, self.n)\n");
  model.code +=
      "  def __setstate__(self: __torch__.M,\n    state: Tuple[int, int]) -> NoneType:\n    a, b, = state\n  "
      "  self.n = torch.add(a, b)\n    return None\n";
  std::string bytes = model.bytes();
  const auto with_state = [&] {
    TinyModel m = model;
    const std::string object = pickled_object("__torch__", "M", {});
    std::vector<std::pair<std::string, std::string>> entries = {
        {"m/data.pkl", whole_pickle(pickled_global("__torch__", "M") + ")\x81" +
                                    pickled_tuple({pickled_int(2), pickled_int(3)}) + "b")},
        {"m/code/__torch__.py", "class M(Module):\n" + m.code}};
    return zip_of(entries);
  };
  RecordingHost host;
  const Model converted = convert_archive(blob_of(with_state()), bound({{"x", {2, 3}}}), host.host(), "m.pt");
  const Tensor x = Tensor::from(std::vector<float>(6, 1), {2, 3});
  EXPECT_EQ(ops::interpret(converted.graph, {x}).at(0).to_float().at(0), 6);
}

TEST(Code, DecisionsOnDataNameTheLineAndWhatToDo) {
  const std::string error =
      error_of_model(model_of("    if bool(torch.gt(torch.sum(x), 0)):\n      y = x\n    else:\n      y = "
                              "torch.neg(x)\n    return y\n"));
  EXPECT_THAT(
      error,
      HasSubstr(
          "a decision of the model depends on the network's input: if bool(torch.gt(torch.sum(x), 0)):"));
  EXPECT_THAT(error, HasSubstr("code/__torch__.py:5"));
}

TEST(Code, NumbersFromDataNameTheLineToo) {
  const std::string error =
      error_of_model(model_of("    n = int(torch.sum(x))\n    return torch.view(x, [n, -1])\n"));
  EXPECT_THAT(error, HasSubstr("depends on the network's input: n = int(torch.sum(x))"));
  EXPECT_THAT(error, HasSubstr("torch.jit.trace"));
}

TEST(Code, ChecksOfDataThatOnlyRaiseAreLeftOut) {
  EXPECT_EQ(run(model_of("    if torch.gt(torch.sum(x), 0):\n      pass\n    else:\n      "
                         "ops.prim.RaiseException(\"no\")\n"
                         "    return torch.add(x, 1)\n"))
                .at(0),
            1);
}

TEST(Code, ExceptionsOfTheModelAreReported) {
  EXPECT_THAT(error_of_model(model_of("    ops.prim.RaiseException(\"wrong size\")\n    return x\n")),
              HasSubstr("wrong size"));
}

TEST(Code, SyntaxErrorsNameTheirLine) {
  for (const std::string& line :
       std::vector<std::string>{"    return (x\n", "    y = \n", "    x = 'open\n", "    for in y:\n",
                                "    $\n", "   return x\n", "    return 5x\n"})
    EXPECT_THAT(error_of_model(model_of(line + "    return x\n")), HasSubstr("code/__torch__.py:")) << line;
}

TEST(Code, MistakesAreErrorsNotCrashes) {
  for (const std::string& line :
       std::vector<std::string>{"y = undefined",
                                "y = torch.div(1, 0)",
                                "y = [1][5]",
                                "y = x.nothing",
                                "y = {}[\"k\"]",
                                "a, b = [1]",
                                "y = self.nothing",
                                "y = torch.remainder(1, 0)",
                                "y = (self).nothing(x, )",
                                "y = 5()",
                                "y = torch.add()",
                                "y = CONSTANTS.c7",
                                "y = torch.view(x, [7])",
                                "y = torch.select(x, 5, 0)",
                                "y = torch.cat([], 0)",
                                "y = torch.conv2d(x, x)",
                                "y = torch.linear(x)",
                                "y = ops.prim.NumToTensor(None)",
                                "y = torch.expand(x, [1000000000000, 3])",
                                "y = torch.zeros([99999999, 99999999])",
                                "y = torch.arange(1000000000000)",
                                "y = torch.permute(x, [0, 0])",
                                "y = torch.topk(x, 9)",
                                "y = torch.max_pool2d(x, [2, 2])",
                                "y = ops.quantized.conv2d(x, 1, 1., 0)",
                                "y = torch.repeat(x, [9223372036854775807, 2])",
                                "y = torch.select(torch.sum(x), 0, 0)",
                                "y = torch.sum(x)[1]",
                                "y = torch.glu(torch.sum(x), 0)",
                                "y = torch.chunk(torch.sum(x), 2, 0)",
                                "y = torch.lstm(x, [x], [x], True, 1, 0., False, False, True)",
                                "y = torch.index(torch.sum(x), [torch.tensor([1])])"})
    EXPECT_NE(error_of_model(model_of("    " + line + "\n    return y\n")), "") << line;
}

}  // namespace
}  // namespace quern::frontend::pytorch::test
