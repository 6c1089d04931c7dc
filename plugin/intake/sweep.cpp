#include "plugin/intake/sweep.hpp"

#include <algorithm>
#include <charconv>

#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/meta_number.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::ClassView;
using decision::Origin;
using decision::UnitOfWork;
using outbox::SweepOf;
using outbox::SweepRow;

constexpr std::string_view kEpochMeta = "host_epoch";
constexpr std::string_view kNotListedMeta = "sweep_not_listed";
constexpr int kClassesOfAPage = 100;
constexpr int kCellsOfAPage = 100;
// A process that died with a page out keeps the others from it for so long.
constexpr std::int64_t kPageMs = 5'000;
constexpr std::int64_t kFirstPauseMs = 5'000;
constexpr std::int64_t kLongestPauseMs = 3'600'000;
// Classes of which nothing may go are passed over this many at a time.
constexpr int kMostPassedOver = 50;

std::int64_t number_in(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::int64_t pause_after(std::int32_t failures) {
  const int doublings = std::clamp(failures, 0, 20);
  return std::min(kLongestPauseMs, kFirstPauseMs << doublings);
}

Origin origin_of(const SweepRow& row) {
  Origin origin;
  origin.domain_id = row.domain_id;
  origin.school_year = row.school_year;
  origin.class_id = gradebook::ClassId(row.id);
  return origin;
}

// A class whose domain the host has still to place is read: its scores ask for the path.
Result<bool> may_anything_go(UnitOfWork& work, const SweepRow& row) {
  auto view = work.open_class_that_syncs(origin_of(row));
  if (view) {
    return view->effective.allowed;
  }
  return work.unknown_domain() ? Result<bool>(true) : Result<bool>(view.error());
}

// The row that this page was asked for, unless it was asked for anew or is done.
Result<std::optional<SweepRow>> row_of(UnitOfWork& work, const SweepQuestion& question) {
  auto row = work.transaction.sweep(question.of, question.id, question.school_year);
  if (row && *row && (*row)->page_seq != question.seq) {
    row->reset();
  }
  return row;
}

// Nothing can have been missed in a class that is empty there and here.
Result<bool> is_empty(UnitOfWork& work, const ListedClass& listed) {
  if (listed.scores != 0) {
    return false;
  }
  outbox::RecordFilter filter;
  filter.class_id = listed.class_id;
  filter.limit = 1;
  const auto known = work.transaction.records(filter);
  return known ? Result<bool>(known->empty()) : known.error();
}

Result<bool> is_being_listed(outbox::Transaction& transaction, const ClassView& view) {
  PASSBACK_TRY_AS(auto path, outbox::known_path(transaction, view.domain_id));
  path.emplace_back(); // the whole site
  for (const auto& domain : path) {
    PASSBACK_TRY_AS(auto rows, transaction.sweeps_of(SweepOf::domain, domain.value));
    if (!rows.empty()) {
      return true;
    }
  }
  return false;
}

// A class may stand elsewhere and have students of a domain that is asked for.
Status ask_for_classes_with_students_of(outbox::Transaction& transaction,
                                        const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(const auto own, transaction.own_domains());
  for (const auto& of_class : own) {
    PASSBACK_TRY_AS(const auto path, outbox::path_or_root(transaction, of_class.domain_id));
    if (std::ranges::find(path, domain) != path.end()) {
      PASSBACK_TRY(ask_to_sweep(transaction, {{}, of_class.class_id, of_class.school_year}));
    }
  }
  return ok_status();
}

} // namespace

SweepRequest all_below(const gradebook::DomainId& domain,
                       const gradebook::DomainId& default_domain) {
  return {domain == default_domain ? gradebook::DomainId() : domain, {}, {}};
}

