#include <utility>

#include "plugin/decision/class_over.hpp"
#include "plugin/decision/columns_in_sis.hpp"
#include "plugin/decision/digest.hpp"
#include "plugin/decision/final_slot.hpp"
#include "plugin/decision/first_send.hpp"
#include "plugin/decision/identity.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/older_than_sis.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/preflight.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/decision/removal.hpp"
#include "plugin/decision/sending_time.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/outbox/bounds.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/taken_back.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

using outbox::Form;
using outbox::Record;
using outbox::State;

bool same_as_released(const Record& record) {
  return record.released.form != Form::none &&
         outbox::same_for_sis(outbox::Kind::result, record.observed, record.released);
}

Code missing_link(const Record& result, const Identity& student,
                  const gradebook::ScoreFacts& said) {
  if (result.key.sis_class_id.empty()) {
    return Code::class_unlinked;
  }
  // A release before this one kept the id with the score alone.
  return student.student_sis_id.empty() && said.student_sis_id.empty() ? Code::student_unlinked
                                                                       : Code::none;
}

// A grade that the SIS has already stays there when its student leaves.
bool sis_has_it(const Record& result) {
  return !result.in_doubt &&
         outbox::same_for_sis(outbox::Kind::result, result.observed, result.confirmed);
}

// True: what was released before would be another document now. `tried` is the digest of what was
// observed (digest.hpp), which serves where that is what was released.
bool worded_anew(const ClassView& view, Record& result, const Record& line_item,
                 const std::string& tried) {
  const bool as_tried = !tried.empty() && result.released.form == result.observed.form &&
                        result.released.facts == result.observed.facts &&
                        activity_of(line_item) == line_item.observed.facts;
  return word_anew(result,
                   as_tried
                       ? Result<std::string>(tried)
                       : digest_of_result(view.manner(), view.endpoint.version, result, line_item),
                   view.settings_generation);
}

// Students of two schools may share a line item, which goes as its own school has it.
Result<Placement> place_for_result(UnitOfWork& work, const ClassView& view, Record& line_item,
                                   bool needed, const PlacementOptions& options) {
  PASSBACK_TRY_AS(const auto domain, work.domain_of(line_item));
  if (domain == view.domain_id) {
    return place_line_item(work, view, line_item, needed, options);
  }
  PASSBACK_TRY_AS(const auto own, work.open_class_of(line_item));
  return place_line_item(work, own, line_item, needed, options);
}

// Releases, if this result is to go at all; the line item follows if the result needs it.
Result<Placement> let_go(UnitOfWork& work, const ClassView& view, Record& result, Record& line_item,
                         const PlacementOptions& options, const std::string& tried = {}) {
  const bool goes = options.by_person || (view.effective.automatic && !options.hold_back);
  if (was_refused(result) && !options.by_person && !worded_anew(view, result, line_item, tried)) {
    // The same again would be refused again; something new goes, or waits for a person.
    if (same_as_released(result) && !options.anew) {
      return Placement{Disposition::waiting, result.code};
    }
    if (!goes && !options.anew) {
      outbox::park(result, State::manual, Code::none);
      return Placement{Disposition::stored, Code::none};
    }
  }
  auto released_before = result.released;
  if (goes) {
    outbox::release(result);
  }
  worded_anew(view, result, line_item, tried);
  const bool needs = outbox::needs_send(result);
  bool line_item_there = true;
  if (needs && result.released.form != Form::absent) {
    auto placed = place_for_result(work, view, line_item, true, options);
    if (!placed) {
      return placed;
    }
    const bool waits = outbox::waits_for_line_item(line_item, result);
    const bool refused = placed->disposition == Disposition::waiting && was_refused(line_item);
    if (refused && waits) {
      // Free as soon as the SIS takes the line item after all.
      outbox::enqueue(result, false, work.now_unix_ms, options.priority);
      return Placement{Disposition::waiting, Code::parent_refused};
    }
    if (placed->disposition == Disposition::waiting && !refused) {
      return park_waiting(result, placed->reason);
    }
    if (placed->disposition == Disposition::held) {
      return park_held(result, placed->reason);
    }
    if (placed->reason == Code::points_asked) {
      result.released = std::move(released_before);
      return park_for_person(result, placed->reason);
    }
    line_item_there = !waits;
  }
  enqueue(work, view, result, line_item_there, options);
  if (!goes && result.observed.form != Form::none && !same_as_released(result)) {
    return Placement{Disposition::stored, Code::none};
  }
  if (needs) {
    return Placement{Disposition::queued, Code::none};
  }
  return Placement{result.confirmed.form == Form::none ? Disposition::ignored
                                                       : Disposition::unchanged,
                   Code::none};
}

// Nothing to tell the SIS: the cell is blank or gone, and nothing of it ever left.
Placement settle_blank(UnitOfWork& work, Record& result) {
  outbox::release(result);
  outbox::enqueue(result, true, work.now_unix_ms);
  return {Disposition::ignored, Code::none};
}

