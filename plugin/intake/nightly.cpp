#include "plugin/intake/nightly.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "plugin/intake/sweep.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

constexpr int kFirstMinute = 60, kMinutes = 180, kLastMinute = 360;

struct Due {
  gradebook::DomainId domain;
  std::string tonight;
};

std::string mark_name(const gradebook::DomainId& domain) {
  return "nightly." + domain.value;
}

Result<bool> is_wanted(decision::UnitOfWork& work, const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(const auto path, outbox::path_or_root(work.transaction, domain));
  const auto effective = work.settings().effective(path, {});
  // Settings that cannot be read are told elsewhere.
  return effective && effective->sending.reconcile_nightly.value_or(false);
}

Result<std::vector<Due>> due_now(decision::UnitOfWork& work) {
  std::vector<Due> due;
  PASSBACK_TRY_AS(const auto rows, work.transaction.connections());
  for (const auto& row : rows) {
    const auto connection = settings::connection_from_json(row.document);
    if (!row.active || !connection) {
      continue;
    }
    const auto zone = platform::zone_or_utc(connection->time_zone);
    const auto minute = platform::local_minute(work.now_unix_ms, zone);
    const auto tonight = platform::local_date(work.now_unix_ms, zone);
    if (!minute || !tonight || !is_its_night(row.id, *minute)) {
      continue;
    }
    PASSBACK_TRY_AS(const bool wanted, is_wanted(work, row.domain_id));
    PASSBACK_TRY_AS(const auto last, work.transaction.meta(mark_name(row.domain_id)));
    if (wanted && last != *tonight) {
      due.push_back({row.domain_id, *tonight});
    }
  }
  return due;
}

} // namespace

int nightly_minute(std::string_view connection_id) {
  // FNV-1a: the same on every machine and in every release.
  std::uint32_t hash = 2'166'136'261U;
  for (const char c : connection_id) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
  }
  return kFirstMinute + static_cast<int>(hash % kMinutes);
}

bool is_its_night(std::string_view connection_id, int minute_of_day) {
  return minute_of_day >= nightly_minute(connection_id) && minute_of_day < kLastMinute;
}

Result<bool> is_nightly_read_due(decision::UnitOfWork& work) {
  PASSBACK_TRY_AS(const auto due, due_now(work));
  if (due.empty()) {
    return false;
  }
  PASSBACK_TRY_AS(const auto unread, sweep_state(work.transaction));
  return unread.nothing_left();
}

Status begin_nightly_reads(decision::UnitOfWork& work, const gradebook::DomainId& default_domain) {
  PASSBACK_TRY_AS(const auto unread, sweep_state(work.transaction));
  if (!unread.nothing_left()) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto due, due_now(work));
  for (const auto& one : due) {
    PASSBACK_TRY(ask_to_sweep(work.transaction, all_below(one.domain, default_domain)));
    PASSBACK_TRY(work.transaction.put_meta(mark_name(one.domain), one.tonight));
  }
  return ok_status();
}

} // namespace passback::intake
