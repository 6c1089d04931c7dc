#include "plugin/actions/cell_writer.hpp"

#include <algorithm>

#include "plugin/decision/checklist.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/decision/moved.hpp"
#include "plugin/decision/sending_time.hpp"
#include "plugin/gradebook/facts.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/gradebook/weighted_score.hpp"
#include "plugin/oneroster/answers/answer_rules.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Form;
using outbox::Record;

void put_time(json::object& object, std::string_view name, std::int64_t unix_ms) {
  if (unix_ms != 0) {
    object[name] = unix_ms;
  }
}

// As exact as a person can read it; the SIS gets it rounded by its own profile.
json::value counted_text(const gradebook::ScoreFacts& facts) {
  constexpr int kPlaces = 4;
  const auto counted = gradebook::counted_points(facts, facts.possible);
  const auto shown = counted ? counted->rounded(kPlaces, gradebook::Rounding::half_up)
                             : Result<gradebook::Decimal>(counted.error());
  return shown ? json::value(json::string(shown->to_string())) : json::value();
}

json::value score_text(const outbox::Version& version, const texts::Words& words) {
  if (version.form == Form::none) {
    return {};
  }
  if (version.form != Form::present) {
    return "";
  }
  const auto* facts = version.facts.score();
  if (!facts) {
    return {};
  }
  if (facts->points) {
    return json::string(facts->points->to_string());
  }
  if (!facts->text_score.empty()) {
    return json::string(facts->text_score);
  }
  if (facts->by_objectives()) {
    return counted_text(*facts);
  }
  const auto mark = facts->flags.exempt       ? "mark.exempt"
                    : facts->flags.missing    ? "mark.missing"
                    : facts->flags.incomplete ? "mark.incomplete"
                                              : "mark.handed_in";
  return json::string(words.text(mark));
}

json::value title_text(const outbox::Version& version) {
  const auto* facts = version.facts.activity();
  if (version.form != Form::present || !facts) {
    return {};
  }
  return json::string(facts->title);
}

bool fits(const CellFilter& filter, const outbox::RecordKey& key) {
  return (!filter.students || filter.students->contains(key.student_id)) &&
         (!filter.activities ||
          filter.activities->contains(gradebook::host_activity(key.activity_id)));
}

} // namespace

CellFilter cells_of_class(const Asker& asker) {
  CellFilter filter;
  filter.class_id = asker.class_id;
  filter.school_year = asker.school_year;
  return filter;
}

Status each_record(decision::UnitOfWork& work, const CellFilter& filter,
                   const std::function<Status(Record&)>& see) {
  outbox::RecordFilter rows;
  rows.class_id = filter.class_id;
  if (!filter.school_year.empty()) {
    rows.school_year = filter.school_year;
  }
  rows.kind = filter.kind;
  rows.state = filter.state;
  return outbox::each_record(work.transaction, rows, [&](Record& record) {
    return fits(filter, record.key) ? see(record) : ok_status();
  });
}

// Categories first: a line item that waits for one holds its results back for the same reason.
Status CellWriter::prepare(const gradebook::SchoolYear& year) {
  CellFilter parents;
  parents.class_id = view_.class_id;
  parents.school_year = year;
  for (const auto kind : {outbox::Kind::category, outbox::Kind::line_item}) {
    parents.kind = kind;
    PASSBACK_TRY(find_what_holds_back(parents));
  }
  decision::Origin origin;
  origin.class_id = view_.class_id;
  origin.school_year = year;
  PASSBACK_TRY_AS(const auto domains, work_.domains_of_class(origin));
  several_sis_ = domains.size() > 1;
  PASSBACK_TRY_AS(auto hold, outbox::site_hold(work_.transaction));
  hold_ = hold.why != Code::none                   ? hold.why
          : decision::is_in_trial(view_.effective) ? Code::in_trial
          : view_.effective.paused                 ? Code::sync_paused
                                                   : Code::none;
  if (!view_.effective.connection) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto account, account_of(work_.transaction, view_.effective.connection->id));
  account_ = std::move(account);
  return ok_status();
}

Status CellWriter::find_what_holds_back(const CellFilter& parents) {
  return each_record(work_, parents, [&](Record& record) {
    const auto words = words_of(record);
    const Code code =
        words.id == state_id(outbox::State::waiting) ? words.reason : holds_back(record);
    if (code != Code::none) {
      held_back_[record.id] = code;
    }
    return ok_status();
  });
}