// The final grade is gone from the LMS, and the SIS keeps its slot: each result is taken back
// alone.
Result<Placement> take_back(UnitOfWork& work, const ClassView& view, Record& result,
                            Record& line_item, const PlacementOptions& options) {
  if (line_item.released.form != Form::absent) {
    outbox::enqueue(result, true, work.now_unix_ms);
    return Placement{Disposition::stored, Code::none};
  }
  PASSBACK_TRY_AS(auto seq, work.transaction.next_seq());
  outbox::observe(result, Form::absent, {}, seq, result.host_rev, result.host_epoch);
  if (!may_have_left(result)) {
    return settle_blank(work, result);
  }
  if (!write_of(*view.profile, outbox::Kind::result, Form::absent)) {
    return park_waiting(result, Code::withdrawal_unsupported);
  }
  PlacementOptions at_once = options;
  at_once.by_person = true; // whoever took back the final grade has decided for its results
  return let_go(work, view, result, line_item, at_once);
}

// A person took it back out of the SIS, or its activity, and has not sent it again.
Placement stay_taken_back(UnitOfWork& work, Record& result, const Record& line_item) {
  const bool goes_along = outbox::is_taken_back(line_item);
  if (goes_along && outbox::stands_at_sis(result) && line_item.confirmed.form == Form::present) {
    go_with_line_item(result, line_item);
  } else if (goes_along) {
    outbox::park(result, State::withdrawn, Code::taken_back);
  } else {
    outbox::enqueue(result, true, work.now_unix_ms);
  }
  return {Disposition::stored, Code::taken_back};
}

// Why a person has to send it or say something of it before it goes, or said that it stays.
Result<std::optional<Code>> result_asked_first(UnitOfWork& work, const ClassView& view,
                                               const Record& result) {
  if (const Code older = older_code(result); older != Code::none) {
    return std::optional(older);
  }
  PASSBACK_TRY_AS(const bool over, waits_for_class_over(work, view, result));
  return over ? std::optional(Code::class_over) : std::nullopt;
}

Placement park_as_asked(Record& result, Code why) {
  if (why == Code::newer_kept) {
    outbox::park(result, State::settled, why);
    return {Disposition::stored, why};
  }
  return park_for_person(result, why);
}

// The cell is gone from the LMS, and the SIS has it, or may have it.
Result<Placement> place_removed(UnitOfWork& work, const ClassView& view, Record& result,
                                Record& line_item, const PlacementOptions& options) {
  if (!options.by_person) {
    PASSBACK_TRY_AS(const auto student, known_identity(work, view, result.key.student_id));
    PASSBACK_TRY_AS(const auto question, removal_question(work, view, result, student.has_left));
    if (question) {
      return park_removal(result, *question);
    }
    PASSBACK_TRY_AS(const auto first, result_asked_first(work, view, result));
    if (first) {
      return park_as_asked(result, *first);
    }
  }
  return let_go(work, view, result, line_item, options);
}

// The activity is gone from the LMS. What the SIS has of it stays until the line item is removed
// there, and is told so.
Placement follow_gone(UnitOfWork& work, Record& result, const Record& line_item) {
  const bool there = outbox::stands_at_sis(result) && line_item.confirmed.form == Form::present;
  if (there && line_item.state == State::waiting) {
    return park_waiting(result, line_item.code);
  }
  if (!there || line_item.released.form == Form::absent) {
    go_with_line_item(result, line_item);
    return {};
  }
  // Nobody has sent the removal yet: what was let go before goes all the same, and nothing newer.
  if (was_refused(result)) {
    return {Disposition::waiting, result.code};
  }
  outbox::enqueue(result, !outbox::waits_for_line_item(line_item, result), work.now_unix_ms);
  if (result.state == State::manual) {
    outbox::park(result, State::settled, Code::none);
  }
  return {Disposition::stored, line_item.code};
}

// Whether "handed in" is a word or a blank is the SIS's matter, and a school may get another one.
Status say_handed_in_anew(UnitOfWork& work, const ClassView& view, Record& result,
                          const gradebook::ScoreFacts& facts) {
  const bool standard = gradebook::standard_of(result.key.activity_id).has_value();
  auto otherwise = facts;
  otherwise.flags.submitted = false;
  if (standard || !facts.flags.submitted || says_something(otherwise, view.profile)) {
    return ok_status();
  }
  const Form form = says_something(facts, view.profile) ? Form::present : Form::cleared;
  if (form == result.observed.form) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto seq, work.transaction.next_seq());
  outbox::observe(result, form, result.observed.facts, seq, result.host_rev, result.host_epoch);
  return ok_status();
}

// The facts of a cell, whose form then says what they say to this SIS. None = it is withdrawn.
Result<const gradebook::ScoreFacts*> facts_for_sis(UnitOfWork& work, const ClassView& view,
                                                   Record& result) {
  if (result.observed.form != Form::present && result.observed.form != Form::cleared) {
    return nullptr;
  }
  const auto* facts = result.observed.facts.score();
  if (facts == nullptr) {
    return unreadable_facts();
  }
  PASSBACK_TRY(say_handed_in_anew(work, view, result, *facts));
  return result.observed.facts.score();
}

