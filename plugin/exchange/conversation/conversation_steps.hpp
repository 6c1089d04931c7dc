// The steps of a conversation: what is said next, and who listens to what comes of it. Pure.
//
// Each step has a request, perhaps made only when its turn has come, and an ear; what an ear adds
// is said before what was already planned.
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

/// What is to be said next. Without credentials: whoever carries it adds them.
struct Turn {
  std::string step;   ///< "token", "read_classes", ...; names it in recordings
  bool token = false; ///< a token is to be fetched; there is no request then
  std::string scope;  ///< asked for with the token
  oneroster::HttpRequest request;
};

/// What came of it.
struct Heard {
  std::optional<oneroster::HttpAnswer> answer;
  Code code = Code::none; ///< what happened instead of an answer
  std::int64_t now_unix_ms = 0;
};

using Ear = std::function<void(const Heard&)>;

class ConversationSteps {
 public:
  using Ask =
      std::function<std::optional<oneroster::HttpRequest>()>; ///< nothing = the step is left out
  /// `read`: the whole list was read. `last`: the last answer.
  using ListEar =
      std::function<void(bool read, const oneroster::PageLoop& list, const Heard& last)>;

  ConversationSteps() = default;
  ConversationSteps(const ConversationSteps&) = delete;
  ConversationSteps& operator=(const ConversationSteps&) = delete;

  void say(std::string step, oneroster::HttpRequest request, Ear ear);
  void say(std::string step, Ask ask, Ear ear);
  /// Reads a whole list, page by page.
  void say_list(const std::string& step, oneroster::PageLoop list, ListEar then);
  void ask_for_token(std::string scope, Ear ear);
  /// Nothing more is said.
  void end() { ended_ = true; }

  /// The next thing to say; nothing = it is over. Gives the same again until hear was called.
  std::optional<Turn> next();
  void hear(const Heard& heard);

 private:
  struct Step {
    std::string name;
    std::optional<std::string> scope; ///< of a token
    Ask ask;
    Ear ear;
  };
  void add(Step step);

  std::deque<Step> steps_;
  std::optional<Turn> turn_; ///< of the first step
  std::vector<Step> added_;  ///< while an ear listens
  bool listening_ = false;
  bool ended_ = false;
};

} // namespace passback::exchange
