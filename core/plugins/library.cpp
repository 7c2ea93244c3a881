#include "plugins/library.hpp"

#include <boost/dll/shared_library.hpp>
#include <mutex>

#include <quern/error.hpp>

#include "plugins/handshake.hpp"
#include "plugins/kind.hpp"

namespace quern::plugins {
namespace {

// Owns every library ever loaded and is itself never destroyed.
boost::dll::shared_library& keep(boost::dll::shared_library library) {
  static std::mutex mutex;
  static auto* loaded = new std::vector<std::unique_ptr<boost::dll::shared_library>>();
  const std::lock_guard lock(mutex);
  loaded->push_back(std::make_unique<boost::dll::shared_library>(std::move(library)));
  return *loaded->back();
}

Error refused(const std::filesystem::path& file, const std::string& reason) {
  return {QUERN_ERROR_UNSUPPORTED, "the plugin cannot be used: " + reason, file.string(),
          "\"quern plugins\" lists every plugin file with its status."};
}

}  // namespace

std::string Library::label() const { return std::string(kind_name(descriptor->kind)) + " " + name(); }

Library load_library(const std::filesystem::path& file) {
  namespace dll = boost::dll;
  using Entry = const quern_plugin*();
  try {
    const auto mode = dll::load_mode::rtld_now | dll::load_mode::rtld_local;
    dll::shared_library& library = keep(dll::shared_library(std::filesystem::absolute(file), mode));
    if (!library.has(QUERN_ENTRY_SYMBOL))
      throw refused(file, std::string("it has no entry function ") + QUERN_ENTRY_SYMBOL);
    const quern_plugin* descriptor = library.get<Entry>(QUERN_ENTRY_SYMBOL)();
    if (const std::string wrong = handshake_objection(descriptor); !wrong.empty()) throw refused(file, wrong);
    return {file, descriptor, read_options(*descriptor)};
  } catch (const InputError& e) {
    throw refused(file, e.what());
  } catch (const dll::fs::system_error& e) {
    throw refused(file, std::string("it cannot be loaded (") + e.what() + ")");
  }
}

}  // namespace quern::plugins
