#include "plugin/actions/preview_notes.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "plugin/actions/cell_writer.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/settings/final_grades.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Form;
using outbox::Kind;
using outbox::Record;

json::array notes_of(const std::vector<decision::CellNote>& cell_notes, const texts::Words& words) {
  json::array notes;
  for (const auto& cell_note : cell_notes) {
    json::object note = reason_object(cell_note.code, words);
    note["severity"] = cell_note.severity;
    if (!cell_note.about.empty()) {
      note["about"] = json::value_from(cell_note.about);
    }
    notes.push_back(std::move(note));
  }
  return notes;
}

} // namespace

// Each SIS class counts for itself.
std::string PreviewNotes::titled(const Record& record, const std::string& title) const {
  return record.key.sis_class_id.value + "\n" + decision::title_to_compare(title);
}

Status PreviewNotes::prepare() {
  titles_.clear();
  if (view_.profile == nullptr || view_.profile->title_unique != oneroster::TitleUnique::in_class) {
    return ok_status();
  }
  CellFilter filter;
  filter.class_id = view_.class_id;
  filter.school_year = view_.school_year;
  filter.kind = Kind::line_item;
  return each_record(work_, filter, [&](Record& record) {
    const auto* facts = record.observed.facts.activity();
    if (record.observed.form == Form::present && facts && decision::belongs_to(view_, record)) {
      ++titles_[titled(record, facts->title)];
    }
    return ok_status();
  });
}

std::vector<decision::CellNote>
PreviewNotes::on_dates(const Record& record, const gradebook::ActivityFacts& facts) const {
  if (settings::belongs_into_slot(facts, view_.effective.grading)) {
    return {};
  }
  const auto in_sis = work_.class_in_sis(view_, record.key.sis_class_id);
  const auto preference = decision::preference_of_line_item(work_, view_, record, facts);
  // A note that cannot be made holds no preview up.
  return in_sis && preference
             ? decision::notes_on_dates(facts, *view_.profile, *preference, *in_sis)
             : std::vector<decision::CellNote>();
}

json::array PreviewNotes::of(const Record& record) {
  if (view_.profile == nullptr || record.observed.form != Form::present) {
    return {};
  }
  const auto& choices = view_.effective.grading;
  if (record.key.kind == Kind::line_item) {
    const auto* facts = record.observed.facts.activity();
    if (!facts) {
      return {};
    }
    const auto same = titles_.find(titled(record, facts->title));
    const bool taken = same != titles_.end() && same->second > 1;
    auto notes = decision::notes_on(*facts, *view_.profile, choices, taken);
    std::ranges::move(on_dates(record, *facts), std::back_inserter(notes));
    std::ranges::move(on_counting(record, *facts), std::back_inserter(notes));
    return notes_of(notes, words_);
  }
  const auto* facts = record.observed.facts.score();
  if (!facts) {
    return {};
  }
  const auto possible = possible_of_activity(record);
  const auto version = view_.endpoint.version;
  auto notes = decision::notes_on(*facts, *view_.profile, version, choices, possible);
  std::ranges::move(decision::notes_on_counting(*facts, *view_.profile, version, possible),
                    std::back_inserter(notes));
  return notes_of(notes, words_);
}

// A standard goes into a category that does not count, whatever its activity does.
std::vector<decision::CellNote>
PreviewNotes::on_counting(const Record& record, const gradebook::ActivityFacts& facts) const {
  if (gradebook::standard_of(record.key.activity_id)) {
    return {};
  }
  std::optional<gradebook::ActivityFacts> in_sis;
  if (record.confirmed.form == Form::present) {
    if (const auto* confirmed = record.confirmed.facts.activity()) {
      in_sis = *confirmed;
    }
  }
  return decision::notes_on_counting(facts, in_sis, *view_.profile);
}

// Read once for all the scores of an activity.
std::optional<gradebook::Decimal> PreviewNotes::possible_of_activity(const Record& record) {
  const auto known = possible_.find(record.line_item_id);
  if (known != possible_.end()) {
    return known->second;
  }
  std::optional<gradebook::Decimal> possible;
  const auto line_item = work_.transaction.record(record.line_item_id);
  if (line_item && *line_item) {
    if (const auto* activity = (*line_item)->observed.facts.activity()) {
      possible = activity->points_possible;
    }
  }
  possible_.emplace(record.line_item_id, possible);
  return possible;
}

} // namespace passback::actions
