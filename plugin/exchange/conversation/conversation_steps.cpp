#include "plugin/exchange/conversation/conversation_steps.hpp"

#include <iterator>
#include <utility>

#include "plugin/exchange/conversation/response_checks.hpp"

namespace passback::exchange {

std::optional<NextStep> ConversationSteps::next() {
  while (!next_ && !steps_.empty()) {
    const Step& step = steps_.front();
    if (step.scope) {
      next_ = NextStep{step.name, true, *step.scope, {}};
      break;
    }
    if (auto request = step.make()) {
      next_ = NextStep{step.name, false, {}, std::move(*request)};
    } else {
      steps_.pop_front();
    }
  }
  return next_;
}

void ConversationSteps::take_response(const Response& response) {
  if (!next_) {
    return;
  }
  const Step step = std::move(steps_.front());
  steps_.pop_front();
  next_.reset();
  handling_ = true;
  step.handler(response);
  handling_ = false;
  if (ended_) {
    steps_.clear();
    added_.clear();
  }
  steps_.insert(steps_.begin(), std::make_move_iterator(added_.begin()),
                std::make_move_iterator(added_.end()));
  added_.clear();
}

void ConversationSteps::add(Step step) {
  if (handling_) {
    added_.push_back(std::move(step));
  } else {
    steps_.push_back(std::move(step));
  }
}

void ConversationSteps::ask(std::string step, oneroster::HttpRequest request,
                            ResponseHandler handler) {
  add({std::move(step),
       {},
       [request = std::move(request)] { return std::optional(request); },
       std::move(handler)});
}

void ConversationSteps::ask(std::string step, MakeRequest make, ResponseHandler handler) {
  add({std::move(step), {}, std::move(make), std::move(handler)});
}

void ConversationSteps::read_list(const std::string& step, oneroster::PageLoop list,
                                  ListHandler then) {
  if (!list.next_url()) {
    return;
  }
  auto request = oneroster::read_request(*list.next_url());
  ask(step, std::move(request),
      [this, step, list = std::move(list), then = std::move(then)](const Response& response) {
        auto so_far = list;
        const bool read = answered_well(response) && so_far.add(*response.answer);
        if (read && so_far.next_url()) {
          read_list(step, std::move(so_far), then);
        } else {
          then(read, so_far, response);
        }
      });
}

void ConversationSteps::ask_for_token(std::string scope, ResponseHandler handler) {
  add({"token", std::move(scope), {}, std::move(handler)});
}

} // namespace passback::exchange