Status ask_to_sweep(outbox::Transaction& transaction, const SweepRequest& request) {
  PASSBACK_TRY_AS(auto seq, transaction.next_seq());
  SweepRow row;
  row.wish_seq = seq;
  if (request.class_id.empty()) {
    row.of = SweepOf::domain;
    row.id = request.domain_id.value;
  } else {
    row.id = request.class_id.value;
    row.school_year = request.school_year;
    row.domain_id = request.domain_id;
    row.first = true;
  }
  PASSBACK_TRY(transaction.put_sweep(row));
  return request.class_id.empty() && !request.domain_id.empty()
             ? ask_for_classes_with_students_of(transaction, request.domain_id)
             : ok_status();
}

bool opens_more(const settings::DomainSettings& before, const settings::DomainSettings& after) {
  const bool switched_on = before.allow_grades != after.allow_grades && after.allow_grades != false;
  const auto sis_of = [](const settings::DomainSettings& settings) {
    return settings.connection
               ? std::optional(std::pair(settings.connection->id, settings.connection->generation))
               : std::nullopt;
  };
  const bool freed = std::ranges::any_of(before.excluded_domains, [&](const auto& domain) {
    return std::ranges::find(after.excluded_domains, domain) == after.excluded_domains.end();
  });
  const bool joined = settings::joins(before.sending.on_for, after.sending.on_for);
  return switched_on || freed || joined || sis_of(before) != sis_of(after);
}

bool opens_more(const settings::ClassSettings& before, const settings::ClassSettings& after) {
  const auto frees = [](const auto& left_out, const auto& still) {
    return std::ranges::any_of(
        left_out, [&](const auto& one) { return std::ranges::find(still, one) == still.end(); });
  };
  return frees(before.excluded_activities, after.excluded_activities) ||
         frees(before.excluded_categories, after.excluded_categories);
}

Result<std::int64_t> note_epoch(outbox::Transaction& transaction, std::int64_t host_epoch) {
  PASSBACK_TRY_AS(auto text, transaction.meta(kEpochMeta));
  const std::int64_t known = text ? number_in(*text) : -1;
  if (host_epoch <= known) {
    return known;
  }
  PASSBACK_TRY(transaction.put_meta(kEpochMeta, std::to_string(host_epoch)));
  // The first that is heard of is no rise.
  if (text) {
    PASSBACK_TRY(ask_to_sweep(transaction, {}));
  }
  return known;
}

Result<std::optional<SweepQuestion>> next_question(UnitOfWork& work) {
  std::optional<SweepQuestion> none;
  for (int passed = 0; passed < kMostPassedOver; ++passed) {
    auto row = work.transaction.next_sweep(work.now_unix_ms);
    if (!row || !*row) {
      return row ? Result(none) : Result<std::optional<SweepQuestion>>(row.error());
    }
    SweepRow& next = **row;
    if (next.of == SweepOf::lms_class) {
      PASSBACK_TRY_AS(const auto allowed, may_anything_go(work, next));
      if (!allowed) {
        PASSBACK_TRY(work.transaction.forget_sweep(next));
        continue;
      }
    }
    PASSBACK_TRY_AS(auto seq, work.transaction.next_seq());
    next.page_seq = seq;
    next.not_before_unix_ms = work.now_unix_ms + kPageMs;
    PASSBACK_TRY(work.transaction.put_sweep(next));
    const bool lists = next.of == SweepOf::domain;
    return std::optional(SweepQuestion{next.of, next.id, next.school_year, next.after,
                                       lists ? kClassesOfAPage : kCellsOfAPage, seq});
  }
  return none;
}

Status queue_class(UnitOfWork& work, const ListedClass& listed) {
  const auto empty = is_empty(work, listed);
  if (!empty || *empty) {
    return empty ? ok_status() : Status(empty.error());
  }
  PASSBACK_TRY_AS(auto queued, work.transaction.sweep(SweepOf::lms_class, listed.class_id.value,
                                                      listed.school_year));
  PASSBACK_TRY_AS(auto seq, work.transaction.next_seq());
  SweepRow row;
  row.id = listed.class_id.value;
  row.school_year = listed.school_year;
  row.domain_id = listed.domain_id;
  row.scores = listed.scores;
  row.wish_seq = seq;
  row.first = queued && queued->first;
  const auto allowed = may_anything_go(work, row);
  if (!allowed) {
    return allowed.error();
  }
  return *allowed ? work.transaction.put_sweep(row) : ok_status();
}

