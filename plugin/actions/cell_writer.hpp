// The records of one class as documents show them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {

struct CellFilter {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year; ///< empty = every year
  /// Of the LMS: an activity's standards that go as line items of their own belong to it.
  std::optional<std::set<gradebook::ActivityId>> activities = {}; ///< none = every activity
  std::optional<std::set<gradebook::StudentId>> students = {};    ///< none = everybody
  std::optional<outbox::Kind> kind;
  std::optional<outbox::State> state = {};
};

/// Every cell of the asker's class.
CellFilter cells_of_class(const Asker& asker);

/// Calls `see` for each record of the class, in the order of ids.
Status each_record(decision::UnitOfWork& work, const CellFilter& filter,
                   const std::function<Status(outbox::Record&)>& see);

/// How records look to people: needs the class's SIS name, its account and what holds records back
/// once.
class CellWriter {
 public:
  CellWriter(decision::UnitOfWork& work, const decision::ClassView& view, const texts::Words& words)
      : work_(work), view_(view), words_(words) {}

  Status prepare(const gradebook::SchoolYear& year);
  StateWords words_of(const outbox::Record& record) const;
  /// It is one of now: of the class of the SIS, and the SIS, that its student's grades go to.
  bool belongs(const outbox::Record& record) const { return decision::belongs_to(view_, record); }
  outbox::Record at_its_time(const outbox::Record& record) const;
  /// Everything that its activity lacks, where it waits for that: `reason`, of its words, and what
  /// else there is (decision/checklist.hpp). Empty = it waits for nothing of the kind.
  std::vector<Code> missing_of(const outbox::Record& record, Code reason) const;
  /// {"code","sentence",...}, in the profile's words where it knows this refusal.
  boost::json::object reason_of(const outbox::Record& record, Code code) const;
  /// Adds "missing": a reason_of each of these.
  void put_missing(const outbox::Record& record, const std::vector<Code>& missing,
                   boost::json::object& object) const;
  /// Where it stands, since when, why and what next. No value.
  boost::json::object state_of(const outbox::Record& record) const;
  /// The same with what would go and what the SIS has: for people who may see grades.
  boost::json::object cell_of(const outbox::Record& record) const;

 private:
  decision::UnitOfWork& work_;
  const decision::ClassView& view_;
  const texts::Words words_;
  bool is_kept_in_sis(const outbox::Record& record) const;
  Phrase words_with_what_stays(const outbox::Record& record, const StateWords& words,
                               const boost::json::value& sis_value) const;
  std::vector<Code> lacks_of(std::int64_t line_item_id) const;
  std::string other_sis_name(const outbox::Record& record) const;
  void tell_where(const outbox::Record& record, boost::json::object& object) const;
  Status find_what_holds_back(const CellFilter& parents);

  std::optional<outbox::AccountRow> account_;
  bool several_sis_ = false;                ///< students of the class are of several domains
  Code hold_ = Code::none;                 ///< why nothing of the class is on its way
  std::map<std::int64_t, Code> held_back_; ///< what belongs to this record waits, and why
  /// Of line items, as far as somebody asked.
  mutable std::map<std::int64_t, std::vector<Code>> lacks_;
};

/// Something for each place that records of one class are of: most classes are of one, and where
/// students are of other domains each of these. `Of` is made of a UnitOfWork and a ClassView, which
/// stay where they are, and the Words of whoever reads it, and is prepared once.
template <class Of> class ByPlace {
 public:
  ByPlace(decision::UnitOfWork& work, const texts::Words& words) : work_(work), words_(words) {}

  Result<Of*> of(const outbox::Record& record) {
    PASSBACK_TRY_AS(auto domain, work_.domain_of(record));
    auto& place = places_[{record.key.school_year, std::move(domain)}];
    if (!place) {
      PASSBACK_TRY_AS(auto view, work_.open_class_of(record));
      auto made = std::make_unique<Place>(work_, std::move(view), words_);
      PASSBACK_TRY(made->of.prepare(record.key.school_year));
      place = std::move(made);
    }
    return &place->of;
  }

 private:
  struct Place {
    Place(decision::UnitOfWork& work, decision::ClassView opened, const texts::Words& words)
        : view(std::move(opened)), of(work, view, words) {}
    const decision::ClassView view;
    Of of;
  };
  decision::UnitOfWork& work_;
  const texts::Words words_;
  std::map<std::pair<gradebook::SchoolYear, gradebook::DomainId>, std::unique_ptr<Place>> places_;
};
using CellWriters = ByPlace<CellWriter>;

} // namespace passback::actions
