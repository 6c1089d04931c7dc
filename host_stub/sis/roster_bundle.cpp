#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "host_stub/csv/reader.hpp"
#include "host_stub/http/message.hpp"
#include "host_stub/sis/roster.hpp"
#include "host_stub/sis/text.hpp"

namespace host_stub::sis {

namespace {

enum class Cell { text, number, flag, ref, refs, list };

/// A CSV column and the member of the JSON object that it becomes.
struct Column {
  const char* csv;
  const char* member;
  Cell cell = Cell::text;
};

struct File {
  const char* name;
  Kind kind;
  std::vector<Column> columns;
  std::vector<const char*> required; ///< columns that each row must fill
};

const std::vector<File> kFiles = {{"orgs.csv",
                                   Kind::org,
                                   {{"name", "name"},
                                    {"type", "type"},
                                    {"identifier", "identifier"},
                                    {"parentSourcedId", "parent", Cell::ref}},
                                   {"name", "type"}},
                                  {"academicSessions.csv",
                                   Kind::academic_session,
                                   {{"title", "title"},
                                    {"type", "type"},
                                    {"startDate", "startDate"},
                                    {"endDate", "endDate"},
                                    {"parentSourcedId", "parent", Cell::ref},
                                    {"schoolYear", "schoolYear"}},
                                   {"title", "type", "startDate", "endDate"}},
                                  {"courses.csv",
                                   Kind::course,
                                   {{"title", "title"},
                                    {"schoolYearSourcedId", "schoolYear", Cell::ref},
                                    {"courseCode", "courseCode"},
                                    {"grades", "grades", Cell::list},
                                    {"orgSourcedId", "org", Cell::ref},
                                    {"subjects", "subjects", Cell::list},
                                    {"subjectCodes", "subjectCodes", Cell::list}},
                                   {"title"}},
                                  {"classes.csv",
                                   Kind::class_,
                                   {{"title", "title"},
                                    {"grades", "grades", Cell::list},
                                    {"courseSourcedId", "course", Cell::ref},
                                    {"classCode", "classCode"},
                                    {"classType", "classType"},
                                    {"location", "location"},
                                    {"schoolSourcedId", "school", Cell::ref},
                                    {"termSourcedIds", "terms", Cell::refs},
                                    {"subjects", "subjects", Cell::list},
                                    {"subjectCodes", "subjectCodes", Cell::list},
                                    {"periods", "periods", Cell::list}},
                                   {"title", "schoolSourcedId"}},
                                  {"users.csv",
                                   Kind::user,
                                   {{"enabledUser", "enabledUser", Cell::flag},
                                    {"orgSourcedIds", "orgs", Cell::refs},
                                    {"role", "role"},
                                    {"username", "username"},
                                    {"givenName", "givenName"},
                                    {"familyName", "familyName"},
                                    {"middleName", "middleName"},
                                    {"identifier", "identifier"},
                                    {"email", "email"},
                                    {"sms", "sms"},
                                    {"phone", "phone"},
                                    {"agentSourcedIds", "agents", Cell::refs},
                                    {"grades", "grades", Cell::list},
                                    {"userMasterIdentifier", "userMasterIdentifier"},
                                    {"preferredGivenName", "preferredFirstName"},
                                    {"preferredMiddleName", "preferredMiddleName"},
                                    {"preferredFamilyName", "preferredLastName"},
                                    {"primaryOrgSourcedId", "primaryOrg", Cell::ref},
                                    {"pronouns", "pronouns"}},
                                   {"givenName", "familyName"}},
                                  {"enrollments.csv",
                                   Kind::enrollment,
                                   {{"classSourcedId", "class", Cell::ref},
                                    {"schoolSourcedId", "school", Cell::ref},
                                    {"userSourcedId", "user", Cell::ref},
                                    {"role", "role"},
                                    {"primary", "primary", Cell::flag},
                                    {"beginDate", "beginDate"},
                                    {"endDate", "endDate"}},
                                   {"classSourcedId", "userSourcedId", "role"}},
                                  {"categories.csv",
                                   Kind::category,
                                   {{"title", "title"}, {"weight", "weight", Cell::number}},
                                   {"title"}},
                                  {"lineItems.csv",
                                   Kind::line_item,
                                   {{"title", "title"},
                                    {"description", "description"},
                                    {"assignDate", "assignDate"},
                                    {"dueDate", "dueDate"},
                                    {"classSourcedId", "class", Cell::ref},
                                    {"categorySourcedId", "category", Cell::ref},
                                    {"gradingPeriodSourcedId", "gradingPeriod", Cell::ref},
                                    {"academicSessionSourcedId", "academicSession", Cell::ref},
                                    {"schoolSourcedId", "school", Cell::ref},
                                    {"resultValueMin", "resultValueMin", Cell::number},
                                    {"resultValueMax", "resultValueMax", Cell::number}},
                                   {"title", "classSourcedId"}},
                                  {"results.csv",
                                   Kind::result,
                                   {{"lineItemSourcedId", "lineItem", Cell::ref},
                                    {"studentSourcedId", "student", Cell::ref},
                                    {"classSourcedId", "class", Cell::ref},
                                    {"scoreStatus", "scoreStatus"},
                                    {"score", "score", Cell::number},
                                    {"textScore", "textScore"},
                                    {"scoreDate", "scoreDate"},
                                    {"comment", "comment"},
                                    {"inProgress", "inProgress"},
                                    {"incomplete", "incomplete"},
                                    {"late", "late"},
                                    {"missing", "missing"}},
                                   {"lineItemSourcedId", "studentSourcedId", "scoreStatus"}}};

using Row = std::map<std::string, std::string>;

/// The rows of one file with their line numbers; none when there is no such file.
std::vector<std::pair<std::size_t, Row>> read_table(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return {};
  }
  std::ostringstream text;
  text << file.rdbuf();
  const auto [rows, faults] = csv::read(text.str());
  if (!faults.empty()) {
    throw std::runtime_error(path.filename().string() + ": line " +
                             std::to_string(faults.front().line) + ": " + faults.front().message);
  }
  std::vector<std::pair<std::size_t, Row>> out;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].fields.size() != rows[0].fields.size()) {
      throw std::runtime_error(path.filename().string() + ": line " + std::to_string(rows[i].line) +
                               ": " + std::to_string(rows[i].fields.size()) + " fields where " +
                               std::to_string(rows[0].fields.size()) + " are expected");
    }
    Row row;
    for (std::size_t k = 0; k < rows[i].fields.size(); ++k) {
      row[std::string(trim(rows[0].fields[k]))] = rows[i].fields[k];
    }
    out.emplace_back(rows[i].line, std::move(row));
  }
  return out;
}

