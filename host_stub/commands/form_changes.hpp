#pragma once
// A form of the plugin (lms.form/1) at a terminal: shown as a table, and filled in by NAME=VALUE.
// Pure.
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "host_stub/support/failure.hpp"

namespace host_stub::commands {

// The form's notes, each field by the name that NAME=VALUE takes, with what holds, and what there
// is to choose from.
std::string form_text(const boost::json::value& form);

// What a form wants to be sent back for these changes. A row of a map is NAME.ROW; rows, choices
// and activities may be called by their titles; an empty value puts a field back to what is said
// above it.
Result<boost::json::object> save_of(const boost::json::value& form,
                                    const std::vector<std::string>& changes);

} // namespace host_stub::commands
