#include "host_stub/demo/comparison.hpp"

#include <map>
#include <tuple>

#include "host_stub/commands/find.hpp"
#include "host_stub/commands/score_flags.hpp"
#include "host_stub/gradebook/activity_store.hpp"
#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/gradebook/score_store.hpp"
#include "host_stub/support/decimal.hpp"
#include "host_stub/support/json_member.hpp"
#include "host_stub/support/text_table.hpp"

namespace host_stub::demo {
namespace {

namespace json = boost::json;

std::string id_of_reference(const json::value& value, std::string_view member) {
  const auto* found = at(value, member);
  return found == nullptr ? std::string() : text_at(*found, "sourcedId");
}

std::string number_at(const json::value& value, std::string_view member) {
  const auto* found = at(value, member);
  if (found == nullptr) {
    return {};
  }
  // Some versions carry numbers as texts.
  return found->is_number() ? to_decimal(found->to_number<double>()) : text_at(value, member);
}

struct Row {
  std::string class_title;
  std::string activity;
  std::string student;
  std::string in_lms = "–";
  std::string in_sis = "–";
  int times_in_sis = 0;
};

// By sourcedIds of class, title, and sourcedId of the student; no student: the line item itself.
using Key = std::tuple<std::string, std::string, std::string>;

std::string result_words(const json::value& result) {
  auto score = number_at(result, "score");
  if (text_at(result, "scoreStatus") == "exempt") {
    return "exempt";
  }
  return score.empty() ? "blank" : score;
}

void add_lms_rows(gradebook::Gradebook& book, std::map<Key, Row>& rows) {
  gradebook::RosterStore roster(book);
  gradebook::ActivityStore activities(book);
  for (const auto& one : roster.classes()) {
    for (const auto& activity : activities.activities(one.id)) {
      rows[{one.sis_id, activity.title, ""}] = {one.title, activity.title, "(the line item)",
                                                "of " + to_decimal(activity.points_possible)};
    }
    for (const auto& score : gradebook::ScoreStore(book).scores_of_class(one.id)) {
      auto title = activities.activity(score.activity_id)->title;
      auto student = *roster.user(score.student_id);
      std::string words = score.flags.exempt ? "exempt"
                          : score.points     ? to_decimal(*score.points)
                                             : "blank";
      rows[{one.sis_id, title, student.sis_id}] = {one.title, title, commands::full_name(student),
                                                   words};
    }
  }
}

void add_sis_rows(const json::value& records, std::map<Key, Row>& rows) {
  std::map<std::string, std::pair<std::string, std::string>> line_items;
  for (const auto& record : list_at(records, "lineItems")) {
    const auto& item = record.at("value");
    auto class_id = id_of_reference(item, "class");
    auto title = text_at(item, "title");
    line_items[text_at(item, "sourcedId")] = {class_id, title};
    Row& row = rows[{class_id, title, ""}];
    row.in_sis = "of " + number_at(item, "resultValueMax");
    ++row.times_in_sis;
  }
  for (const auto& record : list_at(records, "results")) {
    const auto& result = record.at("value");
    auto [class_id, title] = line_items[id_of_reference(result, "lineItem")];
    Row& row = rows[{class_id, title, id_of_reference(result, "student")}];
    row.in_sis = result_words(result);
    ++row.times_in_sis;
  }
}

} // namespace

Comparison compare(gradebook::Gradebook& book, const json::value& sis_records) {
  std::map<Key, Row> rows;
  add_lms_rows(book, rows);
  add_sis_rows(sis_records, rows);
  Comparison comparison;
  TextTable table({"class", "activity", "student", "in the LMS", "in the SIS", ""});
  for (const auto& [key, row] : rows) {
    bool equal = row.in_lms == row.in_sis && row.times_in_sis == 1;
    ++comparison.records;
    comparison.different += equal ? 0 : 1;
    std::string verdict = equal ? "equal"
                          : row.times_in_sis > 1
                              ? "THERE " + std::to_string(row.times_in_sis) + " TIMES"
                              : "DIFFERENT";
    table.add({row.class_title, row.activity, row.student, row.in_lms, row.in_sis, verdict});
  }
  comparison.table = table.text();
  return comparison;
}

} // namespace host_stub::demo
