#pragma once
// The settings files of profiles/, which travel inside the program: how each SIS is known to
// behave.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host_stub::sis {

std::vector<std::string> profile_names();
/// The YAML text, or nothing.
std::optional<std::string_view> profile_text(std::string_view name);

} // namespace host_stub::sis