std::vector<Code> CellWriter::missing_of(const Record& record, Code reason) const {
  if (reason == Code::none) {
    return {};
  }
  const auto id = record.key.kind == outbox::Kind::result ? record.line_item_id : record.id;
  auto known = lacks_.find(id);
  if (known == lacks_.end()) {
    known = lacks_.emplace(id, lacks_of(id)).first;
  }
  const auto& lacks = known->second;
  return std::ranges::find(lacks, reason) == lacks.end() ? std::vector<Code>() : lacks;
}

// What cannot be looked up is told by its reason alone.
std::vector<Code> CellWriter::lacks_of(std::int64_t line_item_id) const {
  const auto found = work_.transaction.record(line_item_id);
  if (!found || !*found) {
    return {};
  }
  const Record& line_item = **found;
  if (line_item.key.kind != outbox::Kind::line_item || line_item.state != outbox::State::waiting ||
      !belongs(line_item)) {
    return {};
  }
  auto lacks = decision::checklist_of(work_, view_, line_item);
  return lacks ? *std::move(lacks) : std::vector<Code>();
}

void CellWriter::put_missing(const Record& record, const std::vector<Code>& missing,
                             json::object& object) const {
  if (missing.empty()) {
    return;
  }
  json::array list;
  for (const Code code : missing) {
    list.push_back(reason_of(record, code));
  }
  object["missing"] = std::move(list);
}

// As words say it: with the time of the day at which it goes.
Record CellWriter::at_its_time(const Record& record) const {
  auto shown = record;
  const auto& connection = view_.effective.connection;
  if (connection && record.code == Code::waits_for_time) {
    shown.next_attempt_unix_ms = decision::time_to_go(
        view_.effective.sending, connection->time_zone, record, work_.now_unix_ms);
  }
  return shown;
}

StateWords CellWriter::words_of(const Record& record) const {
  const auto& connection = view_.effective.connection;
  const auto sis_name = connection ? settings::shown_name(*connection) : std::string();
  const auto parent = held_back_.find(record.key.kind == outbox::Kind::result ? record.line_item_id
                                                                              : record.category_id);
  const auto words =
      words_for(at_its_time(record), sis_name, account_ ? &*account_ : nullptr,
                parent == held_back_.end() ? Code::none : parent->second, hold_, view_.by_file(),
                connection ? std::string_view(connection->time_zone) : std::string_view());
  if (record.code == Code::other_sis || record.code == Code::moved_sis) {
    return words_of_other_sis(record, other_sis_name(record), sis_name);
  }
  const bool wrongly = decision::stands_wrongly(view_, record);
  return wrongly || record.code == Code::moved_section ? words_of_moved(record, words) : words;
}

// The SIS that has it; empty = nobody wrote down what it was called.
std::string CellWriter::other_sis_name(const Record& record) const {
  const auto row = work_.transaction.connection(record.key.connection_id);
  if (!row || !*row) {
    return {};
  }
  const auto connection = settings::connection_from_json((*row)->document);
  return connection ? settings::name_of_generation(*connection, record.key.connection_generation)
                    : std::string();
}

// Where the profile knows this refusal of the SIS, its words say more than the catalogue's.
json::object CellWriter::reason_of(const Record& record, Code code) const {
  auto reason = reason_object(code, words_);
  const auto* rule =
      view_.profile == nullptr || record.code != code
          ? nullptr
          : oneroster::rule_told_by(*view_.profile, record.http_status, code, record.detail);
  if (rule == nullptr) {
    return reason;
  }
  if (!rule->sentence.empty()) {
    reason["sentence"] = rule->sentence;
  }
  if (!rule->next_step.empty()) {
    reason["teacher"] = rule->next_step;
    reason["administrator"] = rule->next_step;
  }
  return reason;
}

