#include "plugin/exchange/conversation/conversation.hpp"

#include <utility>

#include "plugin/exchange/conversation/response_checks.hpp"

namespace passback::exchange {

void Conversation::sign_in(std::function<void(const oneroster::Token&)> then) {
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
  steps_.ask_for_token(scope, [this, scope, then = std::move(then)](const Response& response) {
    if (!response.answer) {
      checks_.add(explain_silence("token", "A token could not be fetched" + at_token_url() + ".",
                                  response));
      steps_.end();
      return;
    }
    auto token = oneroster::read_token_answer(*response.answer);
    const auto fewer =
        oneroster::refuses_scope(*response.answer) ? oneroster::with_fewer_scopes(scope) : "";
    if (!fewer.empty()) {
      ask_for_token(fewer, then);
      return;
    }
    if (!token) {
      const auto& why = info(token.error().code);
      checks_.fail("token",
                   "The SIS gave no token" + at_token_url() + ": " + std::string(why.sentence),
                   std::string(why.administrator), token.error().detail);
      steps_.end();
      return;
    }
    if (token->granted_scope.empty() && scope != partner_.asked_scope) {
      token->granted_scope = scope;
    }
    reads_ = oneroster::roster_reads(partner_.asked_scope, token->granted_scope);
    if (then) {
      then(*token);
    }
  });
}

void Conversation::learn(outbox::SisDocumentKind kind, std::string key, std::string document) {
  learned_.push_back({kind, std::move(key), std::move(document)});
}

} // namespace passback::exchange
