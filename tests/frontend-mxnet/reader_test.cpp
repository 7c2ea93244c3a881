// Both file formats, in all their versions.
#include "reader/params.hpp"
#include "reader/symbol.hpp"
#include "support.hpp"

namespace quern::frontend::mxnet::test {
namespace {

constexpr const char* kWhere = "net-symbol.json";

std::string symbol_with(const std::string& node, const std::string& heads = "[[1, 0]]") {
  return R"({"nodes": [{"op": "null", "name": "x", "inputs": []}, )" + node +
         R"(], "arg_nodes": [0], "heads": )" + heads + "}";
}

TEST(Symbol, AllSpellingsOfAttributes) {
  for (const char* key : {"param", "attr", "attrs"}) {
    const Symbol s = read_symbol(symbol_with(std::string(R"({"op": "clip", "name": "y", ")") + key +
                                             R"(": {"a_min": "1", "a_max": 2}, "inputs": [[0, 0]]})"),
                                 kWhere);
    EXPECT_EQ(s.layers.at(1).attributes.number("a_min", 0), 1);
    EXPECT_EQ(s.layers.at(1).attributes.number("a_max", 0), 2);
  }
}

TEST(Symbol, ParametersWinOverWhatUsersAttached) {
  const Symbol s = read_symbol(
      symbol_with(
          R"({"op": "clip", "name": "y", "param": {"a_min": "1"}, "attr": {"a_min": "9", "ctx": "gpu"}, "inputs": [[0, 0]]})"),
      kWhere);
  EXPECT_EQ(s.layers.at(1).attributes.integer("a_min", 0), 1);
  EXPECT_EQ(s.layers.at(1).attributes.text("ctx", ""), "gpu");
}

TEST(Symbol, EntriesOfTwoAndThreeNumbers) {
  const Symbol s = read_symbol(
      symbol_with(R"({"op": "_copy", "name": "y", "inputs": [[0, 0, 0], [0, 3]]})", "[[1]]"), kWhere);
  EXPECT_EQ(s.layers.at(1).inputs.at(1).output, 3u);
  EXPECT_EQ(s.heads.at(0).layer, 1u);
}

TEST(Symbol, VersionIsOldWhereItIsNotWritten) {
  EXPECT_EQ(read_symbol(symbol_with(R"({"op": "_copy", "name": "y", "inputs": [[0, 0]]})"), kWhere).version,
            800);
  Net net;
  net.input("x", {1}).layer("_copy", "y", {"x"});
  EXPECT_EQ(read_symbol(net.symbol(), kWhere).version, 10600);
}

TEST(Symbol, DamageIsRefusedWithItsPlace) {
  const auto message = [](const std::string& text) { return error_of([&] { read_symbol(text, kWhere); }); };
  const char* good = R"({"op": "_copy", "name": "y", "inputs": [[0, 0]]})";
  EXPECT_EQ(message(symbol_with(good)), "");
  EXPECT_THAT(message("{\"nodes\": ["),
              testing::AllOf(testing::HasSubstr("damaged"), testing::HasSubstr(kWhere)));
  EXPECT_THAT(message("[]"), testing::HasSubstr("no list \"nodes\""));
  EXPECT_THAT(message(symbol_with(good, "[]")), testing::HasSubstr("no outputs"));
  EXPECT_THAT(message(symbol_with(good, "[[7, 0]]")), testing::HasSubstr("node 7 is used"));
  EXPECT_THAT(message(symbol_with(R"({"op": "_copy", "name": "y", "inputs": [[9, 0]]})")),
              testing::HasSubstr("node 1 (_copy \"y\")"));
  EXPECT_THAT(message(symbol_with(R"({"op": "_copy", "name": "y", "inputs": [["a", 0]]})")),
              testing::HasSubstr("no [node, output] pair"));
  EXPECT_THAT(message(symbol_with(R"({"op": 3, "name": "y"})")), testing::HasSubstr("no text \"op\""));
  EXPECT_THAT(message(symbol_with(R"({"op": "_copy", "name": "y", "inputs": [[0, 99999]]})")),
              testing::HasSubstr("output 99999"));
  EXPECT_THAT(message(std::string(100000, '[')), testing::HasSubstr("nested too deeply"));
}

TEST(Attributes, AreReadByTheTypeThatIsExpected) {
  Attributes a;
  for (const auto& [name, value] : Texts{{"pair", "(1, 2)"},
                                         {"list", "[3,4]"},
                                         {"python2", "(3L, 3L)"},
                                         {"single", "(5,)"},
                                         {"number", "6"},
                                         {"empty", "()"},
                                         {"none", "None"},
                                         {"mixed", "(None, 2)"},
                                         {"floats", "(0.5,1e-2, 3)"},
                                         {"yes", "True"},
                                         {"no", "0"},
                                         {"word", "hello"}})
    a.set(name, value);
  EXPECT_EQ(a.integers("pair"), (Shape{1, 2}));
  EXPECT_EQ(a.integers("list"), (Shape{3, 4}));
  EXPECT_EQ(a.integers("python2"), (Shape{3, 3}));
  EXPECT_EQ(a.integers("single"), (Shape{5}));
  EXPECT_EQ(a.integers("number"), (Shape{6}));
  EXPECT_EQ(a.integers("empty", {9}), Shape{});
  EXPECT_EQ(a.integers("none", {9}), (Shape{9}));
  EXPECT_EQ(a.integer("absent", 4), 4);
  EXPECT_EQ(a.optional_integers("mixed").at(0), std::nullopt);
  EXPECT_EQ(a.optional_integers("mixed").at(1), 2);
  EXPECT_EQ(a.numbers("floats"), (std::vector<double>{0.5, 0.01, 3}));
  EXPECT_TRUE(a.flag("yes", false));
  EXPECT_FALSE(a.flag("no", true));
  for (const auto& read : std::vector<std::function<void()>>{
           [&] { (void)a.integer("word", 0); }, [&] { (void)a.number("word", 0); },
           [&] { (void)a.flag("word", false); }, [&] { (void)a.integers("word"); },
           [&] { (void)a.optional_integers("word"); }, [&] { (void)a.data_type("word", DataType::Float); }})
    EXPECT_THAT(error_of(read), testing::HasSubstr("\"word\" is \"hello\""));
}

TEST(Attributes, ElementTypesByNameAndNumber) {
  Attributes a;
  a.set("half", "float16");
  a.set("four", "4");
  a.set("as_input", "-1");
  EXPECT_EQ(a.data_type("half", DataType::Int8), DataType::Float);
  EXPECT_EQ(a.data_type("four", DataType::Float), DataType::Int32);
  EXPECT_EQ(a.data_type("as_input", DataType::Int8), DataType::Int8);
}

// ---- Parameters
// ------------------------------------------------------------------------------------------------

Parameters read(const std::vector<std::string>& arrays, const std::vector<std::string>& names) {
  return read_params(blob_of(params_bytes(arrays, names)), "net-0000.params");
}

std::string context_and_type(int32_t type) {
  return bytes_of(int32_t(1)) + bytes_of(int32_t(0)) + bytes_of(type);
}

TEST(Params, TheFirstFormatHas32BitSizesAndNoMagic) {
  const std::string array = bytes_of(uint32_t(2)) + bytes_of(uint32_t(1)) + bytes_of(uint32_t(2)) +
                            context_and_type(0) + bytes_of(1.5f) + bytes_of(-2.0f);
  expect_equal(read({array}, {"arg:w"}).at("w"), Array({1, 2}, {1.5f, -2}));
}

TEST(Params, VersionOneHas64BitSizes) {
  const std::string array = bytes_of(uint32_t(0xF993FAC8)) + bytes_of(uint32_t(1)) + bytes_of(int64_t(2)) +
                            context_and_type(0) + bytes_of(1.5f) + bytes_of(-2.0f);
  expect_equal(read({array}, {"aux:m"}).at("m"), Array({2}, {1.5f, -2}));
}

TEST(Params, VersionTwoWithEveryElementType) {
  const Array values({2, 2}, {1, 2, 3, 100});
  const auto with = [&]<class T>(T) {
    Tensor t(data_type_of<T>(), values.dims);
    for (size_t i = 0; i < 4; ++i) t.mutable_data<T>()[i] = T(values.values[i]);
    return t;
  };
  for (const Tensor& t : {with(float()), with(double()), with(Half()), with(uint8_t()), with(int32_t()),
                          with(int8_t()), with(int64_t())}) {
    const Tensor result = read({ndarray_bytes(t)}, {"w"}).at("w");
    expect_equal(result, values);
    const bool is_float = t.type == DataType::Double || t.type == DataType::Float16;
    EXPECT_EQ(result.type, is_float ? DataType::Float : t.type);
  }
}

TEST(Params, VersionThreeHasScalars) {
  const std::string head = bytes_of(uint32_t(0xF993FACA)) + bytes_of(int32_t(0));
  const std::string scalar = head + bytes_of(int32_t(0)) + context_and_type(0) + bytes_of(7.0f);
  const std::string none = head + bytes_of(int32_t(-1));
  const Parameters p = read({scalar, none}, {"s", "n"});
  EXPECT_EQ(p.at("s").dims, Shape{});
  EXPECT_EQ(p.at("s").to_float().at(0), 7);
  EXPECT_FALSE(p.contains("n"));
}

TEST(Params, WithoutValueInOlderVersions) {
  const std::string v2 = bytes_of(uint32_t(0xF993FAC9)) + bytes_of(int32_t(0)) + bytes_of(uint32_t(0));
  const std::string v0 = bytes_of(uint32_t(0));
  EXPECT_TRUE(read({v2, v0}, {"a", "b"}).empty());
}

std::string shape_bytes(const Shape& shape) {
  std::string bytes = bytes_of(uint32_t(shape.size()));
  for (const int64_t size : shape) bytes += bytes_of(size);
  return bytes;
}

// Storage type, stored shape, shape, context, type, then type and shape of the indices, values, indices.
std::string row_sparse(const Shape& shape, const std::vector<int64_t>& rows,
                       const std::vector<float>& values) {
  std::string bytes = bytes_of(uint32_t(0xF993FAC9)) + bytes_of(int32_t(1)) +
                      shape_bytes({int64_t(rows.size()), shape[1]}) + shape_bytes(shape) +
                      context_and_type(0) + bytes_of(int32_t(6)) + shape_bytes({int64_t(rows.size())});
  for (const float v : values) bytes += bytes_of(v);
  for (const int64_t r : rows) bytes += bytes_of(r);
  return bytes;
}

TEST(Params, SparseRowsBecomeDense) {
  expect_equal(read({row_sparse({4, 2}, {1, 3}, {1, 2, 3, 4})}, {"w"}).at("w"),
               Array({4, 2}, {0, 0, 1, 2, 0, 0, 3, 4}));
  EXPECT_NE(error_of([] { read({row_sparse({4, 2}, {1, 4}, {1, 2, 3, 4})}, {"w"}); }), "");
  EXPECT_THAT(error_of([] {
                read({row_sparse({int64_t(1) << 40, 2}, {1, 3}, {1, 2, 3, 4})}, {"w"});
              }),
              testing::HasSubstr("too large for the few values"));
}

TEST(Params, CompressedRowsBecomeDense) {
  const auto csr = [](const std::vector<int64_t>& starts, const std::vector<int64_t>& columns) {
    std::string bytes = bytes_of(uint32_t(0xF993FAC9)) + bytes_of(int32_t(2)) + shape_bytes({3}) +
                        shape_bytes({3, 4}) + context_and_type(0) + bytes_of(int32_t(6)) +
                        shape_bytes({int64_t(starts.size())}) + bytes_of(int32_t(6)) +
                        shape_bytes({int64_t(columns.size())});
    for (const float v : {5.0f, 6.0f, 7.0f}) bytes += bytes_of(v);
    for (const int64_t i : starts) bytes += bytes_of(i);
    for (const int64_t i : columns) bytes += bytes_of(i);
    return bytes;
  };
  expect_equal(read({csr({0, 2, 2, 3}, {0, 3, 1})}, {"w"}).at("w"),
               Array({3, 4}, {5, 0, 0, 6, 0, 0, 0, 0, 0, 7, 0, 0}));
  for (const auto& starts :
       std::vector<std::vector<int64_t>>{{0, 2, 3}, {0, 9, 2, 3}, {1, 2, 2, 3}, {0, 2, 1, 3}})
    EXPECT_NE(error_of([&] { read({csr(starts, {0, 3, 1})}, {"w"}); }), "");
  EXPECT_NE(error_of([&] { read({csr({0, 2, 2, 3}, {0, 4, 1})}, {"w"}); }), "");
}

TEST(Params, AlignedWeightsAreNotCopied) {
  const Blob file = blob_of(params_bytes({ndarray_bytes(noise({64}).tensor())}, {"w"}));
  const Parameters p = read_params(file, "p");
  const std::byte* data = p.at("w").blob.data();
  EXPECT_TRUE(data > file.data() && data < file.data() + file.size());
}

TEST(Params, DamageIsRefusedWithItsPlace) {
  const auto message = [](const std::string& bytes) {
    return error_of([&] { read_params(blob_of(bytes), "net-0000.params"); });
  };
  const std::string array = ndarray_bytes(noise({2}).tensor());
  EXPECT_EQ(message(params_bytes({array}, {"w"})), "");
  EXPECT_THAT(message("hello, params"), testing::HasSubstr("no MXNet parameter file"));
  EXPECT_THAT(message(params_bytes({array, array}, {"w"})), testing::HasSubstr("2 arrays but 1 names"));
  EXPECT_THAT(message(params_bytes({array, array}, {"arg:w", "arg:w"})),
              testing::HasSubstr("two parameters"));
  std::string many = params_bytes({array}, {"w"});
  many.replace(16, 8, bytes_of(~uint64_t(0)));
  EXPECT_THAT(message(many), testing::HasSubstr("array 2 of"));
  const auto with_shape = [&](const Shape& shape, int32_t type) {
    return params_bytes({bytes_of(uint32_t(0xF993FAC9)) + bytes_of(int32_t(0)) + shape_bytes(shape) +
                         context_and_type(type) + bytes_of(1.0f)},
                        {"w"});
  };
  EXPECT_THAT(message(with_shape({int64_t(1) << 40}, 0)),
              testing::HasSubstr("the file ends inside of array 1 of 1"));
  EXPECT_THAT(message(with_shape({int64_t(1) << 62, 4}, 0)),
              testing::HasSubstr("more elements than any machine"));
  EXPECT_THAT(message(with_shape({-1}, 0)), testing::HasSubstr("a dimension of size -1"));
  EXPECT_THAT(message(with_shape({1}, 99)), testing::HasSubstr("element type 99"));
  EXPECT_THAT(message(with_shape(Shape(40, 1), 0)), testing::HasSubstr("40 dimensions"));
}

}  // namespace
}  // namespace quern::frontend::mxnet::test
