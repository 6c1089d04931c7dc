#pragma once
// The files that `configure --set` takes.
#include <filesystem>

#include <boost/json/object.hpp>

#include "host_stub/support/failure.hpp"

namespace host_stub::commands {

// A YAML (or JSON, which is YAML) file with one map in it; a refusal names line and column.
Result<boost::json::object> read_settings_file(const std::filesystem::path& file);

} // namespace host_stub::commands
