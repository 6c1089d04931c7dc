#include "plugin/intake/changed_ids.hpp"

#include <charconv>
#include <tuple>
#include <utility>

#include "plugin/decision/asked_questions.hpp"
#include "plugin/decision/changed_ids.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::UnitOfWork;
using gradebook::SourcedId;
using outbox::ChangedIdRow;
using outbox::IdChange;

// What an administrator answered, and since when: "new 1790000000000".
std::string answer_name(const std::string& connection_id) {
  return "changed_ids." + connection_id;
}

constexpr std::string_view kUseNew = "new ";
constexpr std::string_view kKeepOld = "old ";

// As an answer of a while ago has it; nullopt = nobody has answered.
Result<std::optional<IdChange>> as_answered(UnitOfWork& work, const std::string& connection_id) {
  PASSBACK_TRY_AS(const auto text, work.transaction.meta(answer_name(connection_id)));
  if (!text || text->size() <= kUseNew.size()) {
    return std::optional<IdChange>();
  }
  std::int64_t at = 0;
  std::from_chars(text->data() + kUseNew.size(), text->data() + text->size(), at);
  const auto age = work.now_unix_ms - at;
  if (age < 0 || age > decision::kIdsChangeTogetherMs) {
    return std::optional<IdChange>();
  }
  return std::optional(text->starts_with(kUseNew) ? IdChange::none : IdChange::kept);
}

// In every class that has some, everything is placed anew.
Status place_anew(UnitOfWork& work, const std::string& connection_id, IdChange change) {
  PASSBACK_TRY_AS(const auto classes,
                  work.transaction.classes_of_changed_ids(connection_id, change));
  for (const auto& [class_id, school_year] : classes) {
    outbox::Affected affected;
    affected.class_id = class_id;
    affected.school_year = school_year;
    affected.anew = true;
    PASSBACK_TRY(outbox::ask_to_reconsider(work.transaction, affected));
  }
  return ok_status();
}

// With the ones of the last hour these may be many: then all of them wait for the answer.
Status ask_if_many(UnitOfWork& work, const std::string& connection_id) {
  const auto since = work.now_unix_ms - decision::kIdsChangeTogetherMs;
  PASSBACK_TRY_AS(const auto counts,
                  work.transaction.count_changed_ids(connection_id, IdChange::noted, since));
  if (!decision::are_many(counts)) {
    return ok_status();
  }
  PASSBACK_TRY(work.transaction.turn_changed_ids(connection_id, IdChange::noted, IdChange::asked));
  PASSBACK_TRY(decision::note_asked(work.transaction, decision::AskedAbout::changed_ids,
                                    connection_id, work.now_unix_ms));
  work.forget_class();
  outbox::HistoryRow line;
  line.at_unix_ms = work.now_unix_ms;
  line.event = "ids_asked";
  line.actor = "host";
  line.code = Code::ids_changed;
  line.connection_id = connection_id;
  PASSBACK_TRY(work.transaction.append_history(line));
  return place_anew(work, connection_id, IdChange::asked);
}

// Where it stands from the start. What only joins others that are asked about is not counted.
Result<IdChange> first_standing(UnitOfWork& work, const std::string& connection_id) {
  PASSBACK_TRY_AS(const auto answered, as_answered(work, connection_id));
  if (answered) {
    return *answered;
  }
  PASSBACK_TRY_AS(const bool asked,
                  work.transaction.any_changed_id(connection_id, IdChange::asked));
  return asked ? IdChange::asked : IdChange::noted;
}

void keep_before(SourcedId& kept, const SourcedId& before, const SourcedId& now) {
  if (kept.empty() && !before.empty() && !now.empty() && before != now) {
    kept = before;
  }
  if (kept == now) {
    kept = {};
  }
}

struct Ids {
  SourcedId class_sis_id, user_sis_id;
};

Status note(UnitOfWork& work, ChangedIdRow row, const Ids& before, const Ids& now) {
  PASSBACK_TRY_AS(auto known,
                  work.transaction.changed_id(row.class_id, row.school_year, row.user_id));
  const auto since = work.now_unix_ms - decision::kIdsChangeTogetherMs;
  const bool goes_on = known && known->connection_id == row.connection_id &&
                       (known->before.held() || known->changed_unix_ms >= since);
  if (goes_on) {
    row.before = known->before;
  }
  keep_before(row.before.class_sis_id, before.class_sis_id, now.class_sis_id);
  keep_before(row.before.user_sis_id, before.user_sis_id, now.user_sis_id);
  if (row.before.class_sis_id.empty() && row.before.user_sis_id.empty()) {
    // As it was, or the first word about it.
    if (!known) {
      return ok_status();
    }
    work.forget_class();
    return work.transaction.forget_changed_id(*known);
  }
  if (!row.before.held()) {
    PASSBACK_TRY_AS(row.before.change, first_standing(work, row.connection_id));
  }
  if (row.before.change == IdChange::none) {
    return known ? work.transaction.forget_changed_id(*known) : ok_status();
  }
  row.changed_unix_ms = work.now_unix_ms;
  PASSBACK_TRY(work.transaction.put_changed_id(row));
  work.forget_class();
  if (row.before.change != IdChange::noted) {
    return ok_status();
  }
  PASSBACK_TRY(work.transaction.forget_noted_ids(row.connection_id, since));
  return row.graded ? ask_if_many(work, row.connection_id) : ok_status();
}

