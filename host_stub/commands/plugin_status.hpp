#pragma once
// Reads of a lms.status/1 document (docs/documents.md) what a host needs; members that it does not
// have are passed over.
#include <cstdint>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "host_stub/commands/names.hpp"

namespace host_stub::commands {

// How many records are on their way, or will go without anybody's help; 0: nothing is left to
// deliver.
std::int64_t pending_in(const boost::json::value& status);

// How many will not go before a person has done something.
std::int64_t stuck_in(const boost::json::value& status);
// Results, in whatever state.
std::int64_t results_in(const boost::json::value& status);
// What people asked of the SIS (a test, a list) and has not ended.
std::int64_t open_jobs_in(const boost::json::value& status);
// Whether the plugin is still reading scores from the gradebook, which nobody has looked at yet.
bool is_reading(const boost::json::value& status);
// What it has not looked at, in one sentence; empty: nothing.
std::string unread_in(const boost::json::value& status);
// Whether nothing goes before somebody says whether the site moved or is a copy.
bool is_held(const boost::json::value& status);

// What is not delivered, counted by the reason, a sentence each; empty: everything is delivered.
std::vector<std::string> left_in(const boost::json::value& status);

// Of the records of a class, those that a person has to see to: each activity with the reason of
// what stands still, and whose grades these are. At most `most` lines, and how many more there are.
std::vector<std::string> attention_in(const boost::json::value& status, Names& names,
                                      std::size_t most);

// The document for people: what is where, which SIS accounts are in trouble and why, and whether
// delivery is held.
std::string status_text(const boost::json::value& status, Names& names);

} // namespace host_stub::commands
