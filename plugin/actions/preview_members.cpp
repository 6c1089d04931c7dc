#include "plugin/actions/preview_members.hpp"

#include <initializer_list>
#include <string_view>
#include <utility>

#include "plugin/actions/preview_cells.hpp"
#include "plugin/decision/digest.hpp"
#include "plugin/decision/identity.hpp"
#include "plugin/decision/on_trial.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/oneroster/documents/stand_in.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/final_grades.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using decision::with_released;
using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::Version;

/// What the SIS owns of a line item that it has is carried over from there, whatever we have.
void leave_to_owner(const oneroster::LineItemOwners& owner, json::object& members) {
  using Names = std::initializer_list<std::string_view>;
  const auto leave = [&](oneroster::Owner owned_by, Names names) {
    for (const auto name : owned_by == oneroster::Owner::sis ? names : Names{}) {
      members.erase(name);
    }
  };
  leave(owner.title, {"title"});
  leave(owner.description, {"description"});
  leave(owner.points_possible, {"resultValueMin", "resultValueMax"});
  leave(owner.dates, {"assignDate", "dueDate"});
  leave(owner.category, {"category"});
  leave(owner.grading_period, {"gradingPeriod"});
  leave(owner.metadata, {"metadata"});
}

/// Every line item has one, and it may be known only when the SIS has been read: that it is not
/// among the members does not say that it is not there.
bool may_be_unread(std::string_view name) {
  return name == "dueDate" || name == "category" || name == "gradingPeriod";
}

/// What stands in `after` and not so in `before`; what is only in `before` is gone.
json::object changed(const json::object& before, const json::object& after) {
  json::object to;
  for (const auto& [name, value] : after) {
    const auto* old = before.if_contains(name);
    if (old == nullptr || *old != value) {
      to[name] = value;
    }
  }
  for (const auto& [name, value] : before) {
    if (!after.contains(name) && !may_be_unread(name)) {
      to[name] = nullptr;
    }
  }
  return to;
}

json::object members_in_column(const oneroster::SisResult& there) {
  json::object members;
  if (there.score) {
    members["score"] = json::parse(there.score->to_string()); // as a document has numbers
  }
  for (const auto& [name, text] : {std::pair{"textScore", &there.text_score},
                                   {"scoreStatus", &there.score_status},
                                   {"comment", &there.comment}}) {
    if (!text->empty()) {
      members[name] = *text;
    }
  }
  return members;
}

std::string text_in_column(const oneroster::SisResult& there) {
  return there.score                ? there.score->to_string()
         : there.text_score.empty() ? there.score_status
                                    : there.text_score;
}

/// The record as it was when what the SIS has was sent.
Record as_confirmed(Record record) {
  record.released = std::exchange(record.confirmed, {});
  record.in_doubt = false;
  return record;
}

} // namespace

PreviewMembers::Members PreviewMembers::members_of_line_item(const Record& then) const {
  auto facts = gradebook::activity_facts_from_json(then.released.facts);
  if (!facts || settings::belongs_into_slot(*facts, view_.effective.grading)) {
    return std::optional<json::object>();
  }
  facts->kind = gradebook::ActivityKind::assignment;
  auto preference = decision::preference_of_line_item(work_, view_, then, *facts);
  auto in_sis = work_.class_in_sis(view_, then.key.sis_class_id);
  if (!preference || !in_sis) {
    return preference ? in_sis.error() : preference.error();
  }
  preference->category = decision::category_of(view_.manner(), then, *facts);
  auto trial = decision::line_item_on_trial(*view_.profile, *facts, *preference, *in_sis);
  if (!trial.lacks.empty()) {
    return std::optional<json::object>();
  }
  auto& input = trial.input;
  input.wire_id = then.wire_id;
  input.class_id = then.key.sis_class_id;
  input.activity_id = then.key.activity_id;
  input.since_unix_ms = then.created_unix_ms;
  const auto document = oneroster::line_item_document(*view_.profile, view_.endpoint, input,
                                                      decision::context_of(view_.manner()));
  if (!document) {
    return std::optional<json::object>();
  }
  auto members = decision::shown_members(*document);
  if (trial.due_date_stands_in) {
    members.erase("dueDate");
  }
  return std::optional(std::move(members));
}

PreviewMembers::Members PreviewMembers::members_of_result(const Record& then,
                                                          const Record& line_item) const {
  const auto input = decision::result_input(view_.manner(), then, line_item, oneroster::stand_in());
  const auto document = input ? oneroster::result_document(*view_.profile, view_.endpoint, *input,
                                                           decision::context_of(view_.manner()))
                              : Result<std::string>(input.error());
  return document ? std::optional(decision::shown_members(*document))
                  : std::optional<json::object>();
}

Result<std::optional<Record>> PreviewMembers::line_item_of(const Record& record) const {
  return record.key.kind == Kind::result ? work_.transaction.record(record.line_item_id)
                                         : std::optional(record);
}

