// Everything a plugin written in C++ needs at the boundary: exceptions become diagnostics, and one macro
// makes the descriptor, the manifest section and the entry symbol.
#pragma once

#include <exception>
#include <new>
#include <string>
#include <utility>

#include <quern/host.hpp>
#include <quern/options.hpp>
#include <quern/plugin.h>

namespace quern {

// Runs `body`; an exception is reported through the host and becomes a status.
template <class Body>
quern_status guarded(const quern_host* host, Body&& body) noexcept {
  const auto report = [&](quern_status status, const std::string& message, const std::string& where,
                          const std::string& hint) {
    if (host) Host(host).report({QUERN_SEVERITY_ERROR, message, where, {}, {}, hint});
    return status;
  };
  try {
    std::forward<Body>(body)();
    return QUERN_OK;
  } catch (const Cancelled& e) {
    return e.status();
  } catch (const Error& e) {
    return report(e.status(), e.what(), e.where(), e.hint());
  } catch (const std::bad_alloc&) {
    return report(QUERN_ERROR_MEMORY, "not enough memory", "", "");
  } catch (const std::exception& e) {
    return report(QUERN_ERROR_INTERNAL, std::string("unexpected: ") + e.what(), "",
                  "Please report this as a bug.");
  } catch (...) {
    return report(QUERN_ERROR_INTERNAL, "an unknown exception", "", "Please report this as a bug.");
  }
}

}  // namespace quern

#define QUERN_TEXT_(x) #x
#define QUERN_TEXT(x) QUERN_TEXT_(x)

// Defines the plugin of this library. KIND is one of frontend, quant, target, runtime; NAME, VERSION and
// SUMMARY are string literals; OPTIONS is a static array of quern_option; FUNCTIONS is the static table of
// that kind.
#define QUERN_PLUGIN(KIND, KIND_NUMBER, NAME, VERSION, SUMMARY, OPTIONS, OPTION_COUNT, FUNCTIONS)       \
  __attribute__((used, section(QUERN_MANIFEST_SECTION))) static const char quern_manifest[] =           \
      "abi=" QUERN_TEXT(QUERN_ABI_MAJOR) "." QUERN_TEXT(QUERN_ABI_MINOR) "\nkind=" #KIND "\nname=" NAME \
                                                                         "\nversion=" VERSION           \
                                                                         "\nsummary=" SUMMARY "\n";     \
  extern "C" QUERN_EXPORT const quern_plugin* quern_plugin_entry(void) {                                \
    static const quern_plugin plugin = {QUERN_PLUGIN_MAGIC,                                             \
                                        QUERN_ABI_MAJOR,                                                \
                                        QUERN_ABI_MINOR,                                                \
                                        sizeof(quern_plugin),                                           \
                                        KIND_NUMBER,                                                    \
                                        NAME,                                                           \
                                        VERSION,                                                        \
                                        SUMMARY,                                                        \
                                        OPTIONS,                                                        \
                                        OPTION_COUNT,                                                   \
                                        &(FUNCTIONS)};                                                  \
    return &plugin;                                                                                     \
  }
