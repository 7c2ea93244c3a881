// The stored Darknet layers of the shared models: X.cfg with X_in.npy and X_out.npy.
#include <algorithm>
#include <filesystem>

#include <quern/ops/interpreter.hpp>

#include "convert.hpp"
#include "data/npy.hpp"
#include "support/golden.hpp"
#include "support/known_failures.hpp"
#include "support/recording_host.hpp"
#include "support/shared.hpp"

namespace quern::frontend::darknet::test {
namespace {

namespace fs = std::filesystem;

fs::path suite() { return quern::test::shared_models() / "suites" / "darknet"; }

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(suite()))
    if (entry.path().extension() == ".cfg") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

Tensor stored(const std::string& name, const char* which) {
  return data::read_npy((suite() / (name + which + ".npy")).string());
}

Tensor computed(const std::string& name) {
  const Tensor input = stored(name, "_in");
  ConvertOptions options;
  options.inputs = {{"data", input.dims}};
  options.decoding = {true, 0.001f};
  const quern::test::RecordingHost host;
  const Model model = convert_files({suite() / (name + ".cfg")}, options, host.host());
  return ops::interpret(model.graph, {input}).at(0);
}

TEST(DarknetSuite, GivesTheStoredOutputs) {
  QUERN_NEEDS_SHARED_MODELS();
  const auto exceptions = quern::test::read_known_failures(fs::path(std::getenv("QUERN_TEST_SOURCE")) / "tests" /
                                                    "frontend-darknet" / "suite_exceptions.txt");
  size_t passed = 0;
  for (const std::string& name : cases()) {
    SCOPED_TRACE(name);
    const Tensor want = stored(name, "_out"), got = computed(name);
    ASSERT_EQ(want.count(), got.count());
    const bool same = quern::test::relative_l2(want, got) <= 1e-4;
    EXPECT_EQ(same, !exceptions.contains(name));
    passed += same;
  }
  EXPECT_EQ(passed, cases().size() - exceptions.size());
}

// Intersection over union of two rows; boxes are x, y of the centre, width, height.
float overlap(const float* a, const float* b) {
  const auto shared = [](float ca, float sa, float cb, float sb) {
    return std::min(ca + sa / 2, cb + sb / 2) - std::max(ca - sa / 2, cb - sb / 2);
  };
  const float w = shared(a[0], a[2], b[0], b[2]), h = shared(a[1], a[3], b[1], b[3]);
  if (w <= 0 || h <= 0) return 0;
  return w * h / (a[2] * a[3] + b[2] * b[3] - w * h);
}

// What an application does: of boxes that overlap, only the most probable keeps its class.
void suppress(std::vector<float>& rows, size_t columns, float limit) {
  const size_t count = rows.size() / columns;
  for (size_t k = 5; k < columns; ++k) {
    std::vector<size_t> order(count);
    for (size_t i = 0; i < count; ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return rows[a * columns + k] > rows[b * columns + k]; });
    for (size_t i = 0; i < count; ++i) {
      const float* best = &rows[order[i] * columns];
      if (best[k] == 0) continue;
      for (size_t j = i + 1; j < count; ++j)
        if (overlap(best, &rows[order[j] * columns]) > limit) rows[order[j] * columns + k] = 0;
    }
  }
}

TEST(DarknetSuite, RegionAndSuppressionGiveTheStoredOutput) {
  QUERN_NEEDS_SHARED_MODELS();
  const Tensor want = stored("region", "_out");
  std::vector<float> rows = computed("region").to_float();
  suppress(rows, 25, 0.4f);
  EXPECT_LE(quern::test::relative_l2(want, Tensor::from(rows, want.dims)), 1e-4);
}

}  // namespace
}  // namespace quern::frontend::darknet::test
