// The steps of a conversation: what is asked next, and what handles the response. Pure.
//
// Each step has a request, perhaps made only when the step is the next, and a handler; what a
// handler adds is asked before what was already planned.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "plugin/oneroster/reads/paging.hpp"
#include "plugin/oneroster/wire/http.hpp"
#include "plugin/platform/codes.hpp"

namespace passback::exchange {

/// What is to be asked next. Without credentials: whoever carries it adds them.
struct NextStep {
  std::string name;   ///< "token", "read_classes", ...; it stands in recordings
  bool token = false; ///< a token is to be fetched; there is no request then
  std::string scope;  ///< asked for with the token
  oneroster::HttpRequest request;
};

/// What came of it.
struct Response {
  std::optional<oneroster::HttpAnswer> answer;
  Code code = Code::none; ///< what happened instead of an answer
  std::int64_t now_unix_ms = 0;
};

using ResponseHandler = std::function<void(const Response&)>;

class ConversationSteps {
 public:
  using MakeRequest =
      std::function<std::optional<oneroster::HttpRequest>()>; ///< nothing = the step is left out
  /// `read`: the whole list was read. `last`: the last answer.
  using ListHandler =
      std::function<void(bool read, const oneroster::PageLoop& list, const Response& last)>;

  ConversationSteps() = default;
  ConversationSteps(const ConversationSteps&) = delete;
  ConversationSteps& operator=(const ConversationSteps&) = delete;

  void ask(std::string step, oneroster::HttpRequest request, ResponseHandler handler);
  void ask(std::string step, MakeRequest make, ResponseHandler handler);
  /// Reads a whole list, page by page.
  void read_list(const std::string& step, oneroster::PageLoop list, ListHandler then);
  void ask_for_token(std::string scope, ResponseHandler handler);
  /// Nothing more is asked.
  void end() { ended_ = true; }

  /// The next thing to ask; nothing = it is over. The same again until its response was taken.
  std::optional<NextStep> next();
  void take_response(const Response& response);

 private:
  struct Step {
    std::string name;
    std::optional<std::string> scope; ///< of a token
    MakeRequest make;
    ResponseHandler handler;
  };
  void add(Step step);

  std::deque<Step> steps_;
  std::optional<NextStep> next_; ///< of the first step
  std::vector<Step> added_;      ///< while a handler runs
  bool handling_ = false;
  bool ended_ = false;
};

} // namespace passback::exchange