// Empty: nothing goes to an SIS from there, or nobody knows where it is.
Result<std::string> connection_of(const Result<decision::ClassView>& view, const UnitOfWork& work) {
  if (!view) {
    const bool unsaid = view.error().code == Code::config || work.unknown_domain();
    return unsaid ? Result<std::string>(std::string()) : view.error();
  }
  const auto& connection = view->effective.connection;
  return connection ? connection->id : std::string();
}

decision::Origin origin_in(const gradebook::ClassId& class_id,
                           const gradebook::SchoolYear& school_year) {
  decision::Origin origin;
  origin.class_id = class_id;
  origin.school_year = school_year;
  return origin;
}

Result<bool> has_results(UnitOfWork& work, const outbox::ClassRow& row) {
  outbox::RecordFilter filter;
  filter.class_id = row.class_id;
  filter.school_year = row.school_year;
  filter.kind = outbox::Kind::result;
  filter.limit = 1;
  PASSBACK_TRY_AS(const auto any, work.transaction.records(filter));
  return !any.empty();
}

} // namespace

Status note_changed_ids(UnitOfWork& work, const outbox::EnrolmentRow& before,
                        const outbox::EnrolmentRow& now, bool graded) {
  const auto view =
      work.open_class(origin_in(now.class_id, now.school_year), gradebook::StudentId(now.user_id));
  PASSBACK_TRY_AS(auto connection_id, connection_of(view, work));
  if (connection_id.empty()) {
    return ok_status();
  }
  // By what was said, whatever counts at the moment. Who is in the class's own class of the SIS
  // goes with that.
  auto links = view->links;
  links.asked_for = {};
  const auto said = [&](outbox::EnrolmentRow row) {
    row.ids_before = {};
    return Ids{outbox::identity_of(row, links).sis_class_id, row.person()};
  };
  ChangedIdRow row;
  row.class_id = now.class_id;
  row.school_year = now.school_year;
  row.user_id = now.user_id;
  row.connection_id = std::move(connection_id);
  row.graded = graded;
  return note(work, std::move(row), said(before), said(now));
}

Status note_changed_class(UnitOfWork& work, const outbox::ClassRow& row, const SourcedId& before,
                          const SourcedId& now) {
  if (before.empty() || now.empty() || before == now) {
    return ok_status();
  }
  work.forget_class();
  const auto view = work.open_class(origin_in(row.class_id, row.school_year));
  PASSBACK_TRY_AS(auto connection_id, connection_of(view, work));
  if (connection_id.empty()) {
    return ok_status();
  }
  ChangedIdRow changed;
  changed.class_id = row.class_id;
  changed.school_year = row.school_year;
  changed.connection_id = std::move(connection_id);
  PASSBACK_TRY_AS(changed.graded, has_results(work, row));
  return note(work, std::move(changed), {before, {}}, {now, {}});
}

Result<ChangedIdsStanding> changed_ids_of(outbox::Transaction& transaction,
                                          const std::string& connection_id) {
  ChangedIdsStanding standing;
  for (const auto& [change, counts, any] :
       {std::tuple{IdChange::asked, &standing.asked, &standing.is_asked},
        std::tuple{IdChange::kept, &standing.kept, &standing.is_kept}}) {
    PASSBACK_TRY_AS(*any, transaction.any_changed_id(connection_id, change));
    if (*any) {
      PASSBACK_TRY_AS(*counts, transaction.count_changed_ids(connection_id, change, 0));
    }
  }
  return standing;
}

Status answer_changed_ids(UnitOfWork& work, const std::string& connection_id, bool use_new,
                          const std::string& user) {
  PASSBACK_TRY_AS(const auto standing, changed_ids_of(work.transaction, connection_id));
  if (!standing.is_asked && !(standing.is_kept && use_new)) {
    return Error{Code::state, "Nobody asks this here now."};
  }
  PASSBACK_TRY(place_anew(work, connection_id, IdChange::asked));
  if (use_new) {
    PASSBACK_TRY(place_anew(work, connection_id, IdChange::kept));
    PASSBACK_TRY(work.transaction.turn_changed_ids(connection_id, IdChange::kept, IdChange::none));
  }
  PASSBACK_TRY(work.transaction.turn_changed_ids(connection_id, IdChange::asked,
                                                 use_new ? IdChange::none : IdChange::kept));
  PASSBACK_TRY(work.transaction.put_meta(answer_name(connection_id),
                                         std::string(use_new ? kUseNew : kKeepOld) +
                                             std::to_string(work.now_unix_ms)));
  PASSBACK_TRY(
      decision::note_answered(work.transaction, decision::AskedAbout::changed_ids, connection_id));
  work.forget_class();
  outbox::HistoryRow line;
  line.at_unix_ms = work.now_unix_ms;
  line.event = use_new ? "ids_new" : "ids_kept";
  line.actor = user;
  line.code = Code::ids_changed;
  line.connection_id = connection_id;
  return work.transaction.append_history(line);
}

Status forget_changed_ids(outbox::Transaction& transaction, const std::string& connection_id) {
  for (const auto change : {IdChange::noted, IdChange::asked, IdChange::kept}) {
    PASSBACK_TRY(transaction.turn_changed_ids(connection_id, change, IdChange::none));
  }
  PASSBACK_TRY(
      decision::note_answered(transaction, decision::AskedAbout::changed_ids, connection_id));
  return transaction.put_meta(answer_name(connection_id), "");
}

} // namespace passback::intake
