// Pickles: the values of TorchScript, and everything that is refused.
#include "reader/pickle.hpp"

#include "model/stored_tensor.hpp"
#include "support.hpp"

namespace quern::frontend::pytorch::test {
namespace {

class Pickle : public ::testing::Test {
 protected:
  Value read(const std::string& value) { return read_raw(whole_pickle(value)); }
  Value read_raw(const std::string& pickle) {
    const ReadStorage storages = [this](const std::string& key) {
      if (!storages_.contains(key)) throw InputError("no storage " + key);
      return blob_of(storages_.at(key));
    };
    return read_pickle(blob_of(pickle), "p.pkl", heap_, storages);
  }
  std::string refusal(const std::string& value) {
    return error_of([&] { read(value); });
  }

  Heap heap_;
  std::map<std::string, std::string> storages_;
};

TEST_F(Pickle, Scalars) {
  EXPECT_EQ(*read(pickled_int(-7)).get<int64_t>(), -7);
  EXPECT_EQ(*read("K\xFF").get<int64_t>(), 255);
  EXPECT_EQ(*read("\x8a\x02\xFE\xFF").get<int64_t>(), -2);
  EXPECT_EQ(*read("\x8a\x08" + bytes_of(int64_t(9223372036854775807))).get<int64_t>(), 9223372036854775807);
  EXPECT_EQ(*read(pickled_float(0.1)).get<double>(), 0.1);
  EXPECT_EQ(*read(pickled_text("text")).get<std::string>(), "text");
  EXPECT_TRUE(*read("\x88").get<bool>());
  EXPECT_TRUE(read("N").is_none());
}

TEST_F(Pickle, Containers) {
  const Value list = read("](" + pickled_int(1) + pickled_int(2) + "e");
  EXPECT_EQ(list.ref<List>()->items.size(), 2u);
  const Value dict = read("}(" + pickled_text("k") + pickled_int(5) + "u");
  EXPECT_EQ(*dict.ref<Dict>()->find(std::string("k"))->get<int64_t>(), 5);
  EXPECT_EQ(read(pickled_tuple({"N", "N", "N"})).ref<Tuple>()->items.size(), 3u);
}

TEST_F(Pickle, SharedValuesAreOne) {
  const Value pair = read("(]q\x01h\x01t");
  const std::vector<Value>& items = pair.ref<Tuple>()->items;
  EXPECT_EQ(items[0].ref<List>(), items[1].ref<List>());
}

TEST_F(Pickle, ObjectsHaveTheirAttributes) {
  const Value object = read(pickled_object("__torch__.a", "B", {{"n", pickled_int(3)}}));
  EXPECT_EQ(object.ref<Object>()->type, "__torch__.a.B");
  EXPECT_EQ(*object.ref<Object>()->attributes.at("n").get<int64_t>(), 3);
}

TEST_F(Pickle, TensorsViewTheirStorage) {
  storages_["0"] = bytes_of(1.0f) + bytes_of(2.0f) + bytes_of(3.0f) + bytes_of(4.0f);
  const Value tensor = read(pickled_tensor("0", {2, 2}));
  EXPECT_EQ(dense(*tensor.ref<TensorValue>()->stored).to_float(), (std::vector<float>{1, 2, 3, 4}));
}

TEST_F(Pickle, StoragesOfOtherDevicesAreRead) {
  storages_["0"] = bytes_of(1.5f);
  const Value tensor = read(pickled_tensor("0", {1}, "FloatStorage", "cuda:1"));
  EXPECT_EQ(dense(*tensor.ref<TensorValue>()->stored).to_float(), std::vector<float>{1.5f});
}

TEST_F(Pickle, NarrowAndWideFloatsBecomeFloat32) {
  storages_["h"] = bytes_of(Half(0.5f).bits) + bytes_of(Half(-2.0f).bits);
  storages_["b"] = bytes_of(BFloat16(3.0f).bits);
  storages_["d"] = bytes_of(0.25);
  const auto values = [&](const std::string& key, const std::string& type, int64_t n) {
    const Tensor tensor = dense(*read(pickled_tensor(key, {n}, type)).ref<TensorValue>()->stored);
    EXPECT_EQ(tensor.type, DataType::Float);
    return tensor.to_float();
  };
  EXPECT_EQ(values("h", "HalfStorage", 2), (std::vector<float>{0.5f, -2.0f}));
  EXPECT_EQ(values("b", "BFloat16Storage", 1), std::vector<float>{3.0f});
  EXPECT_EQ(values("d", "DoubleStorage", 1), std::vector<float>{0.25f});
}

TEST_F(Pickle, PerChannelQuantisedTensors) {
  storages_["q"] = std::string("\x01\x02\xFF\x04", 4);
  storages_["s"] = bytes_of(0.5) + bytes_of(2.0);
  storages_["z"] = bytes_of(int64_t(0)) + bytes_of(int64_t(1));
  const std::string id = pickled_tuple({pickled_text("storage"), pickled_global("torch", "QInt8Storage"),
                                        pickled_text("q"), pickled_text("cpu"), pickled_int(4)}) +
                         "Q";
  const std::string quantiser =
      pickled_tuple({pickled_global("torch", "per_channel_affine"), pickled_tensor("s", {2}, "DoubleStorage"),
                     pickled_tensor("z", {2}, "LongStorage"), pickled_int(0)});
  const Value tensor =
      read(pickled_global("torch._utils", "_rebuild_qtensor") +
           pickled_tuple({id, pickled_int(0), pickled_tuple({pickled_int(2), pickled_int(2)}),
                          pickled_tuple({pickled_int(2), pickled_int(1)}), quantiser, "\x89",
                          pickled_global("collections", "OrderedDict") + ")R"}) +
           "R");
  EXPECT_EQ(dense(*tensor.ref<TensorValue>()->stored).to_float(),
            (std::vector<float>{0.5f, 1.0f, -4.0f, 6.0f}));
}

TEST_F(Pickle, TensorsThatLeaveTheirStorageAreRefused) {
  storages_["0"] = bytes_of(1.0f);
  EXPECT_THAT(refusal(pickled_tensor("0", {2})), HasSubstr("too few"));
  EXPECT_THAT(refusal(pickled_tensor("0", {1 << 15, 1 << 15})), HasSubstr("too few"));
  EXPECT_THAT(refusal(pickled_tensor("missing", {1})), HasSubstr("missing"));
}

// What would run code in Python.
TEST_F(Pickle, NothingIsEverCalled) {
  for (const auto& [module, name] :
       std::vector<std::pair<std::string, std::string>>{{"os", "system"},
                                                        {"builtins", "eval"},
                                                        {"posix", "popen"},
                                                        {"torch", "load"},
                                                        {"subprocess", "Popen"}}) {
    const std::string error =
        refusal(pickled_global(module, name) + pickled_tuple({pickled_text("echo harm")}) + "R");
    EXPECT_THAT(error, HasSubstr("\"" + module + "." + name + "\""));
    EXPECT_THAT(refusal(pickled_global(module, name) + ")\x81"), HasSubstr(module + "." + name));
  }
  EXPECT_THAT(refusal("cos\nsystem\n" + pickled_text("harm") + "\x85R"), HasSubstr("refused"));
}

TEST_F(Pickle, OtherInstructionsAreRefused) {
  for (const char* text : {"(ios\nsystem\n", "\x93", "\x92", "\x82\x01", "o", "\x8f", "P1\n"})
    EXPECT_THAT(refusal(text), HasSubstr("an instruction that TorchScript does not write")) << text;
}

TEST_F(Pickle, ContradictionsAreRefused) {
  for (const std::string& text :
       std::vector<std::string>{"0", "t", "h\x05", "Na", "NNs", "NR", "Q", "Nb", "(u", "\x87", "NNR"})
    EXPECT_NE(refusal(text), "") << text;
}

TEST_F(Pickle, EveryTruncationIsAnError) {
  storages_["0"] = bytes_of(1.0f);
  const std::string pickle = whole_pickle(pickled_object("__torch__", "M",
                                                         {{"w", pickled_tensor("0", {1})},
                                                          {"l",
                                                           "](K\x01\x8a\x01\x05"
                                                           "e"}}));
  EXPECT_EQ(error_of([&] { read_raw(pickle); }), "");
  for (size_t size = 0; size < pickle.size(); ++size)
    EXPECT_NE(error_of([&] { read_raw(pickle.substr(0, size)); }), "") << size;
}

}  // namespace
}  // namespace quern::frontend::pytorch::test
