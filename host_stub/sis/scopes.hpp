#pragma once
// The OAuth 2 scopes of OneRoster 1.1 and 1.2: their full addresses, and which there are.
#include <string>
#include <string_view>
#include <vector>

#include "host_stub/sis/model.hpp"

namespace host_stub::sis {

/// "https://purl.imsglobal.org/spec/or/v1p2/scope/gradebook.createput" for ("gradebook.createput",
/// v1p2).
std::string scope_address(Version version, std::string_view suffix);
/// Full addresses, both versions.
const std::vector<std::string>& all_scopes();
bool is_known_scope(std::string_view address);

} // namespace host_stub::sis
