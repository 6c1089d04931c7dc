#include "plugin/actions/sync_grades.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "plugin/actions/after_class.hpp"
#include "plugin/actions/asked_columns.hpp"
#include "plugin/actions/class_heading.hpp"
#include "plugin/actions/class_questions.hpp"
#include "plugin/actions/class_sends.hpp"
#include "plugin/actions/closed_dates.hpp"
#include "plugin/actions/column_answers.hpp"
#include "plugin/actions/column_questions.hpp"
#include "plugin/actions/grade_files.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/my_classes.hpp"
#include "plugin/actions/not_looked_at.hpp"
#include "plugin/actions/preview.hpp"
#include "plugin/actions/preview_cells.hpp"
#include "plugin/actions/record_history.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/actions/send_class_again.hpp"
#include "plugin/actions/send_records.hpp"
#include "plugin/actions/send_scope.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/actions/status_counts.hpp"
#include "plugin/actions/status_document.hpp"
#include "plugin/actions/status_export.hpp"
#include "plugin/actions/take_back.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using intake::PersonalSend;
using outbox::Record;
using std::chrono::milliseconds;

// What each operation reads, besides the schema, the operation itself and, where `scoped`, the
// scope (send_scope.hpp). Anything else is refused: a narrower scope that is misspelt must not
// become the whole class.
struct OpMembers {
  std::string_view op;
  bool scoped;
  std::array<std::string_view, 5> members;
};
constexpr OpMembers kMembers[] = {
    {"open", false, {}},
    {"preview", true, {"only", "after_id", "limit"}},
    {"send", false, {"records", "all", "token", "send_anyway", "reason"}},
    {"retry", true, {"records", "all", "send_anyway", "reason"}},
    {"send_again", false, {"send_again", "send_anyway", "reason"}},
    {"status", true, {"records", "columns", "grid", "after_id", "limit"}},
    {"take_back", false, {"cause", "upto", "records", "activity_id"}},
    {"keep_in_sis", false, {"cause", "upto"}},
    {"send_older", false, {"cause", "upto"}},
    {"keep_newer", false, {"cause", "upto"}},
    {"send_points", false, {"cause", "upto"}},
    {"use_column", false, {"activity_id", "all", "course_id", "column"}},
    {"make_another", false, {"activity_id", "all", "course_id"}},
    {"leave_out", false, {"activity_id", "all", "course_id"}},
    {"history", false, {"id", "activity_id", "student_id", "before", "limit"}},
    {"sends", false, {}},
    {"export", true, {"format", "after_id", "limit"}},
    {"make_file", false, {"token", "connection_id", "reason"}},
    {"files", false, {"connection_id"}},
    {"file", false, {"id"}},
    {"file_taken", false, {"id"}},
    {"file_not_taken", false, {"id"}},
    {"classes", false, {"classes", "since_unix_ms", "after", "limit"}},
    {"preview_classes", false, {"classes", "period"}},
    {"send_classes", false, {"classes", "send_anyway", "reason"}}};

Status refuse_other_members(std::string_view op, const json::object& input) {
  const auto* const known = std::ranges::find(kMembers, op, &OpMembers::op);
  if (known == std::end(kMembers)) {
    return ok_status();
  }
  std::vector<std::string_view> members{"schema", "op"};
  std::ranges::copy_if(known->members, std::back_inserter(members),
                       [](std::string_view name) { return !name.empty(); });
  if (known->scoped) {
    std::ranges::copy(scope_members(), std::back_inserter(members));
  }
  std::vector<Problem> problems;
  InputReader(input, "", problems).refuse_others(members);
  return refuse_problems(problems);
}

Result<Reply> send(const ActionParts& parts, const Asker& asker, const json::object& input,
                   const std::vector<PersonalSend>& sends, const CellFilter& cells,
                   milliseconds deadline) {
  PASSBACK_TRY_AS(const auto sent, press_send(parts, asker, input, sends, cells, deadline));
  return sent ? Reply{json::serialize(sent->document), sent->released > 0}
              : say_why(language_of(parts, asker));
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

Result<Reply> send_op(const ActionParts& parts, const Asker& asker, const json::object& object,
                      milliseconds deadline) {
  std::vector<Problem> problems;
  if (!all_asked(object)) {
    const auto sends = listed(object, asker, false, problems);
    return problems.empty() ? send(parts, asker, object, sends, {}, deadline)
                            : refused(language_of(parts, asker), problems);
  }
  const auto text = InputReader(object, "", problems).text("token");
  const auto token = read_token(text.value.value_or(""), asker);
  if (!token) {
    problems.push_back({"token", say("problem.expected_token")});
    return refused(language_of(parts, asker), problems);
  }
  const auto sends = sends_of(parts, asker, *token);
  return sends ? send(parts, asker, object, *sends, token->cells, deadline) : Result<Reply>(sends.error());
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
    PASSBACK_TRY_AS(auto sent, press_send(parts, asker, object, sends, token->cells, deadline));
    if (!sent) {
      return say_why(words);
    }
    skipped = std::move(sent->document.at("skipped").as_array());
  }
  return use_grade_files(parts, asker, "make_file", object, std::move(skipped), deadline);
}

