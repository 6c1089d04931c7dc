#include "plugin/exchange/conversation/conversation.hpp"

#include <utility>

#include "plugin/exchange/conversation/response_checks.hpp"

namespace passback::exchange {

void Conversation::sign_in(std::function<void(const oneroster::Token&)> then) {
  if (partner_.way == oneroster::AuthWay::oauth2_client_credentials) {
    ask_for_token(partner_.asked_scope, std::move(then));
  }
}

Phrase Conversation::with_token_url(std::string_view key, std::vector<texts::Param> params) const {
  const auto& url = partner_.endpoint.token_url;
  if (url.empty()) {
    return say(key, std::move(params));
  }
  params.push_back({"url", url.substr(0, url.find('?'))});
  return say(std::string(key) + "_at", std::move(params));
}

boost::json::object Conversation::kept_report() const {
  auto kept = report();
  kept["checks"] = checks_.to_kept_json();
  return kept;
}

void Conversation::ask_for_token(const std::string& scope,
                                 std::function<void(const oneroster::Token&)> then) {
  steps_.ask_for_token(scope, [this, scope, then = std::move(then)](const Response& response) {
    if (!response.answer) {
      checks_.add(explain_silence("token", with_token_url("check.token.not_fetched"), response));
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
      const auto why = token.error().code;
      checks_.fail("token", with_token_url("check.token.none", {{"why", texts::sentence_of(why)}}),
                   texts::administrator_of(why), token.error().detail);
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