// A draft, say, or of somebody who is no student: it does not go, whatever its line item.
std::optional<Placement> parked_by_itself(Record& result, const gradebook::ScoreFacts& said,
                                          const Identity& student) {
  if (said.flags.draft) {
    return park_held(result, Code::draft);
  }
  if (result.observed.form == Form::present && !said.flags.released) {
    return park_held(result, Code::not_released);
  }
  if (student.no_student != Code::none) {
    return park_off(result, student.no_student);
  }
  const Code code = missing_link(result, student, said);
  if (code != Code::none && !sis_has_it(result)) {
    return park_waiting(result, code);
  }
  return std::nullopt;
}

Result<Placement> place_in_earnest(UnitOfWork& work, const ClassView& view, Record& result,
                                   Record& line_item, const PlacementOptions& options) {
  const bool taken_back =
      (outbox::is_taken_back(result) || outbox::is_taken_back(line_item)) && !options.by_person;
  const Code off = taken_back ? off_code_of_all(view.effective) : off_code(view, result, line_item);
  if (off != Code::none) {
    return park_off(result, off);
  }
  if (view.unusable != Code::none) {
    return park_waiting(result, view.unusable);
  }
  if (taken_back) {
    return stay_taken_back(work, result, line_item);
  }
  if (result.observed.form == Form::none) {
    return Placement{};
  }
  PASSBACK_TRY_AS(auto facts, facts_for_sis(work, view, result));
  const Form form = result.observed.form;
  if (form != Form::present && !may_have_left(result)) {
    return settle_blank(work, result);
  }
  PASSBACK_TRY_AS(auto student, known_identity(work, view, result.key.student_id));
  if (student.is_asked && !sis_has_it(result)) {
    return park_waiting(result, Code::ids_changed);
  }
  if (form == Form::absent) {
    if (!write_of(*view.profile, outbox::Kind::result, Form::absent)) {
      return park_waiting(result, Code::withdrawal_unsupported);
    }
    return place_removed(work, view, result, line_item, options);
  }
  if (auto parked = parked_by_itself(result, *facts, student)) {
    return *parked;
  }
  if (line_item.observed.form == Form::none) {
    park_waiting(line_item, Code::activity_unknown);
    return park_waiting(result, Code::activity_unknown);
  }
  if (line_item.observed.form == Form::absent) {
    return stays_in_sis(line_item) ? take_back(work, view, result, line_item, options)
                                   : follow_gone(work, result, line_item);
  }
  if (line_item.confirmed.form == Form::absent && result.confirmed.form == Form::present) {
    // The line item comes back: what was confirmed under the one before is gone with it.
    PASSBACK_TRY(forget_in_sis(work, result));
  }
  if (line_item.state == State::unlinked && !options.by_person) {
    return park_waiting(result, Code::line_item_gone);
  }
  const auto* activity = line_item.observed.facts.activity();
  if (activity == nullptr) {
    return unreadable_facts();
  }
  if (form == Form::present && !activity->published) {
    return park_held(result, Code::not_published);
  }
  if (student.has_left && !sis_has_it(result)) {
    return park_waiting(result, Code::student_not_enrolled);
  }
  const auto tried = digest_of_observed(view.manner(), view.endpoint.version, result, line_item);
  if (!tried) {
    return park_waiting(result, tried.error().code);
  }
  // Also when the result does not go yet: its reasons are shown before a person sends.
  PASSBACK_TRY_AS(const auto placed, place_for_result(work, view, line_item, false, {}));
  if (placed.disposition == Disposition::waiting && !was_refused(line_item)) {
    return park_waiting(result, placed.reason);
  }
  if (!options.by_person) {
    PASSBACK_TRY_AS(const auto first, result_asked_first(work, view, result));
    const Code why = first ? *first : first_send_code(view, result);
    if (why != Code::none) {
      return park_as_asked(result, why);
    }
  }
  if (waits_for_first_send(line_item) && !options.by_person) {
    return park_for_person(result, Code::column_taken_over);
  }
  return let_go(work, view, result, line_item, options, *tried);
}

} // namespace

Result<Placement> place_result(UnitOfWork& work, const ClassView& view, Record& result,
                               Record& line_item, const PlacementOptions& options) {
  if (!is_in_trial(view.effective)) {
    return place_in_earnest(work, view, result, line_item, options);
  }
  PlacementOptions as_asked = options;
  // What a person sent in the trial stays as she left it until the host says something newer.
  as_asked.by_person =
      options.by_person || (stands_in_trial(result) && (options.look_again || options.said_again));
  auto released_before = result.released;
  auto placed = place_in_earnest(work, view, result, line_item, as_asked);
  if (placed && hold_for_trial(view.effective, std::move(released_before), result)) {
    return Placement{Disposition::stored, Code::in_trial};
  }
  return placed;
}

} // namespace passback::decision
