#include "write_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <quern/error.hpp>

namespace quern::bm1684 {

void write_file(const std::string& path, const std::string& content) {
  const std::string temporary = path + ".part";
  std::error_code error;
  {
    std::ofstream stream(temporary, std::ios::binary);
    stream << content;
    stream.flush();
    if (!stream) {
      const std::string reason = std::strerror(errno);
      std::filesystem::remove(temporary, error);
      throw Error(QUERN_ERROR_IO, "cannot write the profile: " + reason, path);
    }
  }
  std::filesystem::rename(temporary, path, error);
  if (error) throw Error(QUERN_ERROR_IO, "cannot write the profile: " + error.message(), path);
}

}  // namespace quern::bm1684
