#pragma once
// A plugin beside which a story's own SIS profile lies.
#include <filesystem>
#include <string>

#include <boost/json/object.hpp>

namespace host_stub::story {

// Lays a plugin into `folder`: the library and the profiles of `manifest`, and a profile `name` of
// that OneRoster version with these sections (docs/sis-profiles-format.md). Its manifest.
std::filesystem::path plugin_with_profile(const std::filesystem::path& manifest,
                                          const std::filesystem::path& folder,
                                          const std::string& name, const std::string& version,
                                          const boost::json::object& sections);

} // namespace host_stub::story
