#include <utility>
#include <vector>

#include "plugin/decision/activity_rules.hpp"
#include "plugin/decision/checklist.hpp"
#include "plugin/decision/class_over.hpp"
#include "plugin/decision/columns_in_sis.hpp"
#include "plugin/decision/digest.hpp"
#include "plugin/decision/final_slot.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/period_preference.hpp"
#include "plugin/decision/permission.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/points_change.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/decision/removal.hpp"
#include "plugin/decision/sending_time.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/outbox/taken_back.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/final_grades.hpp"

namespace passback::decision {
namespace {

using outbox::Form;
using outbox::Record;
using outbox::State;

// The category that has to be made in the SIS before its first line item.
Result<Record> make_category(UnitOfWork& work, const ClassView& view, const Record& line_item,
                             const gradebook::ActivityFacts& facts,
                             const PlacementOptions& options) {
  auto category = find_or_make_record(
      work, view, outbox::Kind::category,
      {line_item.key.sis_class_id, gradebook::ActivityId(facts.category_id.value), {}});
  if (!category) {
    return category;
  }
  PASSBACK_TRY_AS(auto seq, work.transaction.next_seq());
  gradebook::CategoryFacts own;
  own.title = facts.category_title;
  own.weight = facts.category_weight;
  outbox::observe(*category, Form::present, gradebook::to_json(own), seq, 0, 0);
  // Once it is there it is the SIS's: only its first appearance is ours. One that was refused is
  // not asked for anew by each line item and each score that needs it.
  const bool refused =
      was_refused(*category) && !options.by_person &&
      outbox::same_for_sis(outbox::Kind::category, category->observed, category->released);
  if (category->confirmed.form != Form::present && !refused) {
    auto released_before = category->released;
    outbox::release(*category);
    enqueue(work, view, *category, true, options);
    hold_for_trial(view.effective, std::move(released_before), *category);
  }
  PASSBACK_TRY(put(work, *category));
  return category;
}

// The line item gets that category. Whether the SIS has it already.
Result<bool> gets_category(UnitOfWork& work, const ClassView& view, Record& line_item,
                           const gradebook::ActivityFacts& facts, const PlacementOptions& options) {
  PASSBACK_TRY_AS(const auto category, make_category(work, view, line_item, facts, options));
  line_item.category_id = category.id;
  return category.confirmed.form == Form::present;
}

// Nothing has changed since the released document was last made: a score's event does not derive
// its activity's document.
bool is_worded(const ClassView& view, const Record& line_item, const PlacementOptions& options) {
  return !options.look_again && !line_item.released.digest.empty() &&
         line_item.settings_generation == view.settings_generation;
}

// It was found to lack nothing, as far as the host and people say. What the SIS shows of its class
// may have changed since.
bool lacked_nothing(const ClassView& view, const Record& line_item,
                    const PlacementOptions& options) {
  const bool goes = line_item.state == State::ready || line_item.state == State::sending ||
                    line_item.state == State::settled;
  return goes && is_worded(view, line_item, options) && line_item.released.form == Form::present &&
         line_item.released.facts == line_item.observed.facts;
}

// Its digest, where that may have changed. True: what was released before would be another document
// now.
bool word(const ClassView& view, Record& line_item, const PlacementOptions& options) {
  return !is_worded(view, line_item, options) &&
         word_anew(line_item, digest_of_line_item(view.manner(), view.endpoint.version, line_item),
                   view.settings_generation);
}

Result<Placement> release_and_enqueue(UnitOfWork& work, const ClassView& view, Record& line_item,
                                      bool parent_confirmed, const PlacementOptions& options) {
  outbox::release(line_item);
  word(view, line_item, options);
  const bool needs = outbox::needs_send(line_item);
  enqueue(work, view, line_item, parent_confirmed, options);
  return Placement{needs ? Disposition::queued : Disposition::unchanged, Code::none};
}

Result<Placement> place_withdrawn(UnitOfWork& work, const ClassView& view, Record& line_item,
                                  const PlacementOptions& options) {
  if (!may_have_left(line_item)) {
    outbox::release(line_item);
    outbox::enqueue(line_item, true, work.now_unix_ms);
    return Placement{Disposition::ignored, Code::none};
  }
  const bool stays = stays_in_sis(line_item);
  if (!stays && !write_of(*view.profile, outbox::Kind::line_item, Form::absent)) {
    return park_waiting(line_item, Code::withdrawal_unsupported);
  }
  if (!options.by_person) {
    PASSBACK_TRY_AS(const auto question, removal_question(work, view, line_item));
    if (question) {
      return park_removal(line_item, *question);
    }
    PASSBACK_TRY_AS(const bool over, waits_for_class_over(work, view, line_item));
    if (over) {
      return park_for_person(line_item, Code::class_over);
    }
  }
  if (options.by_person || (view.effective.automatic && !options.hold_back)) {
    if (line_item.released.form != Form::absent) {
      // Its results go with it or, where the SIS keeps its slot, each for itself.
      PASSBACK_TRY(outbox::ask_to_reconsider(work.transaction, outbox::affected_by(line_item)));
    }
    return release_and_enqueue(work, view, line_item, true, options);
  }
  outbox::enqueue(line_item, true, work.now_unix_ms);
  return Placement{Disposition::stored, Code::none};
}

// Why a person has to send it or say something of it before it goes.
Result<std::optional<Code>> line_item_asked_first(UnitOfWork& work, const ClassView& view,
                                                  const Record& line_item) {
  std::optional<Code> none;
  PASSBACK_TRY_AS(const bool over, waits_for_class_over(work, view, line_item));
  if (over) {
    return std::optional(Code::class_over);
  }
  if (!view.effective.automatic) {
    return none;
  }
  PASSBACK_TRY_AS(const auto change, points_change(work, view, line_item));
  return change ? std::optional(Code::points_asked) : none;
}

// What it lacks. One that goes into a slot of the SIS is given it here.
Result<std::vector<Code>> lacks_of(UnitOfWork& work, const ClassView& view, Record& line_item,
                                   bool into_slot, const PlacementOptions& options) {
  if (!into_slot) {
    return checklist_of(work, view, line_item,
                        lacked_nothing(view, line_item, options) ? Look::in_lists : Look::whole);
  }
  Code lacks = Code::none;
  PASSBACK_TRY(adopt_slot(work, view, line_item, lacks));
  return lacks == Code::none ? std::vector<Code>() : std::vector<Code>{lacks};
}

} // namespace

Result<LineItemPreference> preference_of_line_item(UnitOfWork& work, const ClassView& view,
                                                   const Record& line_item,
                                                   const gradebook::ActivityFacts& facts) {
  PASSBACK_TRY_AS(auto row, work.transaction.lms_class(view.class_id, view.school_year));
  LineItemPreference preference;
  preference.local_day = platform::local_dates(view.effective.connection->time_zone);
  if (row && !row->facts.empty()) {
    const auto of_class = gradebook::class_facts_from_json(row->facts);
    if (of_class && of_class->ends_at_unix_ms != 0) {
      preference.class_end = preference.local_day(of_class->ends_at_unix_ms);
    }
  }
  preference.period = period_preference(view.manner(), line_item, facts);
  return preference;
}

Code off_code(const ClassView& view, const gradebook::ActivityId& activity) {
  return off_code(view.effective, view.profile, activity);
}

Code off_code(const ClassView& view, const Record& record, const Record& line_item) {
  const Code off = off_code(view, record.key.activity_id);
  return off != Code::none ? off : left_out(view.effective, line_item);
}

Code off_code_of_all(const settings::Effective& effective) {
  return effective.allowed ? Code::none : effective.why_not;
}

PlacementOptions options_for(const Record& record) {
  PlacementOptions options;
  options.look_again = true;
  // What waits for the answer to the first-send question, for the end of a trial, for the points
  // possible that a person is asked about, because its class is over, or because it would go into a
  // column that was there, was kept for no person's send.
  options.hold_back = record.state != State::waiting && record.state != State::held &&
                      record.state != State::off && record.state != State::withdrawn &&
                      record.code != Code::first_send_asked && record.code != Code::in_trial &&
                      record.code != Code::points_asked && record.code != Code::class_over &&
                      record.code != Code::column_taken_over;
  options.priority = record.priority;
  return options;
}

Placement park_off(Record& record, Code code) {
  outbox::park(record, State::off, code);
  return {off_disposition(code), code};
}

Placement park_waiting(Record& record, Code code) {
  outbox::park(record, State::waiting, code);
  return {Disposition::waiting, code};
}

Placement park_held(Record& record, Code code) {
  outbox::park(record, State::held, code);
  return {Disposition::held, code};
}

void go_with_line_item(Record& result, const Record& line_item) {
  if (outbox::stands_at_sis(result) && line_item.confirmed.form == Form::present) {
    outbox::park(result, State::waiting_parent, Code::parent_not_confirmed);
  } else {
    outbox::park(result, State::withdrawn, Code::none);
  }
}

Placement park_for_person(Record& record, Code code) {
  outbox::park(record, State::manual, code);
  return {Disposition::stored, code};
}

Placement park_removal(Record& record, Code question) {
  if (question == Code::kept_in_sis) {
    keep_in_sis(record);
  } else {
    return park_for_person(record, question);
  }
  return {Disposition::stored, question};
}

void enqueue(UnitOfWork& work, const ClassView& view, Record& record, bool parent_confirmed,
             const PlacementOptions& options) {
  const auto& rules = view.effective.sending;
  const auto& zone = view.effective.connection->time_zone;
  if (options.look_again) {
    look_at_time_again(rules, zone, record, work.now_unix_ms);
  }
  outbox::enqueue(record, parent_confirmed, work.now_unix_ms, options.priority);
  if (!options.by_person) {
    wait_for_its_time(rules, zone, !options.look_again, record, work.now_unix_ms);
  }
}

bool was_refused(State state) {
  return state == State::rejected || state == State::failed || state == State::conflict ||
         state == State::unlinked;
}

bool was_refused(const Record& record) {
  return was_refused(record.state);
}

Placement place_category(UnitOfWork& work, const ClassView& view, Record& category,
                         const PlacementOptions& options) {
  if (!view.effective.allowed) {
    return park_off(category, view.effective.why_not);
  }
  if (view.unusable != Code::none) {
    return park_waiting(category, view.unusable);
  }
  if (!view.profile->create_categories || !view.effective.create_categories) {
    return park_waiting(category, Code::category_not_allowed);
  }
  if (was_refused(category) && !options.by_person) {
    return {Disposition::waiting, category.code};
  }
  auto released_before = category.released;
  enqueue(work, view, category, true, options);
  if (hold_for_trial(view.effective, std::move(released_before), category)) {
    return {Disposition::stored, Code::in_trial};
  }
  return {outbox::needs_send(category) ? Disposition::queued : Disposition::unchanged, Code::none};
}

namespace {

struct WantedLineItem {
  const gradebook::ActivityFacts& facts;
  const settings::CategoryChoice& category;
  bool into_slot = false; ///< it goes into a column that the SIS offers for final grades
};

/// Nothing is missing of it. Whether it goes now is a matter of who sends, and of what was sent.
Result<Placement> place_complete(UnitOfWork& work, const ClassView& view, Record& line_item,
                                 const WantedLineItem& wanted, bool needed,
                                 const PlacementOptions& options) {
  const bool there = may_have_left(line_item);
  const bool anew = word(view, line_item, options);
  if (was_refused(line_item) && !options.by_person && !anew &&
      outbox::same_for_sis(outbox::Kind::line_item, line_item.observed, line_item.released)) {
    return Placement{Disposition::waiting, line_item.code};
  }
  // A column that is to be used is sent by itself as well, if a person sends it.
  const bool is_asked_for = options.by_person && waits_for_first_send(line_item);
  if (!needed && !there && line_item.released.form == Form::none && !is_asked_for) {
    outbox::park(line_item, State::settled, Code::none);
    return Placement{Disposition::stored, Code::none};
  }
  bool parent_confirmed = true;
  if (!wanted.into_slot && line_item.confirmed.form != Form::present) {
    line_item.category_id = 0;
    if (wanted.category.kind == settings::CategoryChoice::Kind::create) {
      PASSBACK_TRY_AS(parent_confirmed, gets_category(work, view, line_item, wanted.facts, options));
    }
  }
  if (!options.by_person) {
    PASSBACK_TRY_AS(const auto first, line_item_asked_first(work, view, line_item));
    if (first) {
      return park_for_person(line_item, *first);
    }
  }
  // What a result needs is a line item that may go, not the newest one: that waits for a person.
  const bool needed_first = needed && line_item.released.form == Form::none;
  if (needed_first || options.by_person || (view.effective.automatic && !options.hold_back)) {
    return release_and_enqueue(work, view, line_item, parent_confirmed, options);
  }
  if (options.look_again) {
    look_at_time_again(view.effective.sending, view.effective.connection->time_zone, line_item,
                       work.now_unix_ms);
  }
  outbox::enqueue(line_item, parent_confirmed, work.now_unix_ms);
  return Placement{Disposition::stored, Code::none};
}

Result<Placement> place_line_item_in_earnest(UnitOfWork& work, const ClassView& view,
                                             Record& line_item, bool needed,
                                             const PlacementOptions& options) {
  const bool taken_back = outbox::is_taken_back(line_item) && !options.by_person;
  const Code off =
      taken_back ? off_code_of_all(view.effective) : off_code(view, line_item, line_item);
  if (off != Code::none) {
    return park_off(line_item, off);
  }
  if (view.unusable != Code::none) {
    return park_waiting(line_item, view.unusable);
  }
  if (taken_back) {
    outbox::enqueue(line_item, true, work.now_unix_ms);
    return Placement{Disposition::stored, Code::taken_back};
  }
  if (line_item.observed.form == Form::none) {
    return park_waiting(line_item, Code::activity_unknown);
  }
  if (view.links.is_asked &&
      !outbox::same_for_sis(outbox::Kind::line_item, line_item.observed, line_item.confirmed)) {
    return park_waiting(line_item, Code::ids_changed);
  }
  if (line_item.observed.form == Form::absent) {
    return place_withdrawn(work, view, line_item, options);
  }
  if (line_item.key.sis_class_id.empty()) {
    return park_waiting(line_item, Code::class_unlinked);
  }
  const auto* said = line_item.observed.facts.activity();
  if (said == nullptr) {
    return unreadable_facts();
  }
  const auto& facts = *said;
  if (!facts.published && !may_have_left(line_item)) {
    return park_held(line_item, Code::not_published);
  }
  const auto category = category_of(view.manner(), line_item, facts);
  const bool into_slot = settings::belongs_into_slot(facts, view.effective.grading);
  PASSBACK_TRY_AS(const auto lacks, lacks_of(work, view, line_item, into_slot, options));
  if (!lacks.empty()) {
    return park_waiting(line_item, lacks.front());
  }
  PASSBACK_TRY_AS(const auto column,
                  column_in_sis(work.transaction, work.in_sis, view.manner(), line_item, *said));
  if (!column.like.empty()) {
    return park_waiting(line_item, Code::column_there);
  }
  if (waits_for_first_send(line_item) && !options.by_person) {
    return park_for_person(line_item, Code::column_taken_over);
  }
  return place_complete(work, view, line_item, {facts, category, into_slot}, needed, options);
}

} // namespace

Result<Placement> place_line_item(UnitOfWork& work, const ClassView& view, Record& line_item,
                                  bool needed, const PlacementOptions& options) {
  auto released_before = line_item.released;
  auto placed = place_line_item_in_earnest(work, view, line_item, needed, options);
  if (placed && hold_for_trial(view.effective, std::move(released_before), line_item)) {
    return Placement{Disposition::stored, Code::in_trial};
  }
  return placed;
}

} // namespace passback::decision
