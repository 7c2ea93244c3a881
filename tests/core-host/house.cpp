#include "house.hpp"

#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "data/npz.hpp"

namespace quern::test {
namespace fs = std::filesystem;

Folder::Folder() {
  std::string pattern = (fs::temp_directory_path() / "quern-host-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::permissions(path_, fs::perms::owner_all, fs::perm_options::add, ignored);
  fs::remove_all(path_, ignored);
}

std::string Folder::write(const std::string& name, const std::string& content) const {
  const fs::path file = path_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
  return file.string();
}

fs::path house() { return QUERN_TEST_HOUSE; }

std::string read_all(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

pid_t start(const Folder& folder, const std::vector<std::string>& arguments, const Environment& environment) {
  const std::string command = (house() / "bin" / "quern").string();
  const std::string out = (folder / ".out").string(), log = (folder / ".log").string();
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::unsetenv("QUERN_PLUGIN_PATH");
  for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
  ::dup2(::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
  std::vector<char*> words{const_cast<char*>(command.c_str())};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  ::execv(command.c_str(), words.data());
  ::_exit(127);
}

Outcome finish(const Folder& folder, pid_t process) {
  int status = 0;
  ::waitpid(process, &status, 0);
  Outcome outcome;
  if (WIFEXITED(status)) outcome.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
  outcome.out = read_all(folder / ".out");
  outcome.log = read_all(folder / ".log");
  return outcome;
}

Outcome run_quern(const Folder& folder, const std::vector<std::string>& arguments,
                  const Environment& environment) {
  return finish(folder, start(folder, arguments, environment));
}

bool wait_for(const fs::path& file) {
  for (int i = 0; i < 1200; ++i) {
    if (fs::exists(file)) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

std::string write_pipeline(const Folder& folder) {
  std::vector<float> values(4 * 3 * 8 * 8);
  for (size_t i = 0; i < values.size(); ++i) values[i] = float(int(i * 37 % 101) - 50) / 25.0f;
  folder.write("data.npz", data::encode_npz({{"data", Tensor::from(values, {4, 3, 8, 8})}}));
  folder.write("net.fake", "fake model\n");
  return folder.write("net.yaml",
                      "quern: 1\n"
                      "work: work\n"
                      "model: {file: net.fake}\n"
                      "calibrate:\n"
                      "  quant: fake\n"
                      "  data: {arrays: data.npz}\n"
                      "compile: {target: fake}\n"
                      "evaluate:\n"
                      "  data: {arrays: data.npz}\n");
}

}  // namespace quern::test
