#include "plugin/exchange/conversation/conversation_steps.hpp"

#include <iterator>
#include <utility>

#include "plugin/exchange/conversation/explain.hpp"

namespace passback::exchange {

std::optional<Turn> ConversationSteps::next() {
  while (!turn_ && !steps_.empty()) {
    const Step& step = steps_.front();
    if (step.scope) {
      turn_ = Turn{step.name, true, *step.scope, {}};
      break;
    }
    if (auto request = step.ask()) {
      turn_ = Turn{step.name, false, {}, std::move(*request)};
    } else {
      steps_.pop_front();
    }
  }
  return turn_;
}

void ConversationSteps::hear(const Heard& heard) {
  if (!turn_) {
    return;
  }
  const Step step = std::move(steps_.front());
  steps_.pop_front();
  turn_.reset();
  listening_ = true;
  step.ear(heard);
  listening_ = false;
  if (ended_) {
    steps_.clear();
    added_.clear();
  }
  steps_.insert(steps_.begin(), std::make_move_iterator(added_.begin()),
                std::make_move_iterator(added_.end()));
  added_.clear();
}

void ConversationSteps::add(Step step) {
  if (listening_) {
    added_.push_back(std::move(step));
  } else {
    steps_.push_back(std::move(step));
  }
}

void ConversationSteps::say(std::string step, oneroster::HttpRequest request, Ear ear) {
  add({std::move(step),
       {},
       [request = std::move(request)] { return std::optional(request); },
       std::move(ear)});
}

void ConversationSteps::say(std::string step, Ask ask, Ear ear) {
  add({std::move(step), {}, std::move(ask), std::move(ear)});
}

void ConversationSteps::say_list(const std::string& step, oneroster::PageLoop list, ListEar then) {
  if (!list.next_url()) {
    return;
  }
  auto request = oneroster::read_request(*list.next_url());
  say(step, std::move(request),
      [this, step, list = std::move(list), then = std::move(then)](const Heard& heard) {
        auto so_far = list;
        const bool read = answered_well(heard) && so_far.add(*heard.answer);
        if (read && so_far.next_url()) {
          say_list(step, std::move(so_far), then);
        } else {
          then(read, so_far, heard);
        }
      });
}

void ConversationSteps::ask_for_token(std::string scope, Ear ear) {
  add({"token", std::move(scope), {}, std::move(ear)});
}

} // namespace passback::exchange
