// The descriptor.
#include <string_view>

#include <curl/curlver.h>
#include <openssl/opensslv.h>
#include <sqlite3.h>

#include "plugin/abi/table.hpp"
#include "plugin/outbox/sqlite/schema.hpp"

namespace passback::abi {
namespace {

constexpr lms_str text(std::string_view literal) {
  return {literal.data(), literal.size()};
}

} // namespace

// What the libraries really are at run time is known only after asking them, which may initialise
// them; so the descriptor names what the module was built with, and the status document what it
// runs with.
constinit const lms_plugin_info kInfo{
    .struct_size = sizeof(lms_plugin_info),
    .flags = LMS_PLUGIN_STAYS_LOADED | LMS_PLUGIN_OWNS_THREADS,
    .id = text("org.passback.oneroster"),
    .name = text("Passback for OneRoster"),
    .vendor = text("The Passback project"),
    .version = text(PASSBACK_VERSION),
    .build_id = text("passback " PASSBACK_VERSION ", " PASSBACK_COMPILER),
    .license = text("Apache-2.0"),
    .standards = text("OneRoster 1.1, OneRoster 1.2"),
    .transport_info =
        text("libcurl " LIBCURL_VERSION ", " OPENSSL_VERSION_TEXT ", SQLite " SQLITE_VERSION),
    .state_format = text(outbox::kFormat),
};

} // namespace passback::abi
