// Files that PyTorch writes and that are no programs, and how weights are named and shared.
#include "reader/archive.hpp"

#include "support.hpp"

namespace quern::frontend::pytorch::test {
namespace {

std::string refusal(const std::string& bytes) {
  return error_of([&] {
    Heap heap;
    read_archive(blob_of(bytes), "m.pt", heap);
  });
}

TEST(Archive, StateDictionariesAreAnsweredWithHowToTrace) {
  const std::string error = refusal(zip_of({{"m/data.pkl", whole_pickle("}")}, {"m/version", "3\n"}}));
  EXPECT_THAT(error, HasSubstr("not a program"));
  EXPECT_THAT(error, HasSubstr("model.load_state_dict(torch.load("));
  EXPECT_THAT(error, HasSubstr("traced = torch.jit.trace(model, "));
  EXPECT_THAT(error, HasSubstr("traced.save("));
}

TEST(Archive, StateDictionariesOfOldVersionsToo) {
  const std::string legacy("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e", 15);
  EXPECT_THAT(refusal(legacy), HasSubstr("torch.jit.trace"));
}

TEST(Archive, OtherFilesOfPyTorchAreNamed) {
  EXPECT_THAT(refusal(std::string("\x10\0\0\0PTMF\0\0\0\0", 12)), HasSubstr("flatbuffer"));
  EXPECT_THAT(refusal(zip_of({{"m/model.json", "{}"}, {"m/version", "1"}})), HasSubstr("before 1.4"));
  EXPECT_THAT(refusal(zip_of({{"m/data.pkl", whole_pickle("}")}, {"m/bytecode.pkl", ""}})),
              HasSubstr("bytecode only"));
  EXPECT_THAT(refusal("hello"), HasSubstr("not a TorchScript archive"));
  EXPECT_THAT(refusal(zip_of({{"a.txt", ""}})), HasSubstr("data.pkl is missing"));
}

TEST(Archive, FilesWithoutAFolderAreReadToo) {
  Heap heap;
  const Archive archive =
      read_archive(blob_of(zip_of({{"data.pkl", whole_pickle(pickled_object("__torch__", "M", {}))},
                                   {"code/__torch__.py", "class M(Module):\n  pass\n"}})),
                   "m.pt", heap);
  EXPECT_EQ(archive.root->type, "__torch__.M");
}

TEST(Weights, KeepTheirNamesAndAreSharedWhereTheyAreOne) {
  TinyModel model =
      model_of("    a = self.first\n    b = self.second\n    return torch.add(torch.mul(x, a), b)\n");
  model.attributes = {{"first", pickled_tensor("0", {3})}, {"second", pickled_tensor("0", {3})}};
  model.storages = {{"0", {1, 2, 3}}};
  const Model converted = convert(model, bound({{"x", {2, 3}}}));
  ASSERT_EQ(converted.graph.initializers.size(), 1u);
  EXPECT_EQ(converted.graph.initializers.begin()->first, "first");
  EXPECT_EQ(run(model), (std::vector<float>{1, 4, 9, 4, 10, 18}));
}

TEST(Weights, AlignedOnesStayInTheFile) {
  TinyModel model = model_of("    return torch.mul(x, self.w)\n");
  model.attributes = {{"w", pickled_tensor("0", {3})}};
  model.storages = {{"0", {1, 2, 3}}};
  std::string bytes = model.bytes();
  const size_t at = bytes.find(bytes_of(1.0f) + bytes_of(2.0f));
  // The mapping begins at a multiple of 64, so padding before the archive's first entry aligns the weights.
  const Blob file = blob_of(bytes);
  RecordingHost host;
  const Model converted = convert_archive(file, bound({{"x", {2, 3}}}), host.host(), "m.pt");
  const Tensor& w = converted.graph.initializers.at("w");
  const bool inside = w.blob.data() >= file.data() && w.blob.data() < file.data() + file.size();
  EXPECT_EQ(inside, at % alignof(float) == 0);
  EXPECT_EQ(w.to_float(), (std::vector<float>{1, 2, 3}));
}

}  // namespace
}  // namespace quern::frontend::pytorch::test