json::value cell_value(const Column& column, const std::string& cell) {
  switch (column.cell) {
  case Cell::number: {
    double number = 0;
    const auto* end = cell.data() + cell.size();
    const auto result = std::from_chars(cell.data(), end, number);
    if (result.ec != std::errc() || result.ptr != end) {
      throw std::runtime_error("must be a number");
    }
    return number;
  }
  case Cell::flag:
    return http::same_word(cell, "true") || cell == "1" ? "true" : "false";
  case Cell::ref:
    return json::object{{"sourcedId", cell}};
  case Cell::refs:
  case Cell::list: {
    json::array list;
    for (const auto& part : split(cell, ',')) {
      const auto item = trim(part);
      if (!item.empty()) {
        list.emplace_back(column.cell == Cell::refs ? json::value(json::object{{"sourcedId", item}})
                                                    : json::value(item));
      }
    }
    return list;
  }
  default:
    return json::value(cell);
  }
}

json::object read_row(const File& file, std::size_t line, const Row& row) {
  const auto where = std::string(file.name) + ": line " + std::to_string(line) + ": ";
  const auto cell = [&row](const char* name) -> const std::string* {
    const auto found = row.find(name);
    return found == row.end() || trim(found->second).empty() ? nullptr : &found->second;
  };
  json::object out;
  const auto* id = cell("sourcedId");
  if (id == nullptr) {
    throw std::runtime_error(where + "sourcedId is empty");
  }
  out["sourcedId"] = *id;
  for (const auto* name : file.required) {
    if (cell(name) == nullptr) {
      throw std::runtime_error(where + name + " is empty");
    }
  }
  if (const auto* status = cell("status")) {
    out["status"] = http::same_word(*status, "active") ? "active" : "tobedeleted";
  }
  if (const auto* time = cell("dateLastModified"); time != nullptr && parse_date_time(*time)) {
    out["dateLastModified"] = *time;
  }
  for (const auto& column : file.columns) {
    const auto* text = cell(column.csv);
    if (text == nullptr) {
      continue;
    }
    try {
      out[column.member] = cell_value(column, *text);
    } catch (const std::exception& error) {
      throw std::runtime_error(where + column.csv + " " + error.what());
    }
  }
  return out;
}

/// 1.2 keeps roles in a file of their own.
void add_roles(const std::filesystem::path& folder, json::object& document) {
  std::map<std::string, json::array> roles;
  for (const auto& [line, row] : read_table(folder / "roles.csv")) {
    const auto text = [&row](const char* name) {
      const auto found = row.find(name);
      return found == row.end() ? std::string() : found->second;
    };
    if (text("userSourcedId").empty() || text("role").empty()) {
      throw std::runtime_error("roles.csv: line " + std::to_string(line) +
                               ": userSourcedId or role is empty");
    }
    roles[text("userSourcedId")].emplace_back(
        json::object{{"roleType", text("roleType").empty() ? "primary" : text("roleType")},
                     {"role", text("role")},
                     {"org", json::object{{"sourcedId", text("orgSourcedId")}, {"type", "org"}}}});
  }
  auto* users = document.if_contains("users");
  if (users == nullptr) {
    return;
  }
  for (auto& user : users->as_array()) {
    const auto found = roles.find(std::string(text_member(user.as_object(), "sourcedId")));
    if (found != roles.end()) {
      user.as_object()["roles"] = found->second;
    }
  }
}

} // namespace

json::value read_roster_bundle(const std::string& folder) {
  if (!std::filesystem::is_directory(folder)) {
    throw std::runtime_error(folder + ": is no folder");
  }
  json::object document;
  for (const auto& file : kFiles) {
    json::array objects;
    for (const auto& [line, row] : read_table(std::filesystem::path(folder) / file.name)) {
      objects.emplace_back(read_row(file, line, row));
    }
    if (!objects.empty()) {
      document[plural(file.kind)] = std::move(objects);
    }
  }
  add_roles(folder, document);
  return document;
}

} // namespace host_stub::sis
