#include "plugin/actions/sync_grades.hpp"

#include <algorithm>
#include <map>

#include "plugin/actions/input.hpp"
#include "plugin/actions/not_looked_at.hpp"
#include "plugin/actions/preview.hpp"
#include "plugin/actions/removals.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/actions/status_document.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/sending_time.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using intake::PersonalSend;
using intake::SendAnswer;
using outbox::Record;
using std::chrono::milliseconds;

constexpr std::size_t kChunk = 50;
constexpr int kHistoryLines = 100;

CellFilter filter_of(const Asker& asker, const InputReader& input) {
  CellFilter filter;
  filter.class_id = asker.class_id;
  filter.school_year = asker.school_year;
  filter.activity_id = asker.activity;
  if (auto activity = input.text("activity_id"); activity.value) {
    filter.activity_id = gradebook::ActivityId(*activity.value);
  }
  if (auto student = input.text("student_id"); student.value) {
    filter.student_id = gradebook::StudentId(*student.value);
  }
  return filter;
}

json::object reason_of(const intake::SendOutcome& outcome) {
  switch (outcome.answer) {
  case SendAnswer::changed:
    return reason_object(Code::preview_changed);
  case SendAnswer::unknown:
    return reason_object(Code::preview_unknown);
  case SendAnswer::released:
  case SendAnswer::unchanged:
  case SendAnswer::not_now:
    break;
  }
  return reason_object(outcome.reason);
}

Result<Reply> send(const ActionParts& parts, const Asker& asker,
                   const std::vector<PersonalSend>& sends, milliseconds deadline) {
  std::int64_t released = 0, unchanged = 0;
  json::array skipped;
  for (std::size_t from = 0; from < sends.size(); from += kChunk) {
    const std::size_t to = std::min(sends.size(), from + kChunk);
    std::vector<intake::SendOutcome> outcomes;
    const auto committed = commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
      outcomes.clear();
      for (std::size_t i = from; i < to; ++i) {
        PASSBACK_TRY_AS(auto outcome, intake::send_by_person(work, asker.class_id, sends[i]));
        outcomes.push_back(outcome);
      }
      return ok_status();
    });
    if (!committed) {
      return committed.error();
    }
    for (std::size_t i = from; i < to; ++i) {
      const auto& outcome = outcomes[i - from];
      if (outcome.answer == SendAnswer::released) {
        ++released;
      } else if (outcome.answer == SendAnswer::unchanged) {
        ++unchanged;
      } else {
        skipped.push_back(json::object{{"id", sends[i].record_id}, {"reason", reason_of(outcome)}});
      }
    }
  }
  json::object document;
  document["schema"] = "lms.send_result/1";
  document["ok"] = skipped.empty();
  document["message"] = std::to_string(released) + " on the way, " + std::to_string(unchanged) +
                        " already there, " + std::to_string(skipped.size()) + " not sent.";
  document["released"] = released;
  document["unchanged"] = unchanged;
  document["skipped"] = std::move(skipped);
  return Reply{json::serialize(document), released > 0};
}

// {"records": [{"id": 1, "seq": 5}, ...]}
std::vector<PersonalSend> listed(const json::object& object, const Asker& asker, bool again,
                                 std::vector<Problem>& problems) {
  std::vector<PersonalSend> sends;
  const auto* list = object.if_contains("records");
  if (list == nullptr || !list->is_array()) {
    problems.push_back({"records", "Expected a list of records."});
    return sends;
  }
  for (const auto& item : list->get_array()) {
    if (!item.is_object()) {
      problems.push_back({"records", "Expected a list of records."});
      return {};
    }
    const InputReader reader(item.get_object(), "records.", problems);
    PersonalSend one;
    one.record_id = reader.integer("id").value_or(0);
    one.seq = reader.integer("seq").value_or(0);
    one.again = again;
    one.user = asker.user.value;
    if (one.record_id == 0 || (one.seq == 0 && !again)) {
      problems.push_back({"records", "Each record needs id and seq, as the preview gave them."});
      return {};
    }
    sends.push_back(std::move(one));
  }
  return sends;
}

bool all_asked(const json::object& object) {
  const auto* all = object.if_contains("all");
  return all != nullptr && all->is_bool() && all->get_bool();
}

Reply refused(const std::vector<Problem>& problems) {
  return {json::serialize(result_document(false, "Nothing was sent.", problems)), false};
}

// On such a date the administrator does not want grades to move by accident; a person may.
Result<std::optional<Reply>> ask_on_closed_dates(const ActionParts& parts, const Asker& asker,
                                                 const InputReader& input) {
  std::optional<Reply> none;
  if (input.text("send_anyway").value == "yes") {
    return none;
  }
  Code why = Code::none;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(const auto view, work.open_class_that_syncs(origin_of(asker)));
    const auto& connection = view.effective.connection;
    why = decision::sending_time(view.effective.sending, connection ? connection->time_zone : "",
                                 work.now_unix_ms)
              .why;
    return ok_status();
  });
  if (!read) {
    return read.error();
  }
  if (why != Code::no_sending_today) {
    return none;
  }
  const Question question{
      "send_anyway", std::string(info(why).sentence) + " Send all the same?", {{"yes", "Send"}}};
  return std::optional(Reply{json::serialize(refusal_document({}, question)), false});
}

Result<Reply> send_op(const ActionParts& parts, const Asker& asker, const json::object& object,
                      milliseconds deadline) {
  std::vector<Problem> problems;
  if (!all_asked(object)) {
    const auto sends = listed(object, asker, false, problems);
    return problems.empty() ? send(parts, asker, sends, deadline) : refused(problems);
  }
  const auto text = InputReader(object, "", problems).text("token");
  const auto token = read_token(text.value.value_or(""), asker);
  if (!token) {
    problems.push_back({"token", "Expected the token of a preview of this class."});
    return refused(problems);
  }
  const auto sends = sends_of(parts, asker, *token);
  return sends ? send(parts, asker, *sends, deadline) : Result<Reply>(sends.error());
}

