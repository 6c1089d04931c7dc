#pragma once
// The story of one record (lms.history/1) as people read it. Pure but for the names it asks for.
#include <string>

#include <boost/json/value.hpp>

#include "host_stub/commands/names.hpp"

namespace host_stub::commands {

// What it is and how it stands, then what happened to it, by whom, and what was answered; the
// oldest line first.
std::string history_text(const boost::json::value& history, Names& names);

} // namespace host_stub::commands