Result<Reply> retry_op(const ActionParts& parts, const Asker& asker, const json::object& object,
                       milliseconds deadline) {
  std::vector<Problem> problems;
  if (!all_asked(object)) {
    const auto sends = listed(object, asker, true, problems);
    return problems.empty() ? send(parts, asker, object, sends, {}, deadline)
                            : refused(language_of(parts, asker), problems);
  }
  std::vector<PersonalSend> sends;
  const auto asked = read_scope(asker, InputReader(object, "", problems));
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    sends.clear();
    PASSBACK_TRY_AS(const auto scope,
                    cells_in_scope(work, language_of(parts, asker), asked, problems));
    PASSBACK_TRY(refuse_problems(problems));
    return each_record(work, scope, [&](Record& record) {
      if (decision::was_refused(record) || is_offered(record)) {
        sends.push_back({record.id, record.observed.seq, true, actor_of(asker)});
      }
      return ok_status();
    });
  });
  return read ? send(parts, asker, object, sends, asked.cells, deadline) : Result<Reply>(read.error());
}

// Files are there where grades go as files, and each is of a whole class. Only a teacher has
// classes that are hers.
json::array operations_here(const Asker& asker, bool by_file) {
  json::array list;
  for (const auto op : operations_for(kSyncGradesToSis, asker.capacity)) {
    const bool of_files = is_file_op(op) && (!by_file || !asker.activity.empty());
    const bool of_others =
        is_of_my_classes(op) && (asker.capacity != Capacity::own || !asker.activity.empty());
    const bool of_whole_class = op == "send_again" && !asker.activity.empty();
    if (op != "open" && !of_files && !of_others && !of_whole_class) {
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
    const auto missing = writer->missing_of(record, writer->words_of(record).reason);
    writer->put_missing(record, missing, document);
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
    if (!asker.activity.empty()) {
      filter.activities = std::set{asker.activity};
    }
    StandingWords standing(work, writers);
    auto counts = counts_of_cells(work, writers, standing, words, filter);
    if (!counts) {
      return counts.error();
    }
    document["schema"] = "lms.sync_overview/1";
    document["class_id"] = asker.class_id.value;
    if (!asker.activity.empty()) {
      document["activity_id"] = asker.activity.value;
      PASSBACK_TRY(add_what_activity_lacks(work, writers, filter, document));
    }
    put_standing(document, words, view);
    document["counts"] = std::move(*counts);
    document["operations"] = operations_here(asker, view.by_file());
    PASSBACK_TRY(add_class_questions(work, asker, words, document));
    PASSBACK_TRY(add_column_questions(work, asker, whole_page(asker), words, document));
    return add_not_looked_at(work, view, words, document);
  });
  if (!read) {
    return read.error();
  }
  return Reply{json::serialize(document), false};
}

Result<CellFilter> scope_of(const ActionParts& parts, const Asker& asker,
                            const json::object& object) {
  std::vector<Problem> problems;
  const auto asked = read_scope(asker, InputReader(object, "", problems));
  CellFilter cells;
  const auto found = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(cells, cells_in_scope(work, language_of(parts, asker), asked, problems));
    return refuse_problems(problems);
  });
  return found ? Result<CellFilter>(std::move(cells)) : found.error();
}

Result<Reply> status_op(const ActionParts& parts, const Asker& asker, const json::object& object) {
  std::vector<Problem> problems;
  StatusQuery query;
  PASSBACK_TRY_AS(query.cells, scope_of(parts, asker, object));
  put_details(InputReader(object, "", problems), query);
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
  std::vector<Problem> problems;
  const InputReader reader(object, "", problems);
  const auto op = reader.text("op").value.value_or("open");
  PASSBACK_TRY(refuse_other_members(op, object));
  if (is_of_my_classes(op)) {
    if (!asker.activity.empty()) {
      return Error{Code::unsupported, "op: it is of whole classes."};
    }
    return use_my_classes(parts, asker, op, object, deadline);
  }
  if (asker.class_id.empty()) {
    return Error{Code::argument, "class_id: required."};
  }
  if (op == "open") {
    return open_op(parts, asker);
  }
  if (op == "preview") {
    auto document = preview_document(parts, asker, object);
    return document ? Result<Reply>(Reply{json::serialize(*document), false}) : document.error();
  }
  if (op == "send_again" && !asker.activity.empty()) {
    return Error{Code::unsupported, "op: send_again is of a whole class."};
  }
  if (op == "send" || op == "retry" || op == "send_again") {
    PASSBACK_TRY_AS(const bool closed, is_closed_today(parts, asker));
    if (closed && !sends_anyway(reader)) {
      return ask_to_send_anyway(language_of(parts, asker));
    }
    if (op == "send_again") {
      return send_class_again(parts, asker, object, deadline);
    }
    return op == "send" ? send_op(parts, asker, object, deadline)
                        : retry_op(parts, asker, object, deadline);
  }
  if (op == "take_back" && names_what_to_take_back(object)) {
    return take_back(parts, asker, object, deadline);
  }
  if (is_answer(op)) {
    return answer_class_question(parts, asker, op, object, deadline);
  }
  if (is_column_op(op)) {
    return answer_columns(parts, asker, object, op, deadline);
  }
  if (op == "status") {
    return status_op(parts, asker, object);
  }
  if (op == "sends") {
    PASSBACK_TRY_AS(const auto document, sends_document(parts, asker));
    return Reply{json::serialize(document), false};
  }
  if (op == "history") {
    PASSBACK_TRY_AS(const auto document, history_document(parts, asker, object));
    return Reply{json::serialize(document), false};
  }
  if (op == "export") {
    PASSBACK_TRY_AS(const auto scope, scope_of(parts, asker, object));
    return export_status(parts, asker, scope, object);
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
  return Error{
      Code::unsupported,
      "op: expected open, preview, send, retry, send_again, take_back, keep_in_sis, send_older, "
      "keep_newer, send_points, use_column, make_another, leave_out, status, history, sends, "
      "export, make_file, files, file, file_taken, file_not_taken, classes, preview_classes or "
      "send_classes."};
}

} // namespace passback::actions
