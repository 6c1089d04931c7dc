#include "plugin/decision/wire_ids.hpp"

#include <string>
#include <string_view>

#include "plugin/oneroster/values/wire_id.hpp"

namespace passback::decision {
namespace {

using outbox::Kind;
using outbox::Record;

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

void derive(Record& record, const std::string& incarnation) {
  const auto& key = record.key;
  const auto generation = std::to_string(key.connection_generation);
  record.wire_id = oneroster::derive_wire_id(
      {name_of(key.kind), key.connection_id, generation, key.school_year.value, key.class_id.value,
       key.sis_class_id.value, key.activity_id.value, key.student_id.value, incarnation});
  record.wire_id_origin = outbox::WireIdOrigin::derived;
}

} // namespace

void make_wire_id(Record& record) {
  if (record.wire_id.empty() && !record.key.sis_class_id.empty()) {
    derive(record, std::to_string(record.key.incarnation));
  }
}

void renew_wire_id(Record& record, std::int64_t seq) {
  derive(record, std::to_string(record.key.incarnation) + "/" + std::to_string(seq));
}

bool has_first_wire_id(const Record& record) {
  Record anew;
  anew.key = record.key;
  make_wire_id(anew);
  return record.wire_id == anew.wire_id;
}

} // namespace passback::decision
