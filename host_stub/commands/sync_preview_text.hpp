#pragma once
// A preview (lms.preview/1) as a teacher reads it at a terminal. Pure but for the names it asks
// for.
#include <cstdint>
#include <string>

#include <boost/json/value.hpp>

#include "host_stub/commands/names.hpp"

namespace host_stub::commands {

// What becomes of a row of the preview.
enum class RowFate {
  by_send,   // it goes when somebody sends
  by_itself, // it goes, or waits for something that passes
  there,     // there is nothing to do about it
  stuck,     // a person has to do something first
};
RowFate fate_of(const boost::json::value& cell);

// How many rows of the preview meet that fate.
std::int64_t rows_in(const boost::json::value& preview, RowFate fate);

// What goes with each member from and to, notes, what does not go and why, the questions that are
// open, and the sum of it all.
std::string preview_text(const boost::json::value& preview, Names& names);

// "Essay", "Essay: R.2": the activity of a row, and the standard that it is of.
std::string activity_of(const boost::json::value& cell, Names& names);
// A reason in words, with what a teacher can do about it.
// What a question says, and of which activity it is.
std::string asked_text(const boost::json::value& question);
std::string reason_for_teacher(const boost::json::value& holder);

} // namespace host_stub::commands
