#include "plugin/oneroster/files/gradebook_bundle.hpp"

#include <initializer_list>
#include <map>
#include <span>

#include <boost/json.hpp>

#include "plugin/oneroster/files/csv_text.hpp"
#include "plugin/oneroster/files/document_members.hpp"
#include "plugin/oneroster/values/date_text.hpp"
#include "plugin/oneroster/wire/json_text.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;
using Cells = std::vector<std::string>;

/// Every file that the manifest of a version names, in the order of its table.
constexpr std::string_view kNamedIn1p1[] = {
    "academicSessions", "categories",   "classes",     "classResources", "courses",
    "courseResources",  "demographics", "enrollments", "lineItems",      "orgs",
    "resources",        "results",      "users"};
constexpr std::string_view kNamedIn1p2[] = {"academicSessions",
                                            "categories",
                                            "classes",
                                            "classResources",
                                            "courses",
                                            "courseResources",
                                            "demographics",
                                            "enrollments",
                                            "lineItemLearningObjectiveIds",
                                            "lineItems",
                                            "lineItemScoreScales",
                                            "orgs",
                                            "resources",
                                            "resultLearningObjectiveIds",
                                            "results",
                                            "resultScoreScales",
                                            "roles",
                                            "scoreScales",
                                            "userProfiles",
                                            "userResources",
                                            "users"};

/// A row with the columns that all files begin with.
Cells begun(const std::string& id, bool withdrawn, const std::string& changed_at) {
  return {id, withdrawn ? "tobedeleted" : "active", changed_at};
}

class Bundle {
 public:
  Bundle(OneRosterVersion version, std::int64_t now_unix_ms)
      : is_1p2_(version == OneRosterVersion::v1p2), now_(utc_date_time(now_unix_ms)) {}

  void add(const FileRecord& record);
  std::vector<MadeFile> files() const;

 private:
  void add_category(const FileRecord& record, const DocumentMembers& said);
  void add_line_item(const FileRecord& record, const DocumentMembers& said);
  void add_result(const FileRecord& record, const DocumentMembers& said);
  void add_scale(std::string_view file, const FileRecord& record, const DocumentMembers& said);
  void add_objectives(const FileRecord& record, const DocumentMembers& said);
  void add_objective(const FileRecord& record, const std::string& source,
                     const json::value& objective);
  Cells header_of(std::string_view file) const;
  void row(std::string_view file, const Cells& cells) {
    append_csv_row(rows_[std::string(file)], cells);
  }
  MadeFile manifest() const;

  bool is_1p2_;
  std::string now_;
  std::map<std::string, std::string, std::less<>> rows_; ///< by the name without ".csv"
};

Cells Bundle::header_of(std::string_view file) const {
  Cells header{"sourcedId", "status", "dateLastModified"};
  const auto add = [&](std::initializer_list<std::string_view> names) {
    header.insert(header.end(), names.begin(), names.end());
  };
  if (file == "categories") {
    add({"title"});
    if (is_1p2_) {
      add({"weight"});
    }
  } else if (file == "lineItems") {
    add({"title", "description", "assignDate", "dueDate", "classSourcedId", "categorySourcedId"});
    add({is_1p2_ ? "academicSessionSourcedId" : "gradingPeriodSourcedId", "resultValueMin",
         "resultValueMax"});
    if (is_1p2_) {
      add({"schoolSourcedId"});
    }
  } else if (file == "results") {
    add({"lineItemSourcedId", "studentSourcedId", "scoreStatus", "score", "scoreDate", "comment"});
    if (is_1p2_) {
      add({"textScore", "classSourcedId", "inProgress", "incomplete", "late", "missing"});
    }
  } else if (file == "lineItemLearningObjectiveIds") {
    add({"lineItemSourcedId", "source", "learningObjectiveId"});
  } else if (file == "resultLearningObjectiveIds") {
    add({"resultSourcedId", "source", "learningObjectiveId", "score", "textScore"});
  } else if (file == "lineItemScoreScales") {
    add({"title", "lineItemSourcedId", "scoreScaleSourcedId"});
  } else if (file == "resultScoreScales") {
    add({"title", "resultSourcedId", "scoreScaleSourcedId"});
  }
  return header;
}

void Bundle::add_category(const FileRecord& record, const DocumentMembers& said) {
  auto cells = begun(record.wire_id.value, record.withdrawn, now_);
  cells.push_back(said.text("title"));
  if (is_1p2_) {
    cells.push_back(said.text("weight"));
  }
  row("categories", cells);
}

void Bundle::add_line_item(const FileRecord& record, const DocumentMembers& said) {
  auto cells = begun(record.wire_id.value, record.withdrawn, now_);
  for (const auto name : {"title", "description"}) {
    cells.push_back(said.text(name));
  }
  for (const auto name : {"assignDate", "dueDate"}) {
    cells.push_back(said.day(name));
  }
  for (const auto name : {"class", "category"}) {
    cells.push_back(said.id(name));
  }
  const auto period = said.id("gradingPeriod");
  cells.push_back(period.empty() ? said.id("academicSession") : period);
  for (const auto name : {"resultValueMin", "resultValueMax"}) {
    cells.push_back(said.text(name));
  }
  if (is_1p2_) {
    cells.push_back(said.id("school"));
  }
  row("lineItems", cells);
  add_scale("lineItemScoreScales", record, said);
  add_objectives(record, said);
}

