#include "plugin/actions/sync_grades.hpp"

#include <algorithm>
#include <map>

#include "plugin/actions/grade_files.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/not_looked_at.hpp"
#include "plugin/actions/preview.hpp"
#include "plugin/actions/removals.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/actions/send_records.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/actions/status_document.hpp"
#include "plugin/actions/status_export.hpp"
#include "plugin/actions/trial_words.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/sending_time.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using intake::PersonalSend;
using outbox::Record;
using std::chrono::milliseconds;

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

std::vector<SendOfClass> orders_of(const Asker& asker, const std::vector<PersonalSend>& sends) {
  std::vector<SendOfClass> orders;
  for (const auto& one : sends) {
    orders.push_back({asker.class_id, one});
  }
  return orders;
}

Result<Reply> send(const ActionParts& parts, const Asker& asker,
                   const std::vector<PersonalSend>& sends, milliseconds deadline) {
  PASSBACK_TRY_AS(const auto sent, send_records(parts, language_of(parts, asker),
                                                orders_of(asker, sends), deadline));
  return Reply{json::serialize(sent.document), sent.released > 0};
}

// {"records": [{"id": 1, "seq": 5}, ...]}
std::vector<PersonalSend> listed(const json::object& object, const Asker& asker, bool again,
                                 std::vector<Problem>& problems) {
  std::vector<PersonalSend> sends;
  const auto* list = object.if_contains("records");
  if (list == nullptr || !list->is_array()) {
    problems.push_back({"records", say("problem.expected_records")});
    return sends;
  }
  for (const auto& item : list->get_array()) {
    if (!item.is_object()) {
      problems.push_back({"records", say("problem.expected_records")});
      return {};
    }
    const InputReader reader(item.get_object(), "records.", problems);
    PersonalSend one;
    one.record_id = reader.integer("id").value_or(0);
    one.seq = reader.integer("seq").value_or(0);
    one.again = again;
    one.user = actor_of(asker);
    if (one.record_id == 0 || (one.seq == 0 && !again)) {
      problems.push_back({"records", say("problem.expected_id_and_seq")});
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

Reply refused(const texts::Words& words, const std::vector<Problem>& problems) {
  return {json::serialize(result_document(words, false, say("result.nothing_sent"), problems)),
          false};
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
  auto text = texts::sentence_of(why);
  text += say("result.send_all_the_same");
  const Question question{"send_anyway", std::move(text), {{"yes", say("result.send_it")}}};
  return std::optional(
      Reply{json::serialize(refusal_document(language_of(parts, asker), {}, question)), false});
}

Result<Reply> send_op(const ActionParts& parts, const Asker& asker, const json::object& object,
                      milliseconds deadline) {
  std::vector<Problem> problems;
  if (!all_asked(object)) {
    const auto sends = listed(object, asker, false, problems);
    return problems.empty() ? send(parts, asker, sends, deadline)
                            : refused(language_of(parts, asker), problems);
  }
  const auto text = InputReader(object, "", problems).text("token");
  const auto token = read_token(text.value.value_or(""), asker);
  if (!token) {
    problems.push_back({"token", say("problem.expected_token")});
    return refused(language_of(parts, asker), problems);
  }
  const auto sends = sends_of(parts, asker, *token);
  return sends ? send(parts, asker, *sends, deadline) : Result<Reply>(sends.error());
}

// What a preview showed goes into the file with all that was released before.
Result<Reply> make_file_op(const ActionParts& parts, const Asker& asker, const json::object& object,
                           milliseconds deadline) {
  std::vector<Problem> problems;
  const auto words = language_of(parts, asker);
  const auto text = InputReader(object, "", problems).text("token");
  json::array skipped;
  if (text.value) {
    const auto token = read_token(*text.value, asker);
    if (!token) {
      problems.push_back({"token", say("problem.expected_token")});
      return refused(words, problems);
    }
    PASSBACK_TRY_AS(const auto sends, sends_of(parts, asker, *token));
    PASSBACK_TRY_AS(auto sent, send_records(parts, words, orders_of(asker, sends), deadline));
    skipped = std::move(sent.document.at("skipped").as_array());
  }
  return use_grade_files(parts, asker, "make_file", object, std::move(skipped), deadline);
}

Result<Reply> retry_op(const ActionParts& parts, const Asker& asker, const json::object& object,
                       milliseconds deadline) {
  std::vector<Problem> problems;
  if (!all_asked(object)) {
    const auto sends = listed(object, asker, true, problems);
    return problems.empty() ? send(parts, asker, sends, deadline)
                            : refused(language_of(parts, asker), problems);
  }
  std::vector<PersonalSend> sends;
  const auto filter = filter_of(asker, InputReader(object, "", problems));
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) {
    sends.clear();
    return each_record(work, filter, [&](Record& record) {
      if (decision::was_refused(record) || is_offered(record)) {
        sends.push_back({record.id, record.observed.seq, true, actor_of(asker)});
      }
      return ok_status();
    });
  });
  return read ? send(parts, asker, sends, deadline) : Result<Reply>(read.error());
}

json::object history_line(const outbox::HistoryRow& row, const texts::Words& words) {
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
    line["reason"] = reason_object(row.code, words);
  }
  return line;
}

