#include "program_check.hpp"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <unistd.h>

#include <quern/onnx/file.hpp>

#include "support/golden.hpp"
#include "support/shared.hpp"

namespace quern::test {
namespace {

namespace fs = std::filesystem;

constexpr int kBatch = 4;

// Runs the command; returns what it printed.
std::string run(const std::string& arguments, const fs::path& log) {
  const std::string command =
      std::string(std::getenv("QUERN_TEST_COMMAND")) + " " + arguments + " >" + log.string() + " 2>&1";
  const int status = std::system(command.c_str());
  std::ifstream in(log);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(status, 0) << command << "\n" << text;
  return text;
}

Tensor random_like(const ValueInfo& input, std::mt19937& random) {
  Tensor tensor(DataType::Float, *input.shape);
  std::normal_distribution<float> normal(0, input.shape->back() > 64 ? 40.0f : 1.0f);
  for (int64_t i = 0; i < tensor.count(); ++i) tensor.mutable_data<float>()[i] = normal(random);
  return tensor;
}

// Tensors one behind the other along the first axis.
Tensor stacked(const std::vector<Tensor>& parts) {
  Shape shape = parts[0].dims;
  shape[0] *= int64_t(parts.size());
  Tensor result(parts[0].type, shape);
  auto* to = const_cast<std::byte*>(result.blob.data());
  for (const Tensor& part : parts) {
    std::memcpy(to, part.blob.data(), part.byte_size());
    to += part.byte_size();
  }
  return result;
}

}  // namespace

void ProgramCheck::SetUp() {
  QUERN_NEEDS_SHARED_MODELS();
  work_ = fs::temp_directory_path() / ("quern-program-" + std::to_string(::getpid()));
  fs::create_directories(work_);
}

void ProgramCheck::TearDown() {
  if (!work_.empty()) fs::remove_all(work_);
}

NamedTensors ProgramCheck::exec(const fs::path& artefact, const NamedTensors& inputs,
                                const std::string& options) {
  std::ofstream(work_ / "in.npz", std::ios::binary) << data::encode_npz(inputs);
  said_ = run("exec " + artefact.string() + " --inputs " + (work_ / "in.npz").string() + " --outputs " +
                  (work_ / "out.npz").string() + options,
              work_ / "log");
  return data::read_npz((work_ / "out.npz").string());
}

void ProgramCheck::compare(const fs::path& config, const std::string& arguments, const std::string& graph,
                           double tolerance) {
  run("run " + config.string() + " --until compile --set work=" + work_.string() +
          " --set 'compile.options.batch=[1, 4]' " + arguments,
      work_ / "log");
  fs::path program;
  for (const auto& entry : fs::directory_iterator(work_))
    if (entry.path().extension() == ".bmodel") program = entry.path();
  ASSERT_FALSE(program.empty());

  std::mt19937 random(1);
  const Model model = load_model((work_ / graph).string());
  std::map<std::string, std::vector<Tensor>> inputs, wanted;
  for (int i = 0; i < kBatch; ++i) {
    NamedTensors one;
    for (const ValueInfo& input : model.graph.inputs) one[input.name] = random_like(input, random);
    for (const auto& [name, tensor] : one) inputs[name].push_back(tensor);
    for (const auto& [name, tensor] : exec(work_ / graph, one)) wanted[name].push_back(tensor);
  }
  NamedTensors single;  // of the first image
  for (const int batch : {1, kBatch}) {
    NamedTensors given;
    for (const auto& [name, list] : inputs) given[name] = stacked({list.begin(), list.begin() + batch});
    const NamedTensors got = exec(program, given, " --option check=true");
    if (batch == 1) single = got;
    EXPECT_EQ(said_.find("race"), std::string::npos) << said_;
    EXPECT_EQ(said_.find("unwritten"), std::string::npos) << said_;
    for (const auto& [name, list] : wanted) {
      const Tensor want = stacked({list.begin(), list.begin() + batch});
      ASSERT_TRUE(got.contains(name)) << name;
      ASSERT_EQ(got.at(name).count(), want.count()) << name;
      EXPECT_LE(relative_l2(want, got.at(name)), tolerance) << name << ", batch " << batch;
      const Tensor& first = single.at(name);
      EXPECT_EQ(std::memcmp(first.blob.data(), got.at(name).blob.data(), first.byte_size()), 0)
          << name << ": the first image gives something else in batch " << batch;
    }
  }
}

}  // namespace quern::test