// Where a class is in several classes of an SIS, or in several SISs, a row says in which it is.
void CellWriter::tell_where(const Record& record, json::object& object) const {
  const auto& connection = view_.effective.connection;
  const bool here = connection && connection->id == record.key.connection_id &&
                    connection->generation == record.key.connection_generation;
  if (several_sis_ || !here) {
    const auto name = here ? settings::shown_name(*connection) : other_sis_name(record);
    if (!name.empty()) {
      object["sis_name"] = name;
    }
  }
  const auto& sis_class = record.key.sis_class_id;
  if (!sis_class.empty() && sis_class != view_.links.now) {
    object["sis_class_id"] = sis_class.value;
  }
}

// Nothing more of it goes, and the SIS has it: a person may take it back.
bool CellWriter::is_kept_in_sis(const Record& record) const {
  const bool there =
      record.confirmed.form == Form::present || record.confirmed.form == Form::cleared;
  if (!there || !view_.effective.connection || record.code == Code::other_sis) {
    return false;
  }
  const auto* activity =
      record.key.kind == outbox::Kind::line_item ? record.observed.facts.activity() : nullptr;
  return record.state == outbox::State::off || record.state == outbox::State::held ||
         (activity != nullptr && !activity->published);
}

// "Not synced; Lakeside SIS keeps 9"
Phrase CellWriter::words_with_what_stays(const Record& record, const StateWords& words,
                                         const json::value& sis_value) const {
  const bool off = record.state == outbox::State::off && words.id == "off";
  const bool held = record.state == outbox::State::held;
  if ((!off && !held) || !is_kept_in_sis(record)) {
    return words.text;
  }
  const std::string key = off ? "state.off.keeps" : "state.held.keeps";
  const Phrase sis = name_of_sis(settings::shown_name(*view_.effective.connection));
  if (!sis_value.is_string() || sis_value.get_string().empty()) {
    return say(key, {{"sis", sis}});
  }
  return say(key + "_value", {{"sis", sis}, {"value", std::string(sis_value.get_string())}});
}

json::object CellWriter::state_of(const Record& record) const {
  const auto words = words_of(record);
  json::object object;
  object["id"] = record.id;
  object["seq"] = record.observed.seq;
  object["kind"] = kind_id(record.key.kind);
  object["class_id"] = record.key.class_id.value;
  object["school_year"] = record.key.school_year.value;
  object["activity_id"] = gradebook::host_activity(record.key.activity_id).value;
  if (const auto standard = gradebook::standard_of(record.key.activity_id)) {
    object["objective_id"] = standard->objective_id;
  }
  if (!record.key.student_id.empty()) {
    object["student_id"] = record.key.student_id.value;
  }
  object["wire_id"] = record.wire_id.value;
  tell_where(record, object);
  object["state"] = words.id;
  object["words"] = words_.say(words_with_what_stays(record, words, {}));
  if (is_kept_in_sis(record) && view_.effective.allowed) {
    object["operations"] = json::array{"take_back"};
  }
  if (words.reason != Code::none) {
    object["reason"] = reason_of(record, words.reason);
  }
  if (record.key.kind == outbox::Kind::line_item) {
    put_missing(record, missing_of(record, words.reason), object);
  }
  if (!record.detail.empty()) {
    object["sis_words"] = record.detail;
  }
  if (record.http_status != 0) {
    object["http_status"] = record.http_status;
  }
  if (record.in_doubt) {
    object["in_doubt"] = true;
  }
  if (record.attempts != 0) {
    object["attempts"] = record.attempts;
  }
  if (record.superseded != 0) {
    object["superseded"] = record.superseded;
  }
  put_time(object, "updated_unix_ms", record.updated_unix_ms);
  put_time(object, "confirmed_unix_ms", record.confirmed.at_unix_ms);
  if (record.state == outbox::State::ready) {
    put_time(object, "next_attempt_unix_ms", at_its_time(record).next_attempt_unix_ms);
  }
  return object;
}

json::object CellWriter::cell_of(const Record& record) const {
  auto object = state_of(record);
  if (record.key.kind == outbox::Kind::result) {
    object["value"] = score_text(record.observed, words_);
    object["sis_value"] = score_text(record.confirmed, words_);
  } else if (record.key.kind == outbox::Kind::line_item) {
    object["value"] = title_text(record.observed);
    object["sis_value"] = title_text(record.confirmed);
  }
  if (is_kept_in_sis(record)) {
    object["words"] =
        words_.say(words_with_what_stays(record, words_of(record), object["sis_value"]));
  }
  return object;
}

} // namespace passback::actions
