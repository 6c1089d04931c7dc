#include <algorithm>
#include <map>
#include <set>

#include "plugin/decision/placement.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/decision/removal.hpp"
#include "plugin/decision/restored.hpp"
#include "plugin/intake/identity.hpp"
#include "plugin/intake/sweep.hpp"
#include "plugin/intake/take.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::ClassView;
using decision::Disposition;
using decision::Origin;
using decision::Placement;
using decision::UnitOfWork;
using outbox::Form;
using outbox::Kind;
using outbox::Record;

// The classes of other SISs that students of other domains are in.
using Elsewhere = std::map<gradebook::DomainId, std::set<gradebook::SourcedId>>;

bool names(const Elsewhere& elsewhere, const gradebook::SourcedId& sis_class_id) {
  return std::ranges::any_of(elsewhere,
                             [&](const auto& one) { return one.second.contains(sis_class_id); });
}

Result<Elsewhere> classes_elsewhere(UnitOfWork& work, const Origin& origin) {
  Elsewhere ids;
  PASSBACK_TRY_AS(const auto domains, work.domains_of_class(origin));
  if (domains.size() < 2) {
    return ids;
  }
  PASSBACK_TRY_AS(const auto people,
                  work.transaction.enrolments(origin.class_id, origin.school_year));
  for (const auto& one : people) {
    if (!one.domain_id.empty() && !one.own_class().empty()) {
      const auto view = work.open_class(origin, one.domain_id);
      if (!view && view.error().code != Code::config) {
        return view.error();
      }
      if (view && view->of_other_sis) {
        ids[one.domain_id].insert(one.own_class());
      }
    }
  }
  return ids;
}

// The class of the SIS that the event names. One that the class was linked to by mistake is an
// older word than the link, and names the class as it is linked now.
gradebook::SourcedId named_class(const ClassView& view, const ActivityEvent& event) {
  const auto named = view.named(event.class_sis_id);
  return view.links.was(named) ? view.links.now : named;
}

// The line items that the event is about: those of its SIS class, or of all of them. Made new only
// if there is none yet, in the class `unnamed` if the event names none.
Result<std::vector<Record>> targets(UnitOfWork& work, const ClassView& view,
                                    const ActivityEvent& event, const gradebook::SourcedId& unnamed,
                                    bool make) {
  auto found = decision::line_items_of(work, view, event.activity_id);
  if (!found) {
    return found;
  }
  const auto named = named_class(view, event);
  if (!named.empty()) {
    std::erase_if(*found, [&](const Record& record) {
      return record.key.sis_class_id != named && !record.key.sis_class_id.empty();
    });
    if (found->size() > 1) {
      std::erase_if(*found, [](const Record& record) { return record.key.sis_class_id.empty(); });
    }
  }
  const auto& sis_class = named.empty() ? unnamed : named;
  if (found->size() == 1 && found->front().key.sis_class_id.empty()) {
    PASSBACK_TRY(decision::link_to_class(work, found->front(), sis_class));
  }
  if (found->empty() && make) {
    PASSBACK_TRY_AS(auto record, decision::find_or_make_record(work, view, Kind::line_item,
                                                               {sis_class, event.activity_id, {}}));
    found->push_back(std::move(record));
  }
  return found;
}

Result<Outcome> observe_and_place(UnitOfWork& work, const ClassView& view,
                                  const ActivityEvent& event, Record& line_item,
                                  outbox::Facts facts) {
  const Form form = event.withdrawn ? Form::absent : Form::present;
  if (event.if_seq_at_most && line_item.observed.seq > *event.if_seq_at_most) {
    return Outcome{Disposition::superseded, line_item.observed.seq, Code::none};
  }
  PASSBACK_TRY_AS(const auto from_backup, decision::is_from_backup(work, line_item));
  if (event.swept && !from_backup && is_as_observed(line_item, form, facts, event.origin)) {
    return Outcome{Disposition::unchanged, line_item.observed.seq, Code::none};
  }
  if (const auto* said = event.withdrawn ? facts.activity() : nullptr; said != nullptr) {
    auto gone = *said;
    gone.withdrawn_because = decision::reason_now(line_item, gone.withdrawn_because);
    facts = outbox::Facts::of(std::move(gone));
  }
  PASSBACK_TRY_AS(auto seq, work.transaction.next_seq());
  const auto observed = outbox::observe(line_item, form, std::move(facts), seq,
                                        event.origin.host_rev, event.origin.host_epoch);
  const auto released_before = line_item.released.seq;
  Placement placed{Disposition::superseded, Code::none};
  if (observed != outbox::Observed::superseded) {
    if (from_backup) {
      decision::doubt_from_backup(line_item, view.effective.automatic);
    }
    PASSBACK_TRY_AS(auto placement, decision::place_line_item(work, view, line_item, false));
    placed = placement;
  }
  PASSBACK_TRY(decision::put(work, line_item));
  if (observed == outbox::Observed::changed) {
    PASSBACK_TRY(
        decision::tell_history(work, line_item, line_item.observed.seq, "observed", "host"));
  }
  if (line_item.released.seq != released_before) {
    PASSBACK_TRY(
        decision::tell_history(work, line_item, line_item.released.seq, "released", "host"));
  }
  return unless_paused(view, {placed.disposition, line_item.observed.seq, placed.reason});
}

