#include "plugin/exchange/conversation/recording.hpp"

#include <utility>

#include <boost/json/serialize.hpp>

#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/platform/try.hpp"

namespace passback::exchange {
namespace {

namespace json = boost::json;
using oneroster::AuthWay;
using oneroster::member;
using oneroster::text_of;

constexpr std::size_t kLargest = 512 * 1024;

std::string_view name_of(AuthWay way) {
  switch (way) {
  case AuthWay::oauth1_signature:
    return "oauth1";
  case AuthWay::oauth2_client_credentials:
    return "oauth2";
  case AuthWay::fixed_token:
    break;
  }
  return "fixed_token";
}

AuthWay way_of(std::string_view name) {
  return name == "oauth1"   ? AuthWay::oauth1_signature
         : name == "oauth2" ? AuthWay::oauth2_client_credentials
                            : AuthWay::fixed_token;
}

Error unreadable(const std::string& what) {
  return Error{Code::document, what};
}

const json::object* object_in(const json::object& object, std::string_view name) {
  const auto* value = member(object, name);
  return value == nullptr ? nullptr : value->if_object();
}

Response response_of(const json::object& exchange) {
  Response response;
  if (const auto* at = member(exchange, "at_unix_ms"); at != nullptr && at->is_int64()) {
    response.now_unix_ms = at->get_int64();
  }
  const auto* answer = object_in(exchange, "answer");
  if (answer == nullptr) {
    const auto* why = find_code(text_of(member(exchange, "failed")));
    response.code = why == nullptr ? Code::sis_unreachable : why->code;
    return response;
  }
  oneroster::HttpAnswer came;
  if (const auto* status = member(*answer, "status"); status != nullptr && status->is_int64()) {
    came.status = static_cast<int>(status->get_int64());
  }
  if (const auto* headers = object_in(*answer, "headers")) {
    for (const auto& header : *headers) {
      came.headers.push_back({std::string(header.key()), text_of(&header.value())});
    }
  }
  if (const auto* body = member(*answer, "body")) {
    came.body = body->is_string() ? text_of(body) : json::serialize(*body);
  }
  response.answer = std::move(came);
  return response;
}

Result<Partner> partner_of(const json::object& recording,
                           const oneroster::ProfileCatalog& profiles) {
  const auto* with = object_in(recording, "partner");
  if (with == nullptr) {
    return unreadable("partner: missing");
  }
  Partner partner;
  partner.profile = profiles.find(text_of(member(recording, "profile")));
  if (partner.profile == nullptr) {
    return profiles.why_not(text_of(member(recording, "profile")));
  }
  partner.endpoint.version = partner.profile->oneroster;
  partner.endpoint.rostering_base = text_of(member(*with, "rostering_base"));
  partner.endpoint.gradebook_base = text_of(member(*with, "gradebook_base"));
  partner.endpoint.token_url = text_of(member(*with, "token_url"));
  partner.way = way_of(text_of(member(*with, "way")));
  partner.asked_scope = text_of(member(*with, "asked_scope"));
  return partner;
}

} // namespace

Recorder::Recorder(std::string_view kind, const Partner& partner, std::string_view input)
    : asked_scope_(partner.asked_scope) {
  const auto value = oneroster::read_json(input);
  json::value redacted_input = value ? *value : json::value(json::object());
  if (const auto* object = redacted_input.if_object()) {
    redaction_.person(text_of(member(*object, "student_id")));
    if (const auto* samples = member(*object, "samples");
        samples != nullptr && samples->is_array()) {
      for (const auto& one : samples->get_array()) {
        const auto* sample = one.if_object();
        if (sample != nullptr && text_of(member(*sample, "kind")) != "class") {
          redaction_.person(text_of(member(*sample, "sis_id")));
        }
      }
    }
  }
  head_["schema"] = "passback.recording/1";
  head_["kind"] = kind;
  head_["profile"] = partner.profile->name;
  head_["partner"] = json::object{{"rostering_base", partner.endpoint.rostering_base},
                                  {"gradebook_base", partner.endpoint.gradebook_base},
                                  {"token_url", partner.endpoint.token_url},
                                  {"way", name_of(partner.way)},
                                  {"asked_scope", partner.asked_scope}};
  head_["input"] = redaction_.texts(redacted_input);
}

void Recorder::exchange(const NextStep& step, const Response& response) {
  json::object line{{"step", step.name}, {"at_unix_ms", response.now_unix_ms}};
  if (step.token && step.scope != asked_scope_) {
    line["scope"] = step.scope;
  }
  if (!step.token) {
    line["method"] = step.request.method;
    line["url"] = redaction_.url(step.request.url);
    if (!step.request.body.empty()) {
      line["body"] = redaction_.body(step.request.body, true);
    }
  }
  if (response.answer) {
    json::object answer{{"status", response.answer->status},
                        {"headers", redaction_.headers(*response.answer)}};
    if (!response.answer->body.empty()) {
      answer["body"] = redaction_.body(response.answer->body);
    }
    line["answer"] = std::move(answer);
  } else {
    line["failed"] = info(response.code).id;
  }
  size_ += json::serialize(line).size();
  if (size_ <= kLargest) {
    exchanges_.push_back(std::move(line));
  } else {
    exchanges_.clear();
  }
}

std::string Recorder::finish(const json::object& report) {
  if (size_ > kLargest) {
    return {};
  }
  head_["exchanges"] = std::move(exchanges_);
  head_["report"] = redaction_.texts(report);
  return json::serialize(head_);
}

Result<json::object> replay(std::string_view recording, const oneroster::ProfileCatalog& profiles) {
  const auto value = oneroster::read_json(recording);
  const auto* whole = value ? value->if_object() : nullptr;
  if (whole == nullptr || text_of(member(*whole, "schema")) != "passback.recording/1") {
    return unreadable("this is no passback.recording/1");
  }
  PASSBACK_TRY_AS(auto partner, partner_of(*whole, profiles));
  const std::string asked_scope = partner.asked_scope;
  const auto* input = member(*whole, "input");
  auto made = make_conversation(text_of(member(*whole, "kind")), std::move(partner),
                                input == nullptr ? "{}" : json::serialize(*input));
  if (!made) {
    return made.error();
  }
  auto& conversation = **made;
  const auto* exchanges = member(*whole, "exchanges");
  const auto* list = exchanges == nullptr ? nullptr : exchanges->if_array();
  if (list == nullptr) {
    return unreadable("exchanges: missing");
  }
  for (const auto& one : *list) {
    const auto* exchange = one.if_object();
    const auto next = conversation.next();
    if (exchange == nullptr || !next) {
      return unreadable("the conversation is over before the recording is");
    }
    const std::string step = text_of(member(*exchange, "step"));
    const std::string method = text_of(member(*exchange, "method"));
    const std::string url = text_of(member(*exchange, "url"));
    const auto* scope = member(*exchange, "scope");
    if (next->token && next->scope != (scope == nullptr ? asked_scope : text_of(scope))) {
      return unreadable(step + ": now it would ask for " + next->scope);
    }
    if (next->name != step || next->request.method != method || next->request.url != url) {
      return unreadable(step + " " + method + " " + url + ": now it would be " + next->name + " " +
                        next->request.method + " " + next->request.url);
    }
    conversation.take_response(response_of(*exchange));
  }
  if (const auto more = conversation.next()) {
    return unreadable("the recording ends before the step " + more->name);
  }
  return conversation.report();
}

} // namespace passback::exchange
