// Running the real command with the fake plugins, in a folder of its own.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace quern::test {

// Made empty, removed with the object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  // Writes a file and returns its path.
  std::string write(const std::string& name, const std::string& content) const;

 private:
  std::filesystem::path path_;
};

// The folder with bin/quern, lib/quern (good plugins) and bad.
std::filesystem::path house();

std::string read_all(const std::filesystem::path& file);

struct Outcome {
  int code = -1;    // exit code
  int signal = 0;   // that ended the process
  std::string out;  // standard output
  std::string log;  // standard error
};

using Environment = std::map<std::string, std::string>;

// Starts `quern ARGUMENTS…`; its output goes to files in `folder`.
pid_t start(const Folder& folder, const std::vector<std::string>& arguments,
            const Environment& environment = {});
Outcome finish(const Folder& folder, pid_t process);
// start() and finish().
Outcome run_quern(const Folder& folder, const std::vector<std::string>& arguments,
                  const Environment& environment = {});

// Waits until a file exists; false after a minute.
bool wait_for(const std::filesystem::path& file);

// A pipeline with the fake plugins: model, data of four samples, calibrate, compile and evaluate. Returns the
// path of the YAML file.
std::string write_pipeline(const Folder& folder);

}  // namespace quern::test
