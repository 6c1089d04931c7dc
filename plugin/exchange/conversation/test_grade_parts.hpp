// What the parts of the test grade share.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "plugin/exchange/conversation/test_grade.hpp"

namespace passback::exchange::test_grade {

inline constexpr std::string_view kLineItem = "lineItem";
inline constexpr std::string_view kResult = "result";

/// The record of a document of ours, out of its envelope.
boost::json::object inside(const std::string& body, std::string_view envelope);
/// The SIS has said no: nothing of it is there. Anything else may be stored.
bool clear_no(const Heard& heard);
/// The catalogue's next step for a document that cannot be made.
struct CannotSay {
  std::string sentence, next_step, detail;
};
CannotSay cannot_say(std::string_view what, const Error& error);

} // namespace passback::exchange::test_grade
