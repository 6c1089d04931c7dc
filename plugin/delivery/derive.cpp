#include "plugin/delivery/derive.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "plugin/oneroster/routes.hpp"

namespace passback::delivery {

namespace {

using oneroster::CategoryInput;
using oneroster::LineItemInput;
using oneroster::ResultInput;

Result<std::string> document(const PlannedRequest& planned, std::int64_t now_unix_ms) {
  const auto& profile = *planned.route->profile;
  const auto& endpoint = planned.route->endpoint;
  const oneroster::DocumentContext context{now_unix_ms};
  if (const auto* line_item = std::get_if<LineItemInput>(&planned.content)) {
    return oneroster::line_item_document(profile, endpoint, *line_item, context);
  }
  if (const auto* result = std::get_if<ResultInput>(&planned.content)) {
    return oneroster::result_document(profile, endpoint, *result, context);
  }
  if (const auto* category = std::get_if<CategoryInput>(&planned.content)) {
    return oneroster::category_document(profile, endpoint, *category, context);
  }
  return Error{Code::kind_unsupported, {}};
}

// A tombstone is the last document with another status. In our own JSON this text can only be that
// member: inside a string value each quotation mark has a backslash before it.
Result<std::string> tombstone_of(std::string text) {
  constexpr std::string_view kActive = R"("status":"active")";
  const auto at = text.find(kActive);
  if (at == std::string::npos) {
    return Error{Code::withdrawal_unsupported, {}};
  }
  text.replace(at, kActive.size(), R"("status":"tobedeleted")");
  return text;
}

std::string url_of(const PlannedRequest& planned) {
  const auto& endpoint = planned.route->endpoint;
  switch (planned.kind) {
  case outbox::Kind::line_item:
    return oneroster::line_item_url(endpoint, planned.wire_id);
  case outbox::Kind::result:
    return oneroster::result_url(endpoint, planned.wire_id);
  case outbox::Kind::category:
  case outbox::Kind::score_scale:
    break;
  }
  return oneroster::category_url(endpoint, planned.wire_id);
}

} // namespace

Result<oneroster::HttpRequest> write_request(const PlannedRequest& planned,
                                             std::int64_t now_unix_ms) {
  oneroster::HttpRequest request;
  request.url = url_of(planned);
  request.headers.push_back({"Accept", "application/json"});
  if (planned.write == Write::remove) {
    request.method = "DELETE";
    return request;
  }
  auto body = document(planned, now_unix_ms);
  if (body && planned.write == Write::tombstone) {
    body = tombstone_of(std::move(*body));
  }
  if (!body) {
    return body.error();
  }
  request.method = "PUT";
  request.headers.push_back({"Content-Type", "application/json"});
  request.body = std::move(*body);
  return request;
}

Status check_derivable(const PlannedRequest& planned, std::int64_t now_unix_ms) {
  if (planned.write == Write::remove) {
    return ok_status();
  }
  const gradebook::SourcedId to_be_read{"to-be-read"};
  PlannedRequest trial = planned;
  if (auto* line_item = std::get_if<LineItemInput>(&trial.content)) {
    if (trial.read_class && line_item->school_id.empty()) {
      line_item->school_id = to_be_read;
    }
    if (trial.read_line_item) {
      carry_over(trial, {trial.wire_id, to_be_read, to_be_read, to_be_read, true});
    }
  }
  auto body = document(trial, now_unix_ms);
  return body ? ok_status() : Status(body.error());
}

void use_class(PlannedRequest& planned, const oneroster::SisClass& sis_class) {
  if (auto* line_item = std::get_if<LineItemInput>(&planned.content);
      line_item != nullptr && line_item->school_id.empty()) {
    line_item->school_id = sis_class.school_id;
  }
}

void carry_over(PlannedRequest& planned, const oneroster::SisLineItem& in_sis) {
  auto* line_item = std::get_if<LineItemInput>(&planned.content);
  if (line_item == nullptr) {
    return;
  }
  // What the SIS does not show it does not own: our value then stays.
  const auto keep = [](gradebook::SourcedId& ours, const gradebook::SourcedId& theirs) {
    if (!theirs.empty()) {
      ours = theirs;
    }
  };
  keep(line_item->category_id, in_sis.category_id);
  keep(line_item->grading_period_id, in_sis.grading_period_id);
  keep(line_item->school_id, in_sis.school_id);
}

oneroster::HttpRequest read_request(std::string url) {
  oneroster::HttpRequest request;
  request.method = "GET";
  request.url = std::move(url);
  request.headers.push_back({"Accept", "application/json"});
  return request;
}

} // namespace passback::delivery