// The activity's results were placed by what was known of it before.
Status reconsider_results(UnitOfWork& work, const ActivityEvent& event) {
  outbox::RecordFilter filter;
  filter.class_id = event.origin.class_id;
  filter.school_year = event.origin.school_year;
  filter.activity_id = event.activity_id;
  filter.kind = Kind::result;
  filter.limit = 1;
  PASSBACK_TRY_AS(auto any, work.transaction.records(filter));
  if (any.empty()) {
    return ok_status();
  }
  outbox::Affected affected;
  affected.class_id = event.origin.class_id;
  affected.school_year = event.origin.school_year;
  affected.activity_id = event.activity_id;
  return outbox::ask_to_reconsider(work.transaction, affected);
}

// Hosts that tell nothing of classes give the class's SIS id with its activities.
Status learn_class(UnitOfWork& work, const ActivityEvent& event, const ClassView& view) {
  if (event.class_sis_id.empty() || !view.links.now.empty() ||
      event.class_sis_id == view.links.by_roster) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto row, work.transaction.lms_class(view.class_id, view.school_year));
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
  facts.class_sis_id = event.class_sis_id;
  now.facts = gradebook::to_json(facts);
  PASSBACK_TRY(work.transaction.put_class(now));
  work.forget_class();
  return row ? ok_status() : find_at_home(work, now);
}

bool is_off(const Outcome& outcome) {
  return outcome.disposition == Disposition::off || outcome.disposition == Disposition::excluded;
}

/// What became of one event in all the SISs that it is for.
class Taking {
 public:
  Taking(UnitOfWork& work, const ActivityEvent& event, const Elsewhere& elsewhere)
      : work_(work), event_(event), elsewhere_(elsewhere), facts_(outbox::Facts::of(event.facts)) {}

  Status in(const ClassView& view);
  bool news() const { return news_; }
  Outcome outcome() const { return outcome_.value_or(Outcome{}); }

 private:
  gradebook::SourcedId unnamed_class(const ClassView& view) const;

  UnitOfWork& work_;
  const ActivityEvent& event_;
  const Elsewhere& elsewhere_;
  const outbox::Facts facts_;
  bool news_ = false;
  std::optional<Outcome> outcome_; ///< that of the first SIS to which something goes
};

gradebook::SourcedId Taking::unnamed_class(const ClassView& view) const {
  const auto found = elsewhere_.find(view.domain_id);
  return view.of_other_sis && found != elsewhere_.end() ? *found->second.begin() : view.links.now;
}

Status Taking::in(const ClassView& view) {
  const Code off = decision::off_code(view, event_.activity_id);
  Outcome outcome{decision::off_disposition(off), 0, off};
  // What was deleted before anybody here knew of it needs no row, and a line item for students of
  // another school is made with their first score, which takes the facts from the class's own.
  const bool needless =
      (event_.swept && event_.withdrawn) || (view.of_other_sis && outcome_ && !is_off(*outcome_));
  std::vector<Record> line_items;
  if (view.effective.connection) {
    PASSBACK_TRY_AS(line_items, targets(work_, view, event_, unnamed_class(view),
                                        off == Code::none && !needless));
  }
  const auto facts = view.of_other_sis ? decision::said_at_other_sis(facts_) : facts_;
  for (auto& line_item : line_items) {
    const auto seq_before = line_item.observed.seq;
    PASSBACK_TRY_AS(const auto own, work_.open_class_of(line_item));
    PASSBACK_TRY_AS(outcome, observe_and_place(work_, own, event_, line_item, facts));
    news_ = news_ || line_item.observed.seq != seq_before;
  }
  if (!outcome_ || is_off(*outcome_)) {
    outcome_ = outcome;
  }
  return ok_status();
}

} // namespace

Result<Outcome> take_activity(UnitOfWork& work, const ActivityEvent& event) {
  PASSBACK_TRY_AS(const auto of_class, work.open_class(event.origin));
  PASSBACK_TRY_AS(const auto elsewhere, classes_elsewhere(work, event.origin));
  const bool of_other_sis = names(elsewhere, event.class_sis_id);
  if (of_class.effective.connection && !of_other_sis) {
    PASSBACK_TRY(learn_class(work, event, of_class));
  }
  PASSBACK_TRY_AS(const auto views, work.open_class_by_sis(event.origin));
  Taking taking(work, event, elsewhere);
  for (const auto& view : views) {
    if (view.of_other_sis || !of_other_sis) {
      PASSBACK_TRY(taking.in(view));
    }
  }
  if (taking.news()) {
    PASSBACK_TRY(reconsider_results(work, event));
  }
  return taking.outcome();
}

} // namespace passback::intake
