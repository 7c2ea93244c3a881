// onnx_backend_suite DATA KNOWN_FAILURES PLUGIN_FOLDER [CASE…]
//
// Runs the ONNX backend tests. Succeeds where every case passes or stands in KNOWN_FAILURES, no case that
// stands there passes, none crashes, and at least 85 % of the node cases pass. With CASEs runs only those
// and prints what differs.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <set>

#include "isolation.hpp"
#include "run_case.hpp"
#include "support/known_failures.hpp"

namespace {

using namespace quern;

constexpr unsigned kSecondsPerCase = 60;
constexpr double kRequiredShare = 0.85;
constexpr int kSkipped = 77;

struct Tally {
  int passed = 0, failed = 0, crashed = 0, unexpected = 0, node_passed = 0, node_total = 0;
};

void judge(const suite::TestCase& test, const suite::Isolated& result,
           const std::map<std::string, std::string>& known, Tally& tally) {
  const bool passed = !result.crashed && result.text.empty();
  const bool listed = known.contains(test.name);
  const bool is_node = test.name.starts_with("node/");
  tally.passed += passed;
  tally.failed += !passed;
  tally.crashed += result.crashed;
  tally.node_total += is_node;
  tally.node_passed += is_node && passed;
  if (passed && listed)
    std::printf("%s passes: remove it from the list of known failures\n", test.name.c_str());
  else if (!passed && (!listed || result.crashed))
    std::printf("%s: %s\n", test.name.c_str(), result.text.c_str());
  tally.unexpected += passed == listed || result.crashed;
}

int run(int count, char** arguments) {
  const std::set<std::string> chosen(arguments + 4, arguments + count);
  const std::vector<suite::TestCase> cases = suite::find_cases(arguments[1]);
  if (cases.empty()) {
    std::printf("skipped: there are no cases in %s (Debian package libonnx-testdata)\n", arguments[1]);
    return kSkipped;
  }
  const auto known = test::read_known_failures(arguments[2]);
  plugins::Registry registry({{arguments[3], "command line"}});
  registry.load(QUERN_KIND_FRONTEND, "onnx");
  registry.load(QUERN_KIND_RUNTIME, "cpu");

  Tally tally;
  for (const suite::TestCase& test : cases) {
    if (!chosen.empty() && !chosen.contains(test.name)) continue;
    judge(test, suite::run_isolated([&] { return suite::run_case(test, registry); }, kSecondsPerCase), known,
          tally);
  }
  const double share = tally.node_total ? double(tally.node_passed) / tally.node_total : 1;
  std::printf("ONNX backend tests: %d passed, %d failed (%zu known), %d crashed; node cases %.1f %% of %d\n",
              tally.passed, tally.failed, known.size(), tally.crashed, 100 * share, tally.node_total);
  return tally.unexpected == 0 && (share >= kRequiredShare || !chosen.empty()) ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::fprintf(stderr, "usage: onnx_backend_suite DATA KNOWN_FAILURES PLUGIN_FOLDER [CASE...]\n");
    return 2;
  }
  try {
    return run(count, arguments);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "onnx_backend_suite: %s\n", e.what());
    return 1;
  }
}