Status finish_page(UnitOfWork& work, const SweepQuestion& question, const SweepPage& page) {
  PASSBACK_TRY_AS(const auto told, outbox::meta_number(work.transaction, kNotListedMeta));
  if (told != 0) {
    PASSBACK_TRY(work.transaction.put_meta(kNotListedMeta, "0"));
  }
  auto found = row_of(work, question);
  if (!found || !*found) {
    return found ? ok_status() : Status(found.error());
  }
  SweepRow& row = **found;
  if (page.next.empty()) {
    return work.transaction.forget_sweep(row);
  }
  row.after = page.next;
  row.looked_at += static_cast<std::int64_t>(page.scores.size());
  if (page.scores_of_class >= 0) {
    row.scores = page.scores_of_class;
  }
  row.page_seq = 0;
  row.not_before_unix_ms = 0;
  row.failures = 0;
  return work.transaction.put_sweep(row);
}

Status postpone(UnitOfWork& work, const SweepQuestion& question) {
  auto found = row_of(work, question);
  if (!found || !*found) {
    return found ? ok_status() : Status(found.error());
  }
  SweepRow& row = **found;
  row.page_seq = 0;
  row.not_before_unix_ms = work.now_unix_ms + pause_after(row.failures);
  ++row.failures;
  return work.transaction.put_sweep(row);
}

Result<SweepState> sweep_state(outbox::Transaction& transaction) {
  const auto totals = transaction.sweep_totals();
  const auto told = outbox::meta_number(transaction, kNotListedMeta);
  if (!totals || !told) {
    return totals ? told.error() : totals.error();
  }
  return SweepState{*totals, *told != 0, *told != 0 && *told >= totals->wish_seq};
}

Status note_not_listed(outbox::Transaction& transaction) {
  const auto totals = transaction.sweep_totals();
  return totals ? transaction.put_meta(kNotListedMeta, std::to_string(totals->wish_seq))
                : Status(totals.error());
}

Result<bool> has_page_out(outbox::Transaction& transaction, const ClassView& view) {
  PASSBACK_TRY_AS(const auto rows, transaction.sweeps_of(SweepOf::lms_class, view.class_id.value));
  return std::ranges::any_of(rows, [](const SweepRow& row) { return row.page_seq != 0; });
}

bool is_as_observed(const outbox::Record& record, outbox::Form form, const outbox::Facts& facts,
                    const Origin& origin) {
  const bool same_revision = origin.host_rev == 0 || (origin.host_rev == record.host_rev &&
                                                      origin.host_epoch == record.host_epoch);
  const bool same_facts = form == outbox::Form::absent || facts == record.observed.facts;
  return record.id != 0 && record.state != outbox::State::waiting && same_revision &&
         form == record.observed.form && same_facts;
}

Result<std::optional<NotLookedAt>> not_looked_at(UnitOfWork& work, const ClassView& view) {
  std::optional<NotLookedAt> none;
  if (!view.effective.allowed) {
    return none;
  }
  PASSBACK_TRY_AS(const auto rows,
                  work.transaction.sweeps_of(SweepOf::lms_class, view.class_id.value));
  NotLookedAt left;
  bool any = false;
  for (const auto& row : rows) {
    if (!row.school_year.empty() && !view.school_year.empty() &&
        row.school_year != view.school_year) {
      continue;
    }
    any = true;
    if (row.scores >= 0) {
      left.scores = left.scores.value_or(0) + std::max<std::int64_t>(0, row.scores - row.looked_at);
    }
  }
  if (!any) {
    PASSBACK_TRY_AS(const auto listed, is_being_listed(work.transaction, view));
    any = listed;
  }
  if (!any) {
    return none;
  }
  PASSBACK_TRY_AS(const auto state, sweep_state(work.transaction));
  left.why = state.why();
  return std::optional(left);
}

} // namespace passback::intake
