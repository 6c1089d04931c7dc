// The list behind the notices of period_end.hpp.
#include <algorithm>
#include <map>
#include <tuple>

#include <boost/json.hpp>

#include "plugin/actions/csv_cell.hpp"
#include "plugin/actions/people_names.hpp"
#include "plugin/actions/period_end.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/gradebook/json_members.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostRows = 5000;

struct PeriodRow {
  const TaughtClass* of = nullptr;
  std::string teacher;
  UnsentGrades unsent;
};

/// What nobody is known to teach has a row all the same.
std::vector<PeriodRow> rows_of(const std::vector<TaughtClass>& classes) {
  std::vector<PeriodRow> rows;
  for (const auto& one : classes) {
    const auto unsent = unsent_in(one.figures);
    if (unsent.all() == 0) {
      continue;
    }
    for (const auto& teacher : one.teachers) {
      rows.push_back({&one, teacher, unsent});
    }
    if (one.teachers.empty()) {
      rows.push_back({&one, {}, unsent});
    }
  }
  // A class of whose period nobody knows the end stands behind the others.
  std::ranges::sort(rows, {}, [](const PeriodRow& row) {
    const auto& ends_on = row.of->period.ends_on;
    return std::tuple(ends_on.empty(), ends_on, row.of->figures.domain.value, row.teacher,
                      row.of->figures.class_id.value, row.of->figures.school_year.value);
  });
  return rows;
}

// The host is asked outside the transaction.
void name_schools(const ActionParts& parts, json::array& list) {
  std::map<std::string, std::string> titles;
  for (auto& one : list) {
    auto& row = one.as_object();
    const std::string id(row.at("domain_id").as_string());
    if (!titles.contains(id)) {
      titles[id] = parts.domains.title(gradebook::DomainId(id));
    }
    row["school"] = titles[id].empty() ? id : titles[id];
  }
}

json::object row_document(const PeriodRow& row, const texts::Words& words) {
  const auto& figures = row.of->figures;
  json::object object{{"domain_id", figures.domain.value},
                      {"class_id", figures.class_id.value},
                      {"school_year", figures.school_year.value},
                      {"title", figures.title},
                      {"to_send", row.unsent.to_send},
                      {"refused", row.unsent.refused},
                      {"waiting", row.unsent.waiting},
                      {"on_the_way", row.unsent.on_the_way}};
  if (!row.of->period.ends_on.empty()) {
    object["ends_on"] = row.of->period.ends_on;
    object["period"] = row.of->period.title;
  }
  if (!row.teacher.empty()) {
    object["teacher"] = json::object{{"id", row.teacher}};
  }
  CauseCounts causes;
  add_causes(causes, figures);
  if (const auto code = commonest_cause(causes); code != Code::none) {
    object["reason"] = reason_object(code, words);
  }
  return object;
}

std::string csv_of(const json::array& rows) {
  std::string text = "ends_on,period,school,teacher_id,teacher,class_id,class,to_send,refused,"
                     "waiting,on_the_way,cause\r\n";
  for (const auto& one : rows) {
    const auto& row = one.as_object();
    json::object teacher, reason;
    if (const auto* who = row.if_contains("teacher")) {
      teacher = who->as_object();
    }
    if (const auto* why = row.if_contains("reason")) {
      reason = why->as_object();
    }
    std::string_view comma;
    for (const auto& cell :
         {gradebook::text_member(row, "ends_on"), gradebook::text_member(row, "period"),
          gradebook::text_member(row, "school"), gradebook::text_member(teacher, "id"),
          gradebook::text_member(teacher, "name"), gradebook::text_member(row, "class_id"),
          gradebook::text_member(row, "title"), json::serialize(row.at("to_send")),
          json::serialize(row.at("refused")), json::serialize(row.at("waiting")),
          json::serialize(row.at("on_the_way")), gradebook::text_member(reason, "sentence")}) {
      text += std::string(comma) + csv_cell(cell);
      comma = ",";
    }
    text += "\r\n";
  }
  return text;
}

} // namespace

Result<Reply> period_end_list(const ActionParts& parts, const Asker& asker, bool csv) {
  json::object document;
  json::array list;
  std::vector<std::string> ids;
  const auto words = language_of(parts, asker);
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    list.clear();
    ids.clear();
    PASSBACK_TRY_AS(const auto classes, taught_classes(work, {.domain = asker.domain}));
    const auto rows = rows_of(classes);
    document = {{"schema", "lms.period_end/1"},
                {"domain_id", asker.domain.value},
                {"at_unix_ms", work.now_unix_ms},
                {"more", rows.size() > kMostRows}};
    for (std::size_t i = 0; i < std::min(rows.size(), kMostRows); ++i) {
      list.push_back(row_document(rows[i], words));
      if (!rows[i].teacher.empty()) {
        ids.push_back(rows[i].teacher);
      }
    }
    return ok_status();
  }));
  name_schools(parts, list);
  PASSBACK_TRY_AS(const auto names, names_of(parts, asker, ids, document));
  for (auto& row : list) {
    auto* teacher = row.as_object().if_contains("teacher");
    if (teacher == nullptr) {
      continue;
    }
    const auto name = names.find(gradebook::text_member(teacher->as_object(), "id"));
    if (name != names.end()) {
      teacher->as_object()["name"] = name->second;
    }
  }
  if (csv) {
    document["csv"] = csv_of(list);
  }
  document["rows"] = std::move(list);
  return Reply{json::serialize(document), false};
}

} // namespace passback::actions
