#include "plugin/decision/counted_score.hpp"
#include "plugin/decision/first_send.hpp"
#include "plugin/decision/identity.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/moved.hpp"
#include "plugin/decision/older_than_sis.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/preflight.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/decision/removal.hpp"
#include "plugin/decision/restored.hpp"
#include "plugin/decision/standards.hpp"
#include "plugin/gradebook/same_for_sis.hpp"
#include "plugin/intake/identity.hpp"
#include "plugin/intake/imports.hpp"
#include "plugin/intake/sweep.hpp"
#include "plugin/intake/take.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::ClassView;
using decision::Disposition;
using decision::UnitOfWork;
using outbox::Form;
using outbox::Kind;
using outbox::Record;

Form form_of(const ScoreEvent& event, const ClassView& view) {
  if (event.withdrawn) {
    return Form::absent;
  }
  return decision::says_something(event.facts, view.profile) ? Form::present : Form::cleared;
}

std::string actor_of(const ScoreEvent& event) {
  return event.scored_by.empty() ? "host" : event.scored_by.value;
}

// A blank cell of which nothing is kept needs no row, unless its revision has to turn away an older
// event that is still on its way.
bool needs_no_row(const Record& record, Form form, const ScoreEvent& event) {
  return record.id == 0 && form != Form::present && (event.origin.host_rev == 0 || event.swept);
}

// The ids that come with the event may say that the cell's record is another one.
Status follow_event(UnitOfWork& work, const ClassView& view, const ScoreEvent& event,
                    Record& result) {
  PASSBACK_TRY_AS(auto student, learn_identity(work, view, event));
  if (result.id != 0 && !result.key.sis_class_id.empty()) {
    return decision::follow_student(work, view, student, result);
  }
  auto found = decision::find_or_make_record(
      work, view, Kind::result, {student.sis_class_id, event.activity_id, event.student_id});
  if (found) {
    result = std::move(*found);
  }
  return found ? ok_status() : Status(found.error());
}

// What the host says of a score does not yet say what it is counted of, which is worked out when it
// is placed.
bool says_the_same(outbox::Version stored, const outbox::Version& said) {
  if (const auto* facts = stored.facts.score(); facts != nullptr && facts->counted_of) {
    auto without = *facts;
    without.counted_of.reset();
    stored.facts = outbox::Facts::of(std::move(without));
  }
  return outbox::same_for_sis(Kind::result, stored, said);
}

// The SIS that was connected before may have this very grade: whether the present one gets it too
// is asked, not decided by a sweep. Another grade is a new one, and ends the question.
Result<bool> is_offered_already(UnitOfWork& work, const ClassView& view, const ScoreEvent& event) {
  outbox::RecordFilter filter;
  filter.class_id = view.class_id;
  filter.school_year = view.school_year;
  filter.activity_id = event.activity_id;
  filter.student_id = event.student_id;
  filter.kind = Kind::result;
  PASSBACK_TRY_AS(auto found, work.transaction.records(filter));
  auto facts = event.facts;
  facts.student_sis_id = {};
  const outbox::Version said{0, form_of(event, view), outbox::Facts::of(std::move(facts))};
  for (auto& one : found) {
    if (decision::belongs_to(view, one) || !outbox::stands_at_sis(one) ||
        outbox::is_left_behind(one) || one.code == Code::moved_sis) {
      continue;
    }
    if (says_the_same(one.observed, said)) {
      return true;
    }
    outbox::park(one, outbox::State::settled, Code::moved_sis);
    PASSBACK_TRY(decision::put(work, one));
  }
  return false;
}

// What is told again, and says nothing new, is of the time when it was told first.
bool is_told_in_trial(const ClassView& view, const ScoreEvent& event, const Record& result) {
  const auto* known = result.observed.facts.score();
  if (known != nullptr) {
    auto as_said = *known;
    as_said.counted_of.reset();
    if (gradebook::same_for_sis(as_said, event.facts)) {
      return known->in_trial;
    }
  }
  return decision::is_in_trial(view.effective);
}

Result<Outcome> place(UnitOfWork& work, const ClassView& view, const ScoreEvent& event,
                      Record& result, Record& line_item, outbox::Observed observed,
                      const outbox::Facts& before) {
  const auto released_before = result.released.seq;
  decision::PlacementOptions options;
  options.said_again = observed == outbox::Observed::same;
  PASSBACK_TRY_AS(auto placed, decision::place_result(work, view, result, line_item, options));
  if (placed.reason == Code::import_asked) {
    PASSBACK_TRY(note_import(work.transaction, view.class_id));
  }
  PASSBACK_TRY(decision::put(work, line_item));
  result.line_item_id = line_item.id;
  PASSBACK_TRY(decision::put(work, result));
  if (placed.reason == Code::points_asked) {
    // With this score nobody may fall any more, and then nothing is asked.
    PASSBACK_TRY(outbox::ask_to_reconsider(work.transaction, outbox::affected_by(line_item)));
  }
  if (observed == outbox::Observed::changed) {
    PASSBACK_TRY(
        decision::tell_history(work, result, result.observed.seq, "observed", actor_of(event)));
  }
  if (result.released.seq != released_before) {
    PASSBACK_TRY(
        decision::tell_history(work, result, result.released.seq, "released", actor_of(event)));
  }
  PASSBACK_TRY(decision::place_standards(work, view, result, line_item, before));
  return unless_paused(view, {placed.disposition, result.observed.seq, placed.reason});
}

} // namespace

