#pragma once
// Whether what is there is what the story says. Pure.
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace host_stub::story {

// Whether the text holds these words; "..." among them stands for anything.
bool says(std::string_view text, std::string_view words);

// All texts in a document, a line each: what a person may read of it.
std::string words_of(const boost::json::value& document);

// What stands at a path: names and positions with dots between, and [name=value] for the first
// element of a list that has it: "fields[name=period_map].choices.0.title". nullptr: nothing.
const boost::json::value* at_path(const boost::json::value& document, std::string_view path);

// Whether the value is what was expected: numbers by what they are worth, "true" like true, a text
// with "..." by its words, of a map only the members that were named, null for what is not there.
bool is_as(const boost::json::value& expected, const boost::json::value* actual);

// For a person: as it would be typed.
std::string shown(const boost::json::value* value);

} // namespace host_stub::story
