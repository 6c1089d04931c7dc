#pragma once
// A stored object as one version shows it: the members that the version knows, references with
// their href.
#include <string>

#include "host_stub/sis/context.hpp"
#include "host_stub/sis/json.hpp"

namespace host_stub::sis {

/// Where clients of this version find an object: "http://host/ims/oneroster/…/classes/c1".
std::string href_of(const Context& context, Kind kind, std::string_view id);

/// Puts a value under the envelope's member, in the word that this system has for it.
void enclose(json::object& body, const SisConfig& config, std::string_view word, json::value value);

json::object project(const Context& context, Kind kind, const json::object& stored);

} // namespace host_stub::sis
