// A pilot: sync is on for everyone, or only for some domains, classes or teachers. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "plugin/gradebook/ids.hpp"

namespace passback::settings {

/// Of those that the switch "Allow grades to be sent to the SIS" lets send. The nearest word of the
/// domain tree counts, as a whole.
struct OnFor {
  bool everyone = true;             ///< then the lists are empty
  std::vector<std::string> domains; ///< with all below them
  std::vector<std::string> classes;
  std::vector<std::string> teachers; ///< each with all classes that she teaches
  bool operator==(const OnFor&) const = default;
};

boost::json::value to_value(const OnFor& rule);
/// "everyone", or {"who": "only", "domains", "classes", "teachers"} with at least one of somebody.
bool from_value(const boost::json::value& value, OnFor& rule);

/// Whether it is on for a class in the last domain of `path`, with these teachers.
bool is_on_for(const OnFor& rule, std::span<const gradebook::DomainId> path,
               const gradebook::ClassId& class_id, const std::vector<std::string>& teachers);

/// After this change it may be on for somebody for whom it was not.
bool joins(const std::optional<OnFor>& before, const std::optional<OnFor>& after);

} // namespace passback::settings
