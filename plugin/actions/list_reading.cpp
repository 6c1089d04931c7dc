#include "plugin/actions/list_reading.hpp"

#include <optional>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/class_categories.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/jobs.hpp"
#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::SisDocumentKind;
using std::chrono::milliseconds;

/// What became of asking for the lists of a class.
struct AskedLists {
  std::optional<outbox::JobRow> job; ///< of the class's own SIS, or of what stands for it
  bool by_file = false;              ///< grades go there as files: nothing can be read
  Code why = Code::none;             ///< why nothing was asked
};

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kOldMs = 24 * 60 * kMinuteMs;
/// An SIS that does not answer, or refuses, is not asked at each opening.
constexpr std::int64_t kJustTriedMs = 10 * kMinuteMs;

std::vector<SisDocumentKind> lists_to_read(const oneroster::Profile& profile) {
  std::vector<SisDocumentKind> kinds;
  if (profile.reads.categories != oneroster::CategoryRoute::none) {
    kinds.push_back(SisDocumentKind::categories);
    if (profile.final_grades == oneroster::FinalGrades::sis_slot) {
      kinds.push_back(SisDocumentKind::slots);
    }
  }
  if (reads_periods(profile)) {
    kinds.push_back(SisDocumentKind::sessions);
  }
  return kinds;
}

Result<bool> was_just_tried(decision::UnitOfWork& work, const settings::Connection& connection,
                            const std::vector<gradebook::SourcedId>& sis_classes) {
  PASSBACK_TRY_AS(const auto last,
                  work.transaction.last_job(connection.id, exchange::kReadCategories,
                                            category_job(sis_classes, false).subject));
  return last && (last->open() || last->ended_unix_ms > work.now_unix_ms - kJustTriedMs);
}

Result<bool> is_old(decision::UnitOfWork& work, const decision::ClassView& view) {
  const auto& connection = *view.effective.connection;
  PASSBACK_TRY_AS(const auto sis_classes, sis_classes_of(work, view));
  PASSBACK_TRY_AS(const bool tried, was_just_tried(work, connection, sis_classes));
  if (tried) {
    return false;
  }
  for (const auto& id : sis_classes) {
    for (const auto kind : lists_to_read(*view.profile)) {
      PASSBACK_TRY_AS(const auto read,
                      work.in_sis.read_unix_ms({connection.id, connection.generation, id}, kind));
      if (read < work.now_unix_ms - kOldMs) {
        return true;
      }
    }
  }
  return false;
}

Result<AskedLists> ask_for_lists(decision::UnitOfWork& work, const Asker& asker) {
  AskedLists asked;
  asked.why = Code::not_configured;
  PASSBACK_TRY_AS(const auto hold, outbox::site_hold(work.transaction));
  PASSBACK_TRY_AS(const auto views, work.open_class_by_sis(origin_of(asker)));
  for (const auto& view : views) {
    asked.by_file = asked.by_file || view.by_file();
    if (!view.effective.connection || view.by_file()) {
      continue;
    }
    PASSBACK_TRY_AS(const auto sis_classes, sis_classes_of(work, view));
    asked.why = sis_classes.empty() ? Code::class_unlinked : hold.why;
    if (asked.why == Code::none) {
      const bool periods = view.profile != nullptr && reads_periods(*view.profile);
      PASSBACK_TRY_AS(auto row, ask_for_job(work, *view.effective.connection,
                                            category_job(sis_classes, periods), asker));
      if (!asked.job) {
        asked.job = std::move(row);
      }
    }
  }
  return asked;
}

Result<bool> has_old_lists(decision::UnitOfWork& work, const Asker& asker) {
  PASSBACK_TRY_AS(const auto hold, outbox::site_hold(work.transaction));
  PASSBACK_TRY_AS(const auto views, work.open_class_by_sis(origin_of(asker)));
  for (const auto& view : views) {
    const bool can_read = view.effective.allowed && view.effective.connection && !view.by_file() &&
                          view.profile != nullptr && view.unusable == Code::none;
    if (!can_read || hold.why != Code::none) {
      continue;
    }
    PASSBACK_TRY_AS(const bool old, is_old(work, view));
    if (old) {
      return true;
    }
  }
  return false;
}

} // namespace

Result<Reply> refresh_lists(const ActionParts& parts, const Asker& asker, milliseconds deadline) {
  AskedLists asked;
  PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(asked, ask_for_lists(work, asker));
    return ok_status();
  }));
  const auto words = language_of(parts, asker);
  if (asked.job) {
    return Reply{json::serialize(started_document(words, *asked.job)), true};
  }
  const auto why =
      asked.by_file ? say("class_settings.categories_by_file") : texts::sentence_of(asked.why);
  return Reply{json::serialize(result_document(words, false, why)), false};
}

bool read_old_lists(const ActionParts& parts, const Asker& asker, milliseconds deadline) {
  if (asker.capacity == Capacity::viewer) {
    return false;
  }
  bool old = false;
  const auto looked = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(old, has_old_lists(work, asker));
    return ok_status();
  });
  if (!looked || !old) {
    return false;
  }
  AskedLists asked;
  const auto stored = commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(asked, ask_for_lists(work, asker));
    return ok_status();
  });
  return stored && asked.job;
}

} // namespace passback::actions
