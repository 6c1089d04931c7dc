#include "plugin/actions/record_history.hpp"

#include <algorithm>
#include <limits>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/cell_writer.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/decision/class_over.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Record;

constexpr std::int64_t kMostLines = 100;

struct HistoryAsked {
  std::int64_t id = 0; ///< 0: by cell or column
  CellFilter cell;
  std::int64_t before = 0; ///< the line that the page begins behind; 0 = the newest
  int limit = 0;
};

HistoryAsked read_asked(const Asker& asker, const InputReader& input) {
  HistoryAsked asked;
  asked.id = input.integer("id").value_or(0);
  asked.cell = cells_of_class(asker);
  const auto activity = input.text("activity_id").value.value_or("");
  const auto student = input.text("student_id").value.value_or("");
  asked.cell.activities = std::set{gradebook::ActivityId(activity)};
  asked.cell.students = std::set{gradebook::StudentId(student)};
  asked.cell.kind = student.empty() ? outbox::Kind::line_item : outbox::Kind::result;
  asked.before = input.integer("before").value_or(0);
  asked.limit = static_cast<int>(
      std::clamp(input.integer("limit").value_or(kMostLines), std::int64_t{1}, kMostLines));
  return asked;
}

/// Where a cell has a record of before as well, the one of now.
Result<Record> record_asked_for(decision::UnitOfWork& work, CellWriters& writers,
                                const HistoryAsked& asked) {
  const Error none{Code::argument, "There is no such record in this class."};
  if (asked.id != 0) {
    PASSBACK_TRY_AS(auto record, work.transaction.record(asked.id));
    return record && record->key.class_id == asked.cell.class_id
               ? Result<Record>(*std::move(record))
               : none;
  }
  std::optional<Record> found;
  PASSBACK_TRY(each_record(work, asked.cell, [&](Record& record) -> Status {
    PASSBACK_TRY_AS(const auto* writer, writers.of(record));
    if (!found || writer->belongs(record)) {
      found = record;
    }
    return ok_status();
  }));
  return found ? Result<Record>(*std::move(found)) : none;
}

json::object history_line(const outbox::HistoryRow& row, const texts::Words& words) {
  json::object line;
  line["line"] = row.id;
  line["at_unix_ms"] = row.at_unix_ms;
  const auto told = decision::event_of_person(row.event);
  line["event"] = told.event;
  if (!told.reason.empty()) {
    line["why"] = told.reason;
  }
  line["actor"] = row.actor;
  line["seq"] = row.seq;
  if (!row.request_id.empty()) {
    line["request_id"] = row.request_id;
  }
  if (row.http_status != 0) {
    line["http_status"] = row.http_status;
  }
  if (row.code != Code::none) {
    line["reason"] = reason_object(row.code, words);
  }
  return line;
}

} // namespace

Result<json::object> history_document(const ActionParts& parts, const Asker& asker,
                                      const json::object& input) {
  std::vector<Problem> problems;
  const auto asked = read_asked(asker, InputReader(input, "", problems));
  PASSBACK_TRY(refuse_problems(problems));
  const auto words = language_of(parts, asker);
  json::object document;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    document = {};
    CellWriters writers(work, words);
    PASSBACK_TRY_AS(const auto record, record_asked_for(work, writers, asked));
    PASSBACK_TRY_AS(const auto* writer, writers.of(record));
    PASSBACK_TRY_AS(auto rows, work.transaction.history(record.id, asked.limit + 1, asked.before));
    document["schema"] = "lms.history/1";
    document["record"] = writer->cell_of(record);
    json::array lines;
    for (const auto& row : rows) {
      if (static_cast<int>(lines.size()) == asked.limit) {
        document["next_before"] = lines.back().at("line");
        break;
      }
      lines.push_back(history_line(row, words));
    }
    document["lines"] = std::move(lines);
    return ok_status();
  });
  return read ? Result<json::object>(std::move(document)) : read.error();
}

} // namespace passback::actions
