#include "plugin/decision/class_in_sis.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "plugin/oneroster/reads/shut_window.hpp"
#include "plugin/oneroster/reads/sis_object_reads.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

using outbox::SisDocumentKind;

/// What cannot be read is as if it had not been kept: it is read anew.
template <class Value> std::optional<Value> if_readable(Result<Value> read) {
  return read ? std::optional<Value>(*std::move(read)) : std::nullopt;
}

} // namespace

Status ClassInSisReader::look(const SisSubject& of, SisDocumentKind kind) {
  if (kept_.of != of) {
    kept_ = {};
    kept_.of = of;
  }
  if (kept_.read_unix_ms.contains(kind)) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto row,
                  transaction_.sis_document(of.connection_id, of.connection_generation,
                                            stored_name(kind), of.id.value));
  kept_.read_unix_ms[kind] = row ? row->read_unix_ms : 0;
  if (!row) {
    return ok_status();
  }
  const std::string_view text = row->document;
  switch (kind) {
  case SisDocumentKind::sis_class:
    kept_.sis_class = if_readable(oneroster::sis_class_from_json(text));
    break;
  case SisDocumentKind::sessions:
    kept_.periods = if_readable(oneroster::sessions_from_json(text));
    break;
  case SisDocumentKind::categories:
    kept_.categories = if_readable(oneroster::categories_from_json(text));
    break;
  case SisDocumentKind::slots:
    kept_.slots = if_readable(oneroster::slots_from_json(text));
    break;
  case SisDocumentKind::results:
    kept_.results = if_readable(oneroster::results_from_json(text));
    break;
  case SisDocumentKind::line_items:
    kept_.line_items = if_readable(oneroster::line_items_from_json(text));
    break;
  case SisDocumentKind::found:
    break; // of the connection, and not of a class
  }
  return ok_status();
}

bool ClassInSisReader::shows_shut_window(SisDocumentKind kind,
                                         const oneroster::Profile& profile) const {
  const auto shown_in = [&](const auto& one) {
    return oneroster::shows_shut_window(profile, one.metadata);
  };
  if (kind == SisDocumentKind::sis_class) {
    return kept_.sis_class && shown_in(*kept_.sis_class);
  }
  return kind == SisDocumentKind::sessions && kept_.periods &&
         std::ranges::any_of(*kept_.periods, shown_in);
}

template <class Value>
Result<std::optional<Value>> ClassInSisReader::believed(const SisSubject& of, SisDocumentKind kind,
                                                        const Asked& asked,
                                                        const std::optional<Value>& value) {
  PASSBACK_TRY(look(of, kind));
  const bool shut = asked.profile != nullptr && shows_shut_window(kind, *asked.profile);
  const bool is = is_believed(kind, asked.purpose, kept_.read_unix_ms[kind], now_unix_ms_, shut);
  return is ? value : std::nullopt;
}

Result<std::optional<oneroster::SisClass>> ClassInSisReader::sis_class(const SisSubject& of,
                                                                       const Asked& asked) {
  return believed(of, SisDocumentKind::sis_class, asked, kept_.sis_class);
}

Result<std::optional<std::vector<oneroster::SisAcademicSession>>>
ClassInSisReader::periods(const SisSubject& of, const Asked& asked) {
  return believed(of, SisDocumentKind::sessions, asked, kept_.periods);
}

Result<std::optional<std::vector<oneroster::SisCategory>>>
ClassInSisReader::categories(const SisSubject& of, const Asked& asked) {
  return believed(of, SisDocumentKind::categories, asked, kept_.categories);
}

Result<std::optional<std::vector<oneroster::SlotInSis>>>
ClassInSisReader::slots(const SisSubject& of, const Asked& asked) {
  return believed(of, SisDocumentKind::slots, asked, kept_.slots);
}

Result<std::optional<std::vector<oneroster::KnownResult>>>
ClassInSisReader::results(const SisSubject& of, const Asked& asked) {
  return believed(of, SisDocumentKind::results, asked, kept_.results);
}

Result<std::optional<std::vector<oneroster::SisLineItem>>>
ClassInSisReader::line_items(const SisSubject& of, const Asked& asked) {
  return believed(of, SisDocumentKind::line_items, asked, kept_.line_items);
}

Result<bool> ClassInSisReader::line_items_are_unread(const SisSubject& of) {
  constexpr std::int64_t kAgainMs = 24LL * 60 * 60 * 1000;
  PASSBACK_TRY(look(of, SisDocumentKind::line_items));
  return !kept_.line_items &&
         kept_.read_unix_ms[SisDocumentKind::line_items] <= now_unix_ms_ - kAgainMs;
}

Result<bool> ClassInSisReader::line_items_are_older_than(const SisSubject& of,
                                                         std::int64_t unix_ms) {
  constexpr std::int64_t kClocksDifferMs = 60LL * 60 * 1000;
  PASSBACK_TRY(look(of, SisDocumentKind::line_items));
  return kept_.read_unix_ms[SisDocumentKind::line_items] <
         std::min(unix_ms, now_unix_ms_ - kClocksDifferMs);
}

Result<ClassInSis> ClassInSisReader::judged(const SisSubject& of,
                                            const oneroster::Profile* profile) {
  const Asked asked{Purpose::judging, profile};
  ClassInSis in_sis;
  PASSBACK_TRY_AS(in_sis.periods, periods(of, asked));
  PASSBACK_TRY_AS(in_sis.categories, categories(of, asked));
  return in_sis;
}

Result<std::int64_t> ClassInSisReader::read_unix_ms(const SisSubject& of, SisDocumentKind kind) {
  PASSBACK_TRY(look(of, kind));
  return kept_.read_unix_ms[kind];
}

} // namespace passback::decision