Result<Outcome> take_score(UnitOfWork& work, const ScoreEvent& event) {
  PASSBACK_TRY_AS(auto view, work.open_class(event.origin, event.student_id));
  const Code off = decision::off_code(view, event.activity_id);
  if (!view.effective.connection) {
    return Outcome{decision::off_disposition(off), 0, off};
  }
  PASSBACK_TRY_AS(auto known, decision::known_identity(work, view, event.student_id));
  PASSBACK_TRY_AS(auto result, decision::find_or_make_record(
                                   work, view, Kind::result,
                                   {known.sis_class_id, event.activity_id, event.student_id}));
  if (event.if_seq_at_most && result.observed.seq > *event.if_seq_at_most) {
    return Outcome{Disposition::superseded, result.observed.seq, Code::none};
  }
  if (off != Code::none && result.id == 0) {
    return Outcome{decision::off_disposition(off), 0, off};
  }
  // An older event's ids are older words too.
  const bool older =
      is_older(event.origin.host_rev, event.origin.host_epoch, result.host_rev, result.host_epoch);
  if (off == Code::none && !older) {
    PASSBACK_TRY(follow_event(work, view, event, result));
  }
  if (result.id == 0) {
    PASSBACK_TRY_AS(auto offered, is_offered_already(work, view, event));
    if (offered) {
      return Outcome{Disposition::stored, 0, Code::other_sis};
    }
  }
  const Form form = form_of(event, view);
  if (needs_no_row(result, form, event)) {
    const auto asked = event.swept ? Result<bool>(false) : has_page_out(work.transaction, view);
    if (!asked || !*asked) {
      return asked ? Result<Outcome>(Outcome{}) : asked.error();
    }
  }
  auto facts = event.facts;
  facts.student_sis_id = {};
  facts.only_read =
      event.swept && (result.observed.form == Form::none || decision::is_only_read(result));
  facts.in_trial = is_told_in_trial(view, event, result);
  facts.withdrawn_because = decision::reason_now(result, facts.withdrawn_because);
  PASSBACK_TRY_AS(auto line_item,
                  decision::find_or_make_line_item(
                      work, view, {result.key.sis_class_id, event.activity_id, {}}));
  decision::drop_possible_of_activity(facts, line_item);
  decision::note_counted_of(facts, line_item);
  decision::note_put_back(result, form, event.origin, event.swept, facts);
  auto said = outbox::Facts::of(std::move(facts));
  PASSBACK_TRY_AS(const auto from_backup, decision::is_from_backup(work, result));
  if (event.swept && !from_backup && is_as_observed(result, form, said, event.origin)) {
    return Outcome{Disposition::unchanged, result.observed.seq, Code::none};
  }
  PASSBACK_TRY_AS(auto seq, work.transaction.next_seq());
  const auto before = result.observed.facts;
  const bool doubt_before = result.in_doubt;
  const auto observed = outbox::observe(result, form, std::move(said), seq, event.origin.host_rev,
                                        event.origin.host_epoch);
  if (observed == outbox::Observed::superseded) {
    PASSBACK_TRY(decision::put(work, result));
    return Outcome{Disposition::superseded, result.observed.seq, Code::none};
  }
  if (decision::is_put_back(result)) {
    result.in_doubt = doubt_before; // what the SIS has is not sent once more over itself
  }
  // A grade that the SIS has stays there when its student leaves.
  if (from_backup && !known.has_left) {
    decision::doubt_from_backup(result, view.effective.automatic);
  }
  return place(work, view, event, result, line_item, observed, before);
}

Result<std::optional<std::int64_t>> seq_of_cell(UnitOfWork& work, const ScoreEvent& event,
                                                Outcome& outcome) {
  auto view = work.open_class(event.origin, event.student_id);
  if (!view && work.unknown_domain()) {
    // Whether anything is kept here is found out when the score comes, which may ask the host.
    return std::optional<std::int64_t>(0);
  }
  if (!view) {
    return view.error();
  }
  const Code off = decision::off_code(*view, event.activity_id);
  if (!view->effective.connection) {
    outcome = {decision::off_disposition(off), 0, off};
    return std::optional<std::int64_t>();
  }
  PASSBACK_TRY_AS(auto identity, decision::known_identity(work, *view, event.student_id));
  const auto named = view->named(event.class_sis_id);
  const auto& sis_class = named.empty() ? identity.sis_class_id : named;
  PASSBACK_TRY_AS(auto result,
                  decision::find_record(work, *view, Kind::result,
                                        {sis_class, event.activity_id, event.student_id}));
  if (off != Code::none && !result) {
    outcome = {decision::off_disposition(off), 0, off};
    return std::optional<std::int64_t>();
  }
  return std::optional<std::int64_t>(result ? result->observed.seq : 0);
}

} // namespace passback::intake
