// Reads a profile file by the table of fields.
#pragma once

#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "plugin/oneroster/profile/profile.hpp"

namespace passback::oneroster {

/// The profile of a file that the schema has taken.
Profile read_profile(const boost::json::object& document);
/// A profile of which only these two are set. What the specification itself requires is the
/// default.
Profile default_profile(OneRosterVersion version, Gradebook gradebook = Gradebook::of_class);
/// The value of "documents.title_max"; nullptr = the file does not set it.
const boost::json::value* value_at(const boost::json::object& document, std::string_view path);

/// The readers of the fields with a form of their own.
void read_evidence(Profile& profile, const boost::json::value& found);
void read_scales(Profile& profile, const boost::json::value& found);
void read_answers(Profile& profile, const boost::json::value& found);

} // namespace passback::oneroster
