// A connection to an SIS and requests of its records, for tests that play the SIS.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "plugin/exchange/planned_request.hpp"

namespace passback::exchange {

/// Of an account whose secret "secret" may go to https://sis.example only.
inline std::shared_ptr<Route> route_to_sis(const oneroster::Profile& profile) {
  auto route = std::make_shared<Route>();
  route->connection.id = "connection";
  route->connection.profile = "test";
  route->connection.api_key = "key";
  route->connection.secret_ref = "secret";
  route->connection.secret_version = 1;
  route->connection.secret_origins = {"https://sis.example"};
  route->profile = &profile;
  route->endpoint.gradebook_base = "https://sis.example/gradebook";
  route->endpoint.rostering_base = "https://sis.example/rostering";
  route->endpoint.token_url = "https://sis.example/token";
  return route;
}

/// 80 points for "student" in "line-item" of "class"; nothing has to be read first.
inline PlannedRequest planned_result(RoutePtr route, std::int64_t id) {
  PlannedRequest planned;
  planned.record_id = id;
  planned.epoch = 1;
  planned.request_id = "request-" + std::to_string(id);
  planned.route = std::move(route);
  planned.kind = outbox::Kind::result;
  planned.wire_id.value = "result-" + std::to_string(id);
  planned.sis_class_id.value = "class";
  planned.parent_id = 1;
  planned.parent_wire_id.value = "line-item";
  oneroster::ResultInput input;
  input.wire_id = planned.wire_id;
  input.line_item_id = planned.parent_wire_id;
  input.class_id.value = "class";
  input.student_id.value = "student";
  input.score_date = "2027-03-09";
  input.facts.points = gradebook::Decimal::from_integer(80);
  planned.content = input;
  return planned;
}

/// "Essay" of 100 points in "class"; nothing has to be read first.
inline PlannedRequest planned_line_item(RoutePtr route, std::int64_t id) {
  auto planned = planned_result(std::move(route), id);
  planned.kind = outbox::Kind::line_item;
  oneroster::LineItemInput input;
  input.wire_id = planned.wire_id;
  input.class_id.value = "class";
  input.category_id.value = "category";
  input.facts.title = "Essay";
  input.facts.points_possible = gradebook::Decimal::from_integer(100);
  input.facts.due_at_unix_ms = 1'790'000'000'000;
  planned.content = input;
  return planned;
}

} // namespace passback::exchange
