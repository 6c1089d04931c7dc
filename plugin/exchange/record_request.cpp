#include "plugin/exchange/record_request.hpp"

#include <utility>
#include <vector>

#include "plugin/oneroster/documents/post_documents.hpp"
#include "plugin/oneroster/documents/stand_in.hpp"
#include "plugin/oneroster/wire/routes.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"

namespace passback::exchange {

namespace {

using oneroster::CategoryInput;
using oneroster::LineItemInput;
using oneroster::ResultInput;

oneroster::DocumentContext context_of(const PlannedRequest& planned, std::int64_t now_unix_ms) {
  oneroster::DocumentContext context;
  context.now_unix_ms = now_unix_ms;
  context.withdrawn = planned.write == Write::tombstone;
  context.local_day = platform::local_dates(planned.route->connection.time_zone);
  return context;
}

} // namespace

std::string record_address(const PlannedRequest& planned) {
  const auto& endpoint = planned.route->endpoint;
  switch (planned.kind) {
  case outbox::Kind::line_item:
    return line_item_address(*planned.route, planned.wire_id);
  case outbox::Kind::result:
    return planned.route->profile->gradebook == oneroster::Gradebook::assessment
               ? oneroster::assessment_result_url(endpoint, planned.wire_id)
               : oneroster::result_url(endpoint, planned.wire_id);
  case outbox::Kind::category:
  case outbox::Kind::score_scale:
    break;
  }
  return oneroster::category_url(endpoint, planned.wire_id);
}

std::string line_item_address(const Route& route, const gradebook::SourcedId& id) {
  return route.profile->gradebook == oneroster::Gradebook::assessment
             ? oneroster::assessment_line_item_url(route.endpoint, id)
             : oneroster::line_item_url(route.endpoint, id);
}

Result<std::string> document_of(const PlannedRequest& planned, std::int64_t now_unix_ms) {
  const auto& profile = *planned.route->profile;
  const auto& endpoint = planned.route->endpoint;
  const auto context = context_of(planned, now_unix_ms);
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

Result<oneroster::HttpRequest> write_request(const PlannedRequest& planned,
                                             std::int64_t now_unix_ms) {
  oneroster::HttpRequest request;
  request.url = record_address(planned);
  request.headers.push_back({"Accept", "application/json"});
  if (planned.write == Write::remove) {
    request.method = "DELETE";
    return request;
  }
  PASSBACK_TRY_AS(auto body, document_of(planned, now_unix_ms));
  request.method = "PUT";
  request.headers.push_back({"Content-Type", "application/json"});
  request.body = std::move(body);
  return request;
}

Result<oneroster::HttpRequest> post_request(std::span<const PlannedRequest* const> members,
                                            std::int64_t now_unix_ms) {
  const auto& first = *members.front();
  const auto& profile = *first.route->profile;
  const auto& endpoint = first.route->endpoint;
  const auto context = context_of(first, now_unix_ms);
  oneroster::HttpRequest request;
  Result<std::string> address = Error{Code::kind_unsupported, {}};
  Result<std::string> body = address;
  if (first.kind == outbox::Kind::line_item) {
    std::vector<LineItemInput> inputs;
    for (const auto* member : members) {
      inputs.push_back(std::get<LineItemInput>(member->content));
    }
    body = oneroster::line_items_post(profile, endpoint, inputs, context);
    address = oneroster::line_items_post_address(profile, endpoint, first.sis_class_id,
                                                 inputs.front().school_id);
  } else {
    std::vector<ResultInput> inputs;
    for (const auto* member : members) {
      inputs.push_back(std::get<ResultInput>(member->content));
    }
    body = oneroster::results_post(profile, endpoint, inputs, context);
    address = oneroster::results_post_address(profile, endpoint, first.sis_class_id,
                                              first.parent_wire_id, first.session_id);
  }
  if (!body || !address) {
    return body ? address.error() : body.error();
  }
  request.url = std::move(*address);
  request.method = "POST";
  request.headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}};
  request.body = std::move(*body);
  return request;
}

std::string words_of(const PlannedRequest& planned) {
  auto document = document_of(planned, 0);
  return planned.wire_id.value + "\n" + (document ? std::move(*document) : std::string());
}

void take_id(PlannedRequest& planned, const gradebook::SourcedId& id, outbox::WireIdOrigin origin) {
  planned.wire_id = id;
  planned.found = origin;
  if (auto* line_item = std::get_if<LineItemInput>(&planned.content)) {
    line_item->wire_id = id;
  } else if (auto* result = std::get_if<ResultInput>(&planned.content)) {
    result->wire_id = id;
  }
}

Status check_derivable(const PlannedRequest& planned, std::int64_t now_unix_ms) {
  if (planned.write == Write::remove || planned.write == Write::look) {
    return ok_status();
  }
  PlannedRequest trial = planned;
  if (auto* line_item = std::get_if<LineItemInput>(&trial.content)) {
    const auto will_be_read = [&](bool is_read, gradebook::SourcedId& id) {
      if (is_read && id.empty()) {
        id = oneroster::stand_in();
      }
    };
    will_be_read(trial.reads.contains(Lookup::sis_class), line_item->school_id);
    will_be_read(trial.reads.contains(Lookup::sessions), line_item->grading_period_id);
    will_be_read(trial.reads.contains(Lookup::categories), line_item->category_id);
    if (trial.read_line_item) {
      line_item->school_id = line_item->category_id = line_item->grading_period_id =
          oneroster::stand_in();
    }
  }
  auto body = document_of(trial, now_unix_ms);
  return body ? ok_status() : Status(body.error());
}

void carry_over(PlannedRequest& planned, const oneroster::SisLineItem& in_sis) {
  if (auto* line_item = std::get_if<LineItemInput>(&planned.content)) {
    const auto& owner = planned.route->profile->owner;
    // What the SIS does not show it does not own: our value then stays.
    const auto keep = [](oneroster::Owner owned_by, gradebook::SourcedId& ours,
                         const gradebook::SourcedId& theirs) {
      if (owned_by == oneroster::Owner::sis && !theirs.empty()) {
        ours = theirs;
      }
    };
    keep(owner.category, line_item->category_id, in_sis.category_id);
    keep(owner.grading_period, line_item->grading_period_id, in_sis.grading_period_id);
    keep(owner.school, line_item->school_id, in_sis.school_id);
    line_item->in_sis = in_sis;
  }
  if (planned.kind == outbox::Kind::result) {
    planned.session_id = in_sis.grading_period_id;
  }
}

} // namespace passback::exchange