PreviewMembers::Members PreviewMembers::members_after(const Record& record, const Version& goes,
                                                      const Record& line_item,
                                                      bool with_line_item) const {
  const Record then = with_released(record, goes);
  if (record.key.kind == Kind::result) {
    return members_of_result(then, with_line_item ? with_released(line_item, line_item.observed)
                                                  : line_item);
  }
  auto members = members_of_line_item(then);
  // Of a column that was there, too.
  const bool is_there = record.confirmed.form == Form::present || decision::is_taken_over(record);
  if (members && *members && is_there) {
    leave_to_owner(view_.profile->owner, **members);
  }
  return members;
}

// What was said under other settings cannot be made again, and must not be guessed.
PreviewMembers::Members PreviewMembers::members_before(const Record& record,
                                                       const Record& line_item) const {
  const auto& told = record.confirmed;
  const bool stands = told.form == Form::present || told.form == Form::cleared;
  if (!stands || told.digest.empty() || is_offered(record)) {
    return std::optional<json::object>(); // what another SIS has says nothing of this one
  }
  const Record then = as_confirmed(record);
  const auto version = view_.endpoint.version;
  if (record.key.kind == Kind::result) {
    // Of a result without anything sent before, the digest's document says all that is shown.
    const auto said =
        decision::worded_result(view_.manner(), version, then, as_confirmed(line_item));
    return said && said->digest == told.digest
               ? std::optional(decision::shown_members(said->document))
               : std::optional<json::object>();
  }
  const auto digest = decision::digest_of_line_item(view_.manner(), version, then);
  if (!digest || *digest != told.digest) {
    return std::optional<json::object>();
  }
  auto members = members_of_line_item(then);
  if (members && *members) {
    leave_to_owner(view_.profile->owner, **members);
  }
  return members;
}

Result<std::optional<PreviewMembers::InColumn>>
PreviewMembers::in_column(const Record& record, const Record& line_item) const {
  const auto nobody_knows = std::optional<InColumn>();
  if (record.confirmed.form != Form::none || !decision::is_taken_over(line_item)) {
    return nobody_knows;
  }
  if (record.key.kind == Kind::line_item) {
    const auto& key = record.key;
    PASSBACK_TRY_AS(
        const auto listed,
        work_.in_sis.line_items({key.connection_id, key.connection_generation, key.sis_class_id},
                                {decision::Purpose::naming}));
    for (const auto& column : listed.value_or(std::vector<oneroster::SisLineItem>())) {
      if (column.id == record.wire_id) {
        return std::optional(InColumn{json::string(column.title), std::nullopt});
      }
    }
    return nobody_knows;
  }
  auto known = grades_.find(line_item.id);
  if (known == grades_.end()) {
    PASSBACK_TRY_AS(auto read, decision::grades_in_column(work_.transaction, line_item));
    known = grades_.emplace(line_item.id, std::move(read)).first;
  }
  const auto& grades = known->second;
  if (!grades) {
    return nobody_knows;
  }
  PASSBACK_TRY_AS(const auto student,
                  decision::known_identity(work_, view_, record.key.student_id));
  const auto there = grades->find(student.student_sis_id);
  if (there == grades->end()) {
    return std::optional(InColumn{"", json::object()});
  }
  return std::optional(
      InColumn{json::string(text_in_column(there->second)), members_in_column(there->second)});
}

Result<bool> PreviewMembers::says_otherwise_with_its_line_item(const Record& result) const {
  PASSBACK_TRY_AS(const auto line_item, line_item_of(result));
  if (!line_item || view_.profile == nullptr) {
    return false;
  }
  const auto digest = decision::digest_of_result(view_.manner(), view_.endpoint.version, result,
                                                 with_released(*line_item, line_item->observed));
  const auto& confirmed = result.confirmed.digest;
  return digest && !digest->empty() && !confirmed.empty() && *digest != confirmed;
}

Status PreviewMembers::add(const Record& record, const Version& goes, bool with_line_item,
                           json::object& cell) const {
  if (view_.profile == nullptr) {
    return ok_status();
  }
  const auto form = goes.form;
  const auto write = decision::write_of(*view_.profile, record.key.kind, form);
  if (write && *write != exchange::Write::put) {
    cell["removes"] = true;
    return ok_status();
  }
  if (!write || (form != Form::present && form != Form::cleared)) {
    return ok_status();
  }
  const auto line_item = line_item_of(record);
  if (!line_item || !*line_item) {
    return line_item ? ok_status() : Status(line_item.error());
  }
  const auto& of_parent = with_line_item ? (*line_item)->observed : (*line_item)->released;
  if (record.key.kind == Kind::result && of_parent.form == Form::absent) {
    cell["removes"] = true; // the SIS removes it with its line item
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto there, in_column(record, **line_item));
  if (there) {
    cell["sis_value"] = there->text;
  }
  const auto after = members_after(record, goes, **line_item, with_line_item);
  const auto before = there ? Members(there->members) : members_before(record, **line_item);
  if (!after || !before) {
    return after ? before.error() : after.error();
  }
  if (!*after) {
    return ok_status();
  }
  const auto to = changed(before->value_or(json::object()), **after);
  if (*before) {
    json::object from;
    for (const auto& [name, value] : to) {
      const auto* old = (*before)->if_contains(name);
      if (old != nullptr || !may_be_unread(name)) {
        from[name] = old == nullptr ? json::value() : *old;
      }
    }
    cell["from"] = std::move(from);
  }
  cell["to"] = to;
  return ok_status();
}

} // namespace passback::actions
