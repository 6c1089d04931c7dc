#include "plugin/actions/status_export.hpp"

#include <algorithm>
#include <map>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/csv_cell.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/people_names.hpp"
#include "plugin/gradebook/json_members.hpp"
#include "plugin/platform/local_moment.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Kind;
using outbox::Record;

// A page stays below what a document may hold, with the longest reasons too.
constexpr std::int64_t kMostExported = 500;

constexpr std::string_view kCsvHeader =
    "activity,student_id,student,state,in_lms,in_sis,why,what_to_do,sis_said,changed,accepted\r\n";

bool is_exported(const Record& record) {
  return (record.key.kind == Kind::result || record.key.kind == Kind::line_item) &&
         record.observed.form != outbox::Form::none;
}

/// Titles of activities, each looked up once. An activity that is gone keeps the title that it had.
class TitlesOfActivities {
 public:
  explicit TitlesOfActivities(outbox::Transaction& transaction) : transaction_(transaction) {}

  Result<std::string> of(const Record& record) {
    if (record.key.kind == Kind::line_item) {
      return title_of(record);
    }
    const auto known = titles_.find(record.line_item_id);
    if (known != titles_.end()) {
      return known->second;
    }
    PASSBACK_TRY_AS(const auto line_item, transaction_.record(record.line_item_id));
    return titles_[record.line_item_id] = line_item ? title_of(*line_item) : std::string();
  }

 private:
  static std::string title_of(const Record& line_item) {
    for (const auto* version : {static_cast<const outbox::Version*>(&line_item.observed),
                                static_cast<const outbox::Version*>(&line_item.confirmed)}) {
      const auto* facts = version->facts.activity();
      if (facts && !facts->title.empty()) {
        return facts->title;
      }
    }
    return {};
  }

  outbox::Transaction& transaction_;
  std::map<std::int64_t, std::string> titles_;
};

std::string moment_of(const json::object& row, std::string_view name, std::string_view zone) {
  const auto* value = row.if_contains(name);
  return value == nullptr ? std::string() : platform::local_moment(value->as_int64(), zone);
}

std::string csv_of_rows(const json::array& rows, std::string_view zone, bool with_header) {
  using gradebook::text_member;
  std::string text(with_header ? kCsvHeader : std::string_view());
  for (const auto& one : rows) {
    const auto& row = one.as_object();
    const auto* why = row.if_contains("reason");
    const auto reason = why == nullptr ? json::object() : why->as_object();
    auto activity = text_member(row, "activity_title");
    if (activity.empty()) {
      activity = text_member(row, "activity_id");
    }
    if (const auto standard = text_member(row, "objective_id"); !standard.empty()) {
      activity += ": " + standard;
    }
    std::string_view comma;
    for (const auto& cell :
         {activity, text_member(row, "student_id"), text_member(row, "student_name"),
          text_member(row, "words"), text_member(row, "value"), text_member(row, "sis_value"),
          text_member(reason, "sentence"), text_member(reason, "teacher"),
          text_member(row, "sis_words"), moment_of(row, "updated_unix_ms", zone),
          moment_of(row, "confirmed_unix_ms", zone)}) {
      text += comma;
      text += csv_cell(cell);
      comma = ",";
    }
    text += "\r\n";
  }
  return text;
}

/// What is asked for: how, and from where on.
struct ExportPage {
  bool csv = false;
  std::int64_t after_id = 0;
  std::int64_t limit = kMostExported;
};

Result<ExportPage> read_export_page(const json::object& input) {
  std::vector<Problem> problems;
  const InputReader reader(input, "", problems);
  ExportPage page;
  const auto format = reader.text("format").value.value_or("json");
  if (format != "csv" && format != "json") {
    return Error{Code::argument, "format: expected csv or json."};
  }
  page.csv = format == "csv";
  page.after_id = reader.integer("after_id").value_or(0);
  page.limit =
      std::clamp(reader.integer("limit").value_or(kMostExported), std::int64_t{1}, kMostExported);
  return page;
}

Status read_exported(decision::UnitOfWork& work, const texts::Words& words,
                     const CellFilter& filter, const ExportPage& page, json::object& document,
                     json::array& rows) {
  CellWriters writers(work, words);
  TitlesOfActivities titles(work.transaction);
  std::int64_t last = 0;
  bool more = false;
  PASSBACK_TRY(each_record(work, filter, [&](Record& record) -> Status {
    if (record.id <= page.after_id || !is_exported(record)) {
      return ok_status();
    }
    if (static_cast<std::int64_t>(rows.size()) >= page.limit) {
      more = true;
      return ok_status();
    }
    last = record.id;
    PASSBACK_TRY_AS(const auto* writer, writers.of(record));
    auto row = writer->cell_of(record);
    PASSBACK_TRY_AS(const auto title, titles.of(record));
    if (!title.empty()) {
      row["activity_title"] = title;
    }
    rows.push_back(std::move(row));
    return ok_status();
  }));
  if (more) {
    document["next_after_id"] = last;
  }
  return ok_status();
}

} // namespace

Result<Reply> export_status(const ActionParts& parts, const Asker& asker, const CellFilter& filter,
                            const json::object& input) {
  PASSBACK_TRY_AS(const auto page, read_export_page(input));
  const auto words = language_of(parts, asker);
  json::object document;
  json::array rows;
  std::string zone;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    document = {};
    rows.clear();
    PASSBACK_TRY_AS(const auto view, work.open_class_that_syncs(origin_of(asker)));
    zone = view.effective.connection ? view.effective.connection->time_zone : "";
    document["schema"] = "lms.status_export/1";
    document["class_id"] = asker.class_id.value;
    document["at_unix_ms"] = work.now_unix_ms;
    return read_exported(work, words, filter, page, document, rows);
  }));
  std::vector<std::string> students;
  for (const auto& row : rows) {
    if (auto id = gradebook::text_member(row.as_object(), "student_id"); !id.empty()) {
      students.push_back(std::move(id));
    }
  }
  PASSBACK_TRY_AS(const auto names, names_of(parts, asker, students, document));
  for (auto& row : rows) {
    const auto name = names.find(gradebook::text_member(row.as_object(), "student_id"));
    if (name != names.end()) {
      row.as_object()["student_name"] = name->second;
    }
  }
  if (page.csv) {
    document["csv"] = csv_of_rows(rows, zone, page.after_id == 0);
  } else {
    document["rows"] = std::move(rows);
  }
  return Reply{json::serialize(document), false};
}

} // namespace passback::actions
