// A recording of a conversation, redacted (redaction.hpp), and its replay: the same conversation
// held with the recorded answers has to end in the recorded report. So what an SIS did once is a
// test from then on.
//
// passback.recording/1: {"kind", "profile", "partner": {...}, "input": {...}, "exchanges":
// [{"step", "method", "url", "body", "at_unix_ms", "answer": {"status", "headers", "body"} or
// "failed": code id}], "report": {...}}. `answer.body` is JSON, or a text for what was none. A
// request for a token has no address here; it has "scope" where it asked for less than the first.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "plugin/exchange/conversation/conversation.hpp"
#include "plugin/exchange/conversation/redaction.hpp"
#include "plugin/oneroster/profile/profile_catalog.hpp"

namespace passback::exchange {

class Recorder {
 public:
  Recorder(std::string_view kind, const Partner& partner, std::string_view input);
  void exchange(const NextStep& step, const Response& response);
  /// The recording; empty if it grew beyond what is worth keeping.
  std::string finish(const boost::json::object& report);

 private:
  Redaction redaction_;
  std::string asked_scope_;
  boost::json::object head_;
  boost::json::array exchanges_;
  std::size_t size_ = 0;
};

/// The report that the conversation gives now. Code::document for a recording that cannot be read,
/// or when what would be asked now differs from what was recorded: the detail names the step.
Result<boost::json::object> replay(std::string_view recording,
                                   const oneroster::ProfileCatalog& profiles);

} // namespace passback::exchange