void Bundle::add_result(const FileRecord& record, const DocumentMembers& said) {
  auto cells = begun(record.wire_id.value, record.withdrawn, now_);
  for (const auto name : {"lineItem", "student"}) {
    cells.push_back(said.id(name));
  }
  cells.push_back(said.text("scoreStatus"));
  cells.push_back(said.text("score"));
  cells.push_back(said.day("scoreDate"));
  cells.push_back(said.text("comment"));
  if (is_1p2_) {
    cells.push_back(said.text("textScore"));
    cells.push_back(said.id("class"));
    for (const auto name : {"inProgress", "incomplete", "late", "missing"}) {
      cells.push_back(said.text(name));
    }
  }
  row("results", cells);
  add_scale("resultScoreScales", record, said);
  add_objectives(record, said);
}

/// The rows that hang on a record have ids of their own, made from its id: a repeat gives the same.
void Bundle::add_scale(std::string_view file, const FileRecord& record,
                       const DocumentMembers& said) {
  const auto scale = said.id("scoreScale");
  if (!is_1p2_ || scale.empty()) {
    return;
  }
  auto cells = begun("scale:" + record.wire_id.value, record.withdrawn, now_);
  cells.insert(cells.end(), {std::string(), record.wire_id.value, scale});
  row(file, cells);
}

void Bundle::add_objectives(const FileRecord& record, const DocumentMembers& said) {
  const auto sets = said.value("learningObjectiveSet");
  if (!is_1p2_ || !sets.is_array()) {
    return;
  }
  const auto* list =
      record.kind == FileRecordKind::result ? "learningObjectiveResults" : "learningObjectiveIds";
  for (const auto& set : sets.get_array()) {
    const auto* objectives = set.is_object() ? set.get_object().if_contains(list) : nullptr;
    if (objectives == nullptr || !objectives->is_array()) {
      continue;
    }
    const auto* source = set.get_object().if_contains("source");
    const std::string text =
        source != nullptr && source->is_string() ? std::string(source->get_string()) : "";
    for (const auto& objective : objectives->get_array()) {
      add_objective(record, text, objective);
    }
  }
}

void Bundle::add_objective(const FileRecord& record, const std::string& source,
                           const json::value& objective) {
  const auto plain = [](const json::value* value) {
    return value == nullptr     ? std::string()
           : value->is_string() ? std::string(value->get_string())
                                : json_text(*value);
  };
  if (const auto* result = objective.if_object()) {
    const auto id = plain(result->if_contains("learningObjectiveId"));
    auto cells = begun("objective:" + record.wire_id.value + ":" + id, record.withdrawn, now_);
    cells.insert(cells.end(),
                 {record.wire_id.value, source, id, plain(result->if_contains("score")),
                  plain(result->if_contains("textScore"))});
    row("resultLearningObjectiveIds", cells);
    return;
  }
  const auto id = plain(&objective);
  auto cells = begun("objective:" + record.wire_id.value + ":" + id, record.withdrawn, now_);
  cells.insert(cells.end(), {record.wire_id.value, source, id});
  row("lineItemLearningObjectiveIds", cells);
}

void Bundle::add(const FileRecord& record) {
  const DocumentMembers said(record.document);
  switch (record.kind) {
  case FileRecordKind::category:
    return add_category(record, said);
  case FileRecordKind::line_item:
    return add_line_item(record, said);
  case FileRecordKind::result:
    break;
  }
  add_result(record, said);
}

MadeFile Bundle::manifest() const {
  std::string text;
  const auto line = [&](std::string name, std::string value) {
    append_csv_row(text, Cells{std::move(name), std::move(value)});
  };
  line("propertyName", "value");
  line("manifest.version", "1.0");
  line("oneroster.version", is_1p2_ ? "1.2" : "1.1");
  const auto names = is_1p2_ ? std::span<const std::string_view>(kNamedIn1p2)
                             : std::span<const std::string_view>(kNamedIn1p1);
  for (const auto name : names) {
    line("file." + std::string(name), rows_.contains(name) ? "delta" : "absent");
  }
  line("source.systemName", "Passback");
  line("source.systemCode", "passback");
  return {"manifest.csv", "text/csv", std::move(text)};
}

std::vector<MadeFile> Bundle::files() const {
  std::vector<MadeFile> files{manifest()};
  for (const auto& [name, rows] : rows_) {
    std::string text;
    append_csv_row(text, header_of(name));
    files.push_back({name + ".csv", "text/csv", text + rows});
  }
  return files;
}

} // namespace

std::vector<MadeFile> gradebook_bundle(OneRosterVersion version,
                                       const std::vector<FileRecord>& records,
                                       std::int64_t now_unix_ms) {
  Bundle bundle(version, now_unix_ms);
  for (const FileRecord& record : records) {
    bundle.add(record);
  }
  return bundle.files();
}

} // namespace passback::oneroster
