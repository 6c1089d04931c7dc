#include "host_stub/import/api/object_tables.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "host_stub/support/ascii.hpp"
#include "host_stub/support/decimal.hpp"
#include "host_stub/support/json_member.hpp"

namespace host_stub::import {
namespace {

namespace json = boost::json;
using Columns = std::vector<std::string>;

const std::map<std::string, Columns> kColumns = {
    {"orgs.csv", {"sourcedId", "status", "name", "type", "parentSourcedId"}},
    {"academicSessions.csv",
     {"sourcedId", "status", "title", "type", "startDate", "endDate", "schoolYear",
      "parentSourcedId"}},
    {"courses.csv", {"sourcedId", "status", "title", "orgSourcedId", "courseCode"}},
    {"classes.csv",
     {"sourcedId", "status", "title", "courseSourcedId", "schoolSourcedId", "termSourcedIds",
      "classCode", "classType"}},
    {"users.csv",
     {"sourcedId", "status", "username", "givenName", "familyName", "email", "enabledUser"}},
    {"enrollments.csv",
     {"sourcedId", "status", "classSourcedId", "userSourcedId", "role", "primary", "beginDate",
      "endDate"}},
    {"categories.csv", {"sourcedId", "status", "title", "weight"}}};
const Columns kRoleColumns = {"sourcedId", "status",   "userSourcedId",
                              "role",      "roleType", "orgSourcedId"};

// A text, a number, a truth value or nothing, as a CSV file would have it; nothing at all for what
// is neither.
std::optional<std::string> plain(const json::value& value) {
  switch (value.kind()) {
  case json::kind::null:
    return std::string();
  case json::kind::string:
    return std::string(value.get_string());
  case json::kind::bool_:
    return value.get_bool() ? "true" : "false";
  case json::kind::int64:
    return std::to_string(value.get_int64());
  case json::kind::uint64:
    return std::to_string(value.get_uint64());
  case json::kind::double_:
    return to_decimal(value.get_double());
  default:
    return std::nullopt;
  }
}

// {"sourcedId": "s-1", …}, or only "s-1".
std::optional<std::string> reference(const json::value& value) {
  if (const auto* id = at(value, "sourcedId")) {
    return plain(*id);
  }
  return value.is_object() ? std::nullopt : plain(value);
}

std::optional<std::string> references(const json::value& value) {
  if (!value.is_array()) {
    return reference(value);
  }
  std::string list;
  for (const json::value& one : value.get_array()) {
    auto id = reference(one);
    if (!id) {
      return std::nullopt;
    }
    list += (list.empty() ? "" : ",") + *id;
  }
  return list;
}

// The column's value in `object`; a member of the wrong kind is a problem.
std::string field_of(const json::value& object, const std::string& column, const TableRow& row,
                     const std::string& collection, Problems& problems) {
  auto member = member_name(Origin::api, column);
  const auto* value = at(object, member);
  if (value == nullptr) {
    return {};
  }
  bool list = column.ends_with("SourcedIds");
  bool single = column.ends_with("SourcedId");
  auto text = list ? references(*value) : single ? reference(*value) : plain(*value);
  if (!text) {
    problems.add({collection, 0, member,
                  list || single ? "It is no reference with a sourcedId."
                                 : "It is neither a text nor a number.",
                  row.object});
  }
  return text.value_or("");
}

bool has_ended(const std::string& status) {
  return same_without_case(status, "tobedeleted") || same_without_case(status, "inactive");
}

// A provider may keep no more than the id of what was deleted. There is nothing to end then: what
// a whole roster does not name has ended in any case.
bool is_shell(const std::vector<std::string>& fields) {
  return has_ended(fields[1]) &&
         std::any_of(fields.begin() + 2, fields.begin() + 4,
                     [](const std::string& field) { return field.empty(); });
}

// 1.2 lets a user be without a user name.
void name_user(const json::value& user, TableRow& row) {
  auto& username = row.fields[2];
  if (username.empty()) {
    username = text_at(user, "email");
  }
  if (username.empty()) {
    username = row.object;
  }
}

} // namespace

void ObjectTables::add(const std::string& file, const std::vector<json::value>& objects,
                       Problems& problems) {
  auto& table = tables_[file];
  table.columns = kColumns.at(file);
  auto collection = place_name(Origin::api, file);
  bool users = file == "users.csv";
  bool roles = users && std::ranges::any_of(objects, [](const json::value& user) {
                 return at(user, "roles") != nullptr && at(user, "roles")->is_array();
               });
  if (users && !roles) {
    // 1.1 keeps one role, and the organisations where it holds, in the user.
    table.columns.insert(table.columns.end(), {"role", "orgSourcedIds"});
  }
  for (const json::value& object : objects) {
    TableRow row;
    row.object = text_at(object, "sourcedId");
    if (!object.is_object() || row.object.empty()) {
      problems.add({collection, 0, "sourcedId", "An object of this collection has no id.", {}});
      continue;
    }
    for (const std::string& column : table.columns) {
      row.fields.push_back(
          column == "sourcedId" ? row.object : field_of(object, column, row, collection, problems));
    }
    if (row.fields[1].empty()) {
      row.fields[1] = "active";
    }
    if (users) {
      name_user(object, row);
    }
    if (!is_shell(row.fields)) {
      table.rows.push_back(std::move(row));
    }
  }
  if (roles) {
    add_roles(objects, problems);
  }
}

void ObjectTables::add_roles(const std::vector<json::value>& users, Problems& problems) {
  auto& table = tables_["roles.csv"];
  table.columns = kRoleColumns;
  for (const json::value& user : users) {
    const auto* roles = at(user, "roles");
    if (roles == nullptr || !roles->is_array()) {
      continue;
    }
    auto id = text_at(user, "sourcedId");
    int number = 0;
    for (const json::value& role : roles->get_array()) {
      TableRow row;
      row.object = id + ", role " + std::to_string(++number);
      row.fields = {row.object, "active", id};
      for (std::size_t i = row.fields.size(); i < kRoleColumns.size(); ++i) {
        row.fields.push_back(field_of(role, kRoleColumns[i], row, "users", problems));
      }
      table.rows.push_back(std::move(row));
    }
  }
}

std::vector<std::string> ObjectTables::files() const {
  std::vector<std::string> names;
  for (const auto& [file, rows] : tables_) {
    names.push_back(file);
  }
  return names;
}

Table ObjectTables::open(const std::string& file, Words, Problems&) const {
  const auto& table = tables_.at(file);
  return {place_name(Origin::api, file), table.columns, table.rows};
}

} // namespace host_stub::import