Result<Reply> history_op(const ActionParts& parts, const Asker& asker, const json::object& object) {
  std::vector<Problem> problems;
  const auto id = InputReader(object, "", problems).integer("id").value_or(0);
  const auto words = language_of(parts, asker);
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
    CellWriters writers(work, words);
    PASSBACK_TRY_AS(const auto* writer, writers.of(**record));
    json::array lines;
    for (const auto& row : rows) {
      lines.push_back(history_line(row, words));
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

// Files are there where grades go as files, and each is of a whole class.
json::array operations_here(const Asker& asker, bool by_file) {
  json::array list;
  for (const auto op : operations_for(kSyncGradesToSis, asker.capacity)) {
    if (op != "open" && (!is_file_op(op) || (by_file && asker.activity.empty()))) {
      list.emplace_back(op);
    }
  }
  return list;
}

// The page of one activity says why it does not go, before anybody opens its status.
Status add_what_activity_lacks(decision::UnitOfWork& work, CellWriters& writers,
                               const CellFilter& of_activity, json::object& document) {
  return each_record(work, of_activity, [&](outbox::Record& record) -> Status {
    if (record.state != outbox::State::waiting || document.contains("reason")) {
      return ok_status();
    }
    PASSBACK_TRY_AS(const auto* writer, writers.of(record));
    const auto shown = writer->state_of(record);
    if (const auto* reason = shown.if_contains("reason"); reason != nullptr) {
      document["reason"] = *reason;
    }
    return ok_status();
  });
}

Result<Reply> open_op(const ActionParts& parts, const Asker& asker) {
  json::object document;
  const auto words = language_of(parts, asker);
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    document = {};
    PASSBACK_TRY_AS(auto view, work.open_class_that_syncs(origin_of(asker)));
    CellWriters writers(work, words);
    CellFilter filter;
    filter.class_id = view.class_id;
    filter.school_year = asker.school_year;
    filter.activity_id = asker.activity;
    auto counts = counts_of_cells(work, writers, words, filter);
    if (!counts) {
      return counts.error();
    }
    const auto& effective = view.effective;
    document["schema"] = "lms.sync_overview/1";
    document["class_id"] = asker.class_id.value;
    if (!asker.activity.empty()) {
      document["activity_id"] = asker.activity.value;
      PASSBACK_TRY(add_what_activity_lacks(work, writers, filter, document));
    }
    document["allowed"] = effective.allowed;
    document["automatic"] = effective.automatic;
    if (!effective.allowed) {
      document["off"] = reason_object(effective.why_not, words);
    }
    if (effective.connection) {
      document["sis_name"] = effective.connection->sis_name;
      if (effective.connection->test_server) {
        document["test_server"] = true;
      }
    }
    put_trial(document, words, effective);
    document["counts"] = std::move(*counts);
    document["operations"] = operations_here(asker, view.by_file());
    if (view.by_file()) {
      document["way"] = "file";
    }
    PASSBACK_TRY(add_removal_questions(work, asker, words, document));
    return add_not_looked_at(work, view, words, document);
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
  query.locale = asker.locale;
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
  if (op == "export") {
    return export_status(parts, asker, filter_of(asker, reader), object);
  }
  if (is_file_op(op) && !asker.activity.empty()) {
    return Error{Code::unsupported, "op: a file is of a whole class."};
  }
  if (op == "make_file") {
    return make_file_op(parts, asker, object, deadline);
  }
  if (is_file_op(op)) {
    return use_grade_files(parts, asker, op, object, {}, deadline);
  }
  return Error{Code::unsupported,
               "op: expected open, preview, send, retry, take_back, keep_in_sis, status, history, "
               "export, make_file, files, file, file_taken or file_not_taken."};
}

} // namespace passback::actions
