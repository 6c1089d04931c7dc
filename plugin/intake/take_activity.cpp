#include <algorithm>

#include "plugin/intake/placement.hpp"
#include "plugin/intake/reconsider.hpp"
#include "plugin/intake/records.hpp"
#include "plugin/intake/restored.hpp"
#include "plugin/intake/sweep.hpp"
#include "plugin/intake/take.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;

// The class of the SIS that the event names. One that the class was linked to by mistake is an
// older word than the link, and names the class as it is linked now.
const gradebook::SourcedId& named_class(const ClassView& view, const ActivityEvent& event) {
  return view.links.was(event.class_sis_id) ? view.links.now : event.class_sis_id;
}

// The line items that the event is about: those of its SIS class, or of all of them. Made new only
// if there is none yet.
Result<std::vector<Record>> targets(Desk& desk, const ClassView& view, const ActivityEvent& event,
                                    bool make) {
  auto found = line_items_of(desk, view, event.activity_id);
  if (!found) {
    return found;
  }
  const auto& named = named_class(view, event);
  if (!named.empty()) {
    std::erase_if(*found, [&](const Record& record) {
      return record.key.sis_class_id != named && !record.key.sis_class_id.empty();
    });
    if (found->size() > 1) {
      std::erase_if(*found, [](const Record& record) { return record.key.sis_class_id.empty(); });
    }
  }
  const auto& sis_class = named.empty() ? view.links.now : named;
  if (found->size() == 1 && found->front().key.sis_class_id.empty()) {
    link_to_class(found->front(), sis_class);
  }
  if (found->empty() && make) {
    PASSBACK_TRY_AS(auto record, find_or_make_record(desk, view, Kind::line_item,
                                                     {sis_class, event.activity_id, {}}));
    found->push_back(std::move(record));
  }
  return found;
}

Result<Outcome> observe_and_place(Desk& desk, const ClassView& view, const ActivityEvent& event,
                                  Record& line_item, const outbox::Facts& facts) {
  const Form form = event.withdrawn ? Form::absent : Form::present;
  if (event.if_seq_at_most && line_item.observed.seq > *event.if_seq_at_most) {
    return Outcome{Disposition::superseded, line_item.observed.seq, Code::none};
  }
  PASSBACK_TRY_AS(const auto from_backup, is_from_backup(desk, line_item));
  if (event.swept && !from_backup && is_as_observed(line_item, form, facts, event.origin)) {
    return Outcome{Disposition::unchanged, line_item.observed.seq, Code::none};
  }
  PASSBACK_TRY_AS(auto seq, desk.transaction.next_seq());
  const auto observed =
      outbox::observe(line_item, form, facts, seq, event.origin.host_rev, event.origin.host_epoch);
  const auto released_before = line_item.released.seq;
  Placement placed{Disposition::superseded, Code::none};
  if (observed != outbox::Observed::superseded) {
    if (from_backup) {
      doubt_from_backup(line_item, view.effective.automatic);
    }
    PASSBACK_TRY_AS(auto placement, place_line_item(desk, view, line_item, false));
    placed = placement;
  }
  PASSBACK_TRY(put(desk, line_item));
  if (observed == outbox::Observed::changed) {
    PASSBACK_TRY(tell_history(desk, line_item, line_item.observed.seq, "observed", "host"));
  }
  if (line_item.released.seq != released_before) {
    PASSBACK_TRY(tell_history(desk, line_item, line_item.released.seq, "released", "host"));
  }
  return Outcome{placed.disposition, line_item.observed.seq, placed.reason};
}

// The activity's results were placed by what was known of it before.
Status reconsider_results(Desk& desk, const ActivityEvent& event) {
  outbox::RecordFilter filter;
  filter.class_id = event.origin.class_id;
  filter.school_year = event.origin.school_year;
  filter.activity_id = event.activity_id;
  filter.kind = Kind::result;
  filter.limit = 1;
  PASSBACK_TRY_AS(auto any, desk.transaction.records(filter));
  if (any.empty()) {
    return ok_status();
  }
  Affected affected;
  affected.class_id = event.origin.class_id;
  affected.school_year = event.origin.school_year;
  affected.activity_id = event.activity_id;
  return ask_to_reconsider(desk.transaction, affected);
}

// Hosts that tell nothing of classes give the class's SIS id with its activities.
Status learn_class(Desk& desk, const ActivityEvent& event, ClassView& view) {
  if (event.class_sis_id.empty() || !view.links.now.empty()) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto row, desk.transaction.lms_class(view.class_id, view.school_year));
  outbox::ClassRow fresh;
  fresh.domain_id = view.domain_id;
  fresh.incarnation = view.incarnation;
  outbox::ClassRow now = row.value_or(std::move(fresh));
  gradebook::ClassFacts facts;
  if (!now.facts.empty()) {
    PASSBACK_TRY_AS(auto known, gradebook::class_facts_from_json(now.facts));
    facts = std::move(known);
  }
  now.class_id = view.class_id;
  now.school_year = view.school_year;
  facts.class_sis_id = view.links.now = event.class_sis_id;
  now.facts = gradebook::to_json(facts);
  desk.forget_class();
  return desk.transaction.put_class(now);
}

} // namespace

Result<Outcome> take_activity(Desk& desk, const ActivityEvent& event) {
  PASSBACK_TRY_AS(auto view, desk.open_class(event.origin));
  const Code off = off_code(view, event.activity_id);
  const bool excluded = off == Code::domain_excluded || off == Code::activity_excluded;
  Outcome outcome{excluded ? Disposition::excluded : Disposition::off, 0, off};
  if (!view.effective.connection) {
    return outcome;
  }
  PASSBACK_TRY(learn_class(desk, event, view));
  // What was deleted before anybody here knew of it needs no row.
  const bool make = off == Code::none && !(event.swept && event.withdrawn);
  PASSBACK_TRY_AS(auto line_items, targets(desk, view, event, make));
  const auto facts = outbox::Facts::of(event.facts);
  bool news = false;
  for (auto& line_item : line_items) {
    const auto seq_before = line_item.observed.seq;
    PASSBACK_TRY_AS(auto placed, observe_and_place(desk, view, event, line_item, facts));
    outcome = placed;
    news = news || line_item.observed.seq != seq_before;
  }
  if (!news) {
    return outcome;
  }
  PASSBACK_TRY(reconsider_results(desk, event));
  return outcome;
}

} // namespace passback::intake