Result<Reply> retry_op(const ActionParts& parts, const Asker& asker, const json::object& object,
                       milliseconds deadline) {
  std::vector<Problem> problems;
  if (!all_asked(object)) {
    const auto sends = listed(object, asker, true, problems);
    return problems.empty() ? send(parts, asker, sends, deadline) : refused(problems);
  }
  std::vector<PersonalSend> sends;
  const auto filter = filter_of(asker, InputReader(object, "", problems));
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) {
    sends.clear();
    return each_record(work, filter, [&](Record& record) {
      if (decision::was_refused(record) || is_offered(record)) {
        sends.push_back({record.id, record.observed.seq, true, asker.user.value});
      }
      return ok_status();
    });
  });
  return read ? send(parts, asker, sends, deadline) : Result<Reply>(read.error());
}

json::object history_line(const outbox::HistoryRow& row) {
  json::object line;
  line["at_unix_ms"] = row.at_unix_ms;
  line["event"] = row.event;
  line["actor"] = row.actor;
  line["seq"] = row.seq;
  if (!row.request_id.empty()) {
    line["request_id"] = row.request_id;
  }
  if (row.http_status != 0) {
    line["http_status"] = row.http_status;
  }
  if (row.code != Code::none) {
    line["reason"] = reason_object(row.code);
  }
  return line;
}

Result<Reply> history_op(const ActionParts& parts, const Asker& asker, const json::object& object) {
  std::vector<Problem> problems;
  const auto id = InputReader(object, "", problems).integer("id").value_or(0);
  json::object document;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    document = {};
    auto record = work.transaction.record(id);
    if (!record) {
      return record.error();
    }
    if (!*record || (*record)->key.class_id != asker.class_id) {
      return Error{Code::argument, "There is no such record in this class."};
    }
    PASSBACK_TRY_AS(const auto rows, work.transaction.history(id, kHistoryLines));
    CellWriters writers(work);
    PASSBACK_TRY_AS(const auto* writer, writers.of(**record));
    json::array lines;
    for (const auto& row : rows) {
      lines.push_back(history_line(row));
    }
    document["schema"] = "lms.history/1";
    document["record"] = writer->cell_of(**record);
    document["lines"] = std::move(lines);
    return ok_status();
  });
  if (!read) {
    return read.error();
  }
  return Reply{json::serialize(document), false};
}

Result<Reply> open_op(const ActionParts& parts, const Asker& asker) {
  json::object document;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    document = {};
    PASSBACK_TRY_AS(auto view, work.open_class_that_syncs(origin_of(asker)));
    CellWriters writers(work);
    auto counts = class_counts(work, writers, view.class_id, asker.school_year);
    if (!counts) {
      return counts.error();
    }
    const auto& effective = view.effective;
    document["schema"] = "lms.sync_overview/1";
    document["class_id"] = asker.class_id.value;
    document["allowed"] = effective.allowed;
    document["automatic"] = effective.automatic;
    if (!effective.allowed) {
      document["off"] = reason_object(effective.why_not);
    }
    if (effective.connection) {
      document["sis_name"] = effective.connection->sis_name;
      if (effective.connection->test_server) {
        document["test_server"] = true;
      }
    }
    document["counts"] = std::move(*counts);
    document["operations"] = json::array{"preview", "send", "retry", "status", "history"};
    PASSBACK_TRY(add_removal_questions(work, asker, document));
    return add_not_looked_at(work, view, document);
  });
  if (!read) {
    return read.error();
  }
  return Reply{json::serialize(document), false};
}

Result<Reply> status_op(const ActionParts& parts, const Asker& asker, const json::object& object) {
  std::vector<Problem> problems;
  StatusQuery query;
  query.cells = filter_of(asker, InputReader(object, "", problems));
  query.records = true;
  query.domain = asker.domain;
  query.of_class_only = true;
  PASSBACK_TRY_AS(auto document, status_document(parts, query, std::nullopt));
  return Reply{json::serialize(document), false};
}

} // namespace

Result<Reply> use_sync_grades(const ActionParts& parts, const Asker& asker, std::string_view text,
                              milliseconds deadline) {
  PASSBACK_TRY_AS(const auto object, read_input(text, "lms.sync_grades/1"));
  if (asker.class_id.empty()) {
    return Error{Code::argument, "class_id: required."};
  }
  std::vector<Problem> problems;
  const InputReader reader(object, "", problems);
  const auto op = reader.text("op").value.value_or("open");
  if (op == "open") {
    return open_op(parts, asker);
  }
  if (op == "preview") {
    const auto filter = filter_of(asker, reader);
    auto document = preview_document(parts, asker, filter);
    return document ? Result<Reply>(Reply{json::serialize(*document), false}) : document.error();
  }
  if (op == "send" || op == "retry") {
    PASSBACK_TRY_AS(auto asked_first, ask_on_closed_dates(parts, asker, reader));
    if (asked_first) {
      return std::move(*asked_first);
    }
    return op == "send" ? send_op(parts, asker, object, deadline)
                        : retry_op(parts, asker, object, deadline);
  }
  if (op == "take_back" || op == "keep_in_sis") {
    return answer_removals(parts, asker, object, op == "take_back", deadline);
  }
  if (op == "status") {
    return status_op(parts, asker, object);
  }
  if (op == "history") {
    return history_op(parts, asker, object);
  }
  return Error{Code::unsupported, "op: expected open, preview, send, retry, take_back, "
                                  "keep_in_sis, status or history."};
}

} // namespace passback::actions
