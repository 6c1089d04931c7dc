#include "plugin/decision/wire_ids.hpp"

#include <string>
#include <string_view>

#include "plugin/oneroster/values/wire_id.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

using outbox::Kind;
using outbox::Record;

constexpr std::string_view kLeftId = "left_id ";

std::string_view name_of(Kind kind) {
  switch (kind) {
  case Kind::category:
    return "category";
  case Kind::score_scale:
    return "score_scale";
  case Kind::line_item:
    return "line_item";
  case Kind::result:
    break;
  }
  return "result";
}

Status derive(outbox::Transaction& transaction, Record& record, const std::string& incarnation) {
  const auto& key = record.key;
  PASSBACK_TRY_AS(const auto site, outbox::site_id(transaction));
  // Whose it is: in two parts where it is a connection's, so that the two can never be the same.
  const auto generation = std::to_string(key.connection_generation);
  record.wire_id =
      site.empty()
          ? oneroster::derive_wire_id({name_of(key.kind), key.connection_id, generation,
                                       key.school_year.value, key.class_id.value,
                                       key.sis_class_id.value, key.activity_id.value,
                                       key.student_id.value, incarnation})
          : oneroster::derive_wire_id({name_of(key.kind), site, key.school_year.value,
                                       key.class_id.value, key.sis_class_id.value,
                                       key.activity_id.value, key.student_id.value, incarnation});
  record.wire_id_origin = outbox::WireIdOrigin::derived;
  return ok_status();
}

} // namespace

Status make_wire_id(outbox::Transaction& transaction, Record& record) {
  if (!record.wire_id.empty() || record.key.sis_class_id.empty()) {
    return ok_status();
  }
  return derive(transaction, record, std::to_string(record.key.incarnation));
}

Status renew_wire_id(outbox::Transaction& transaction, Record& record, std::int64_t seq) {
  return derive(transaction, record,
                std::to_string(record.key.incarnation) + "/" + std::to_string(seq));
}

std::string left_id_event(const Record& record) {
  return std::string(kLeftId) + record.wire_id.value;
}

bool is_left_id_event(std::string_view event) {
  return event.starts_with(kLeftId);
}

} // namespace passback::decision
