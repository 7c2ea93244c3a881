#include "isolation.hpp"

#include <array>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>

namespace quern::suite {

Isolated run_isolated(const std::function<std::string()>& body, unsigned seconds) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return {true, "no pipe"};
  const pid_t child = ::fork();
  if (child < 0) return {true, "no child process"};
  if (child == 0) {
    ::close(ends[0]);
    ::alarm(seconds);
    const std::string text = body().substr(0, 4000);
    const bool written = ::write(ends[1], text.data(), text.size()) == ssize_t(text.size());
    ::_exit(written ? 0 : 1);
  }
  ::close(ends[1]);
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t n = 0; (n = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), size_t(n));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return {true, std::string("ended by signal: ") + ::strsignal(WTERMSIG(status))};
  return {WEXITSTATUS(status) != 0, text};
}

}  // namespace quern::suite
