#include "plugin/delivery/ledger/send_policy.hpp"

#include <memory>

#include "plugin/platform/try.hpp"

namespace passback::delivery {

Result<decision::Held> SendPolicy::of(const outbox::Record& record) {
  auto held = read(record);
  if (!held && held.error().code == Code::config) {
    settings::Effective unreadable;
    unreadable.why_not = Code::config;
    return decision::Held{std::make_shared<const settings::Effective>(std::move(unreadable)), {}};
  }
  return held;
}

Result<decision::Held> SendPolicy::read(const outbox::Record& record) {
  PASSBACK_TRY_AS(const auto row,
                  transaction_.lms_class(record.key.class_id, record.key.school_year));
  PASSBACK_TRY_AS(const auto domain, settings_.domain_of(record, row));
  return settings_.held_in(domain, record.key.class_id, record.key.school_year, row);
}

} // namespace passback::delivery
