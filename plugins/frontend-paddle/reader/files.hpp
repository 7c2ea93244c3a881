// Which of the given files is what: a Paddle model is a program and its parameters, in one file or in many.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace quern::frontend::paddle {

struct ModelFiles {
  std::filesystem::path program;
  std::filesystem::path combined;                          // all parameters; empty where each has a file
  std::map<std::string, std::filesystem::path> variables;  // files given one by one, by variable
  std::filesystem::path folder;                            // where the rest of the variables' files are
};

// What one file is, by its content.
enum class FileKind { Program, Tensors, Pir, Other };
FileKind kind_of_file(const std::filesystem::path& file);

// The files of a folder that may be a program, by their names and, where no name says so, all of them.
std::vector<std::filesystem::path> programs_in(const std::filesystem::path& folder);

// Finds the model in what the user named: a folder, or files in any order. Parameters that are not named are
// looked for beside the program. Throws InputError where there is no program or there are several,
// UnsupportedError for programs of Paddle 3 (PIR).
ModelFiles find_files(const std::vector<std::filesystem::path>& given);

}  // namespace quern::frontend::paddle
