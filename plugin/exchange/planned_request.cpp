#include "plugin/exchange/planned_request.hpp"

#include <algorithm>

namespace passback::exchange {

using oneroster::Operation;
using outbox::Form;
using outbox::Kind;

namespace {

/// The document must name a school, and nobody has named one yet.
bool lacks_school(const PlannedRequest& planned) {
  const bool wanted =
      planned.route->profile->school == oneroster::Need::required || posts_to_school(planned);
  const auto* line_item = std::get_if<oneroster::LineItemInput>(&planned.content);
  return wanted && (line_item == nullptr || line_item->school_id.empty());
}

} // namespace

Creation creation_of(const oneroster::Profile& profile, const outbox::Record& record) {
  const auto& writes = profile.writes;
  const auto kind = record.key.kind;
  if (kind != Kind::line_item && kind != Kind::result) {
    return Creation::none;
  }
  const bool there =
      record.confirmed.form == Form::present || record.confirmed.form == Form::cleared;
  const bool known = record.wire_id_origin != outbox::WireIdOrigin::derived &&
                     record.confirmed.form != Form::absent;
  if (there || known) {
    return Creation::none;
  }
  const auto writing = kind == Kind::line_item ? writes.line_items : writes.results;
  if (writing == oneroster::Writing::post) {
    return Creation::post;
  }
  return writes.ids == oneroster::WireIds::client ? Creation::none : Creation::put;
}

std::int64_t settle_ms(const oneroster::Profile& profile, Creation creation) {
  const int seconds = creation == Creation::none
                          ? profile.settle_s
                          : std::max(profile.settle_s, profile.request_timeout_s);
  return 1000LL * seconds;
}

std::int64_t late_ms(const oneroster::Profile& profile) {
  return 2'000LL * std::max(1, profile.request_timeout_s);
}

std::int64_t line_item_of(const PlannedRequest& planned) {
  return planned.kind == Kind::result ? planned.parent_id : planned.record_id;
}

std::string period_of(const PlannedRequest& planned) {
  const auto* line_item = std::get_if<oneroster::LineItemInput>(&planned.content);
  return line_item == nullptr ? planned.period : line_item->grading_period_id.value;
}

Operation operation_of(const PlannedRequest& planned) {
  const bool remove = planned.write == Write::remove;
  switch (planned.kind) {
  case Kind::line_item:
    return remove ? Operation::delete_line_item : Operation::put_line_item;
  case Kind::result:
    return remove ? Operation::delete_result : Operation::put_result;
  case Kind::category:
  case Kind::score_scale:
    break;
  }
  return Operation::put_category;
}

ServiceCall write_call(const PlannedRequest& planned) {
  const bool remove = planned.write == Write::remove;
  const bool post = planned.creation == Creation::post && !remove;
  if (planned.write == Write::look) {
    return ServiceCall::read_line_item;
  }
  switch (planned.kind) {
  case Kind::line_item:
    return remove ? ServiceCall::delete_line_item
           : post ? ServiceCall::post_line_item
                  : ServiceCall::put_line_item;
  case Kind::result:
    return remove ? ServiceCall::delete_result
           : post ? ServiceCall::post_result
                  : ServiceCall::put_result;
  case Kind::category:
  case Kind::score_scale:
    break;
  }
  return ServiceCall::put_category;
}

ServiceCall read_call(Lookup lookup) {
  switch (lookup) {
  case Lookup::sis_class:
    return ServiceCall::read_class;
  case Lookup::sessions:
    return ServiceCall::read_sessions;
  case Lookup::categories:
    return ServiceCall::read_categories;
  case Lookup::line_items:
    return ServiceCall::list_line_items;
  case Lookup::results:
    break;
  }
  return ServiceCall::list_results;
}

std::set<ServiceCall> service_calls_of(const PlannedRequest& planned) {
  std::set<ServiceCall> calls;
  if (!planned.overtaken) {
    calls.insert(write_call(planned));
  }
  // What a document may do without is asked for in vain rather than waited for.
  for (const Lookup lookup : planned.reads) {
    if (is_needed(planned, lookup)) {
      calls.insert(read_call(lookup));
    }
  }
  if (planned.creation != Creation::none) {
    calls.insert(planned.kind == Kind::line_item ? ServiceCall::list_line_items
                                                 : ServiceCall::list_results);
  }
  // A look at a result is done without where it is not permitted.
  if (planned.read_line_item || (planned.overtaken && planned.kind == Kind::line_item)) {
    calls.insert(ServiceCall::read_line_item);
  }
  return calls;
}

bool is_needed(const PlannedRequest& planned, Lookup lookup) {
  const auto& profile = *planned.route->profile;
  using oneroster::Need;
  switch (lookup) {
  case Lookup::sis_class:
    return lacks_school(planned) ||
           (planned.reads.contains(Lookup::sessions) && is_needed(planned, Lookup::sessions));
  case Lookup::sessions:
    return profile.grading_period == Need::required && planned.wanted.period.empty();
  case Lookup::categories:
    return profile.category == Need::required &&
           planned.wanted.category.kind == settings::CategoryChoice::Kind::missing;
  case Lookup::line_items:
  case Lookup::results:
    break;
  }
  return false;
}

bool posts_to_school(const PlannedRequest& planned) {
  return planned.kind == Kind::line_item && planned.creation == Creation::post &&
         planned.route->profile->writes.post_line_items_to == oneroster::PostLineItemsTo::school;
}

} // namespace passback::exchange
