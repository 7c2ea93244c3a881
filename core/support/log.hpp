// Messages for the user. Everything goes to standard error; results go to standard output.
#pragma once

#include <string>

namespace quern::log {

// A line about what is being done.
void info(const std::string& line);
// A detail worth knowing, printed as "note: …".
void note(const std::string& line);
// Something is likely wrong, but work goes on.
void warn(const std::string& line);
// Why the command fails. `line` may hold several lines.
void error(const std::string& line);

// Something that shares the terminal with the log, such as a progress bar: it is taken away before a line
// is printed and comes back by itself. Null: nothing.
void set_overlay(void (*clear)());

}  // namespace quern::log
