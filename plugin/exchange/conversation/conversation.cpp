#include "plugin/exchange/conversation/conversation.hpp"

#include <iterator>
#include <utility>

#include "plugin/exchange/conversation/explain.hpp"

namespace passback::exchange {

std::optional<Turn> Conversation::next() {
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

void Conversation::hear(const Heard& heard) {
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

void Conversation::add(Step step) {
  if (listening_) {
    added_.push_back(std::move(step));
  } else {
    steps_.push_back(std::move(step));
  }
}

void Conversation::say(std::string step, oneroster::HttpRequest request, Ear ear) {
  add({std::move(step),
       {},
       [request = std::move(request)] { return std::optional(request); },
       std::move(ear)});
}

void Conversation::say(std::string step, Ask ask, Ear ear) {
  add({std::move(step), {}, std::move(ask), std::move(ear)});
}

void Conversation::say_list(const std::string& step, oneroster::PageLoop list, ListEar then) {
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

void Conversation::say_hello(std::function<void(const oneroster::Token&)> then) {
  if (partner_.way == oneroster::AuthWay::oauth2_client_credentials) {
    ask_for_token(partner_.asked_scope, std::move(then));
  }
}

std::string Conversation::at_token_url() const {
  const auto& url = partner_.endpoint.token_url;
  return url.empty() ? std::string() : " at " + url.substr(0, url.find('?'));
}

void Conversation::ask_for_token(const std::string& scope,
                                 std::function<void(const oneroster::Token&)> then) {
  add({"token", scope, {}, [this, scope, then = std::move(then)](const Heard& heard) {
         if (!heard.answer) {
           checks_.add(explain_silence(
               "token", "A token could not be fetched" + at_token_url() + ".", heard));
           end();
           return;
         }
         auto token = oneroster::read_token_answer(*heard.answer);
         const auto fewer =
             oneroster::refuses_scope(*heard.answer) ? oneroster::with_fewer_scopes(scope) : "";
         if (!fewer.empty()) {
           ask_for_token(fewer, then);
           return;
         }
         if (!token) {
           const auto& why = info(token.error().code);
           checks_.fail("token",
                        "The SIS gave no token" + at_token_url() + ": " + std::string(why.sentence),
                        std::string(why.administrator), token.error().detail);
           end();
           return;
         }
         if (token->granted_scope.empty() && scope != partner_.asked_scope) {
           token->granted_scope = scope;
         }
         reads_ = oneroster::roster_reads(partner_.asked_scope, token->granted_scope);
         if (then) {
           then(*token);
         }
       }});
}

void Conversation::end() {
  ended_ = true;
}

void Conversation::learn(outbox::SisDocumentKind kind, std::string key, std::string document) {
  learned_.push_back({kind, std::move(key), std::move(document)});
}

} // namespace passback::exchange
