// Ctrl-C: the first one asks running work to stop cleanly, the second one kills the process.
#pragma once

namespace quern {

// Catches SIGINT and SIGTERM from now on. Called once by main().
void install_cancel_handler();
// Whether the user asked to stop.
bool cancel_requested();
// Throws Cancelled when the user asked to stop.
void throw_if_cancelled();

}  // namespace quern
