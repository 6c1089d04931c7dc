#include "plugin/actions/class_questions.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/cell_writer.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/older_card.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/decision/older_than_sis.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/decision/removal.hpp"
#include "plugin/intake/send_by_person.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Record;
using std::chrono::milliseconds;

constexpr std::size_t kAnswersAtOnce = 50;

/// One kind of question: who waits for it, what is asked, and which operations answer it. `go`
/// sends what the LMS says, `stay` leaves what the SIS has; empty: it stays as long as nobody
/// answers.
struct QuestionKind {
  std::string_view name;
  bool (*waits)(const Record&);
  Phrase (*asks)(Code code, const AskedCause& cause);
  void (*stays)(Record&);
  std::string_view go, stay, gone, stayed;
  std::string_view texts; ///< where the labels of the answers are
};

Phrase how_much_is_gone(std::int64_t results, std::int64_t line_items) {
  const Phrase of_results(std::to_string(results)), of_line_items(std::to_string(line_items));
  if (results + line_items == 1) {
    return say(results == 1 ? "removal.result" : "removal.line_item");
  }
  if (line_items == 0) {
    return say("removal.results", {{"results", of_results}});
  }
  if (results == 0) {
    return say("removal.line_items", {{"line_items", of_line_items}});
  }
  return say("removal.both", {{"line_items", of_line_items}, {"results", of_results}});
}

// "Take back 12 results?", and why that is a question.
Phrase asks_of_removal(Code code, const AskedCause& cause) {
  auto text = how_much_is_gone(cause.results, cause.line_items);
  text += texts::sentence_of(code);
  return text;
}

Phrase asks_of_older(Code /*code*/, const AskedCause& cause) {
  return older_question(cause.results);
}

// "3 students fall to 6 %." `way` is points.fall or points.rise.
Phrase shares_moved(const std::string& way, const decision::SharesMoved& moved) {
  const auto key = way + (moved.students == 1 ? "_one" : moved.all_alike ? "_to" : "");
  return say(key, {{"count", std::to_string(moved.students)},
                   {"percent", std::to_string(moved.furthest_percent)}});
}

// "Quiz 1: 10 points become 100. 3 students fall to 6 %."
Phrase asks_of_points(Code /*code*/, const AskedCause& cause) {
  constexpr std::size_t kNamed = 3;
  Phrase text;
  for (std::size_t i = 0; i < cause.points.size() && i < kNamed; ++i) {
    const auto& one = cause.points[i];
    text += say("points.become",
                {{"title", one.title}, {"from", one.from.to_string()}, {"to", one.to.to_string()}});
    if (one.fall.students > 0) {
      text += shares_moved("points.fall", one.fall);
    }
    if (one.rise.students > 0) {
      text += shares_moved("points.rise", one.rise);
    }
  }
  if (cause.points.size() > kNamed) {
    text += say("points.more", {{"count", std::to_string(cause.points.size() - kNamed)}});
  }
  return text;
}

constexpr std::array<QuestionKind, 3> kQuestionKinds = {
    QuestionKind{"take_back", decision::waits_for_removal_answer, asks_of_removal,
                 decision::keep_in_sis, "take_back", "keep_in_sis", "removal.taken_back",
                 "removal.kept", "removal."},
    QuestionKind{"older", decision::waits_for_older_answer, asks_of_older,
                 decision::keep_newer_in_sis, "send_older", "keep_newer", "older.sent",
                 "older.kept", "older."},
    QuestionKind{"points", decision::waits_for_points_answer, asks_of_points, nullptr,
                 "send_points", "", "older.sent", "", "points."},
};

const QuestionKind* question_kind_of(const Record& record) {
  const auto found = std::ranges::find_if(
      kQuestionKinds, [&](const QuestionKind& one) { return one.waits(record); });
  return found == kQuestionKinds.end() ? nullptr : &*found;
}

const QuestionKind* question_kind_of_op(std::string_view op) {
  const auto found = std::ranges::find_if(kQuestionKinds, [&](const QuestionKind& one) {
    return one.go == op || (!op.empty() && one.stay == op);
  });
  return found == kQuestionKinds.end() ? nullptr : &*found;
}

struct AskedRecord {
  std::int64_t id = 0, seq = 0;
};

// Whatever the question, what waits for a person is manual: a class of thousands has few of them.
CellFilter asked_cells_of(const Asker& asker) {
  auto filter = cells_of_class(asker);
  filter.state = outbox::State::manual;
  return filter;
}

Result<std::vector<AskedRecord>> asked_for(const ActionParts& parts, const Asker& asker,
                                           const QuestionKind& kind, std::string_view cause,
                                           std::int64_t upto) {
  std::vector<AskedRecord> found;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) {
    found.clear();
    return each_record(work, asked_cells_of(asker), [&](Record& record) {
      if (kind.waits(record) && info(record.code).id == cause && record.observed.seq <= upto) {
        found.push_back({record.id, record.observed.seq});
      }
      return ok_status();
    });
  });
  return read ? Result<std::vector<AskedRecord>>(std::move(found)) : read.error();
}

/// no: it was put back, taken out or answered meanwhile. in_trial: nothing is written.
enum class Done { no, yes, in_trial };

Result<Done> let_stay(decision::UnitOfWork& work, const QuestionKind& kind,
                      const AskedRecord& asked, const std::string& user) {
  PASSBACK_TRY_AS(auto record, work.transaction.record(asked.id));
  if (!record || record->observed.seq != asked.seq || !kind.waits(*record)) {
    return Done::no;
  }
  kind.stays(*record);
  PASSBACK_TRY(decision::put(work, *record));
  PASSBACK_TRY(decision::tell_history(work, *record, record->observed.seq, "kept", user));
  return Done::yes;
}

Result<Done> let_go(decision::UnitOfWork& work, const AskedRecord& asked, const Asker& asker) {
  intake::PersonalSend send;
  send.record_id = asked.id;
  send.seq = asked.seq;
  send.user = actor_of(asker);
  PASSBACK_TRY_AS(const auto outcome, intake::send_by_person(work, asker.class_id, send));
  if (outcome.answer == intake::SendAnswer::in_trial) {
    return Done::in_trial;
  }
  return outcome.answer == intake::SendAnswer::released ? Done::yes : Done::no;
}

} // namespace

bool waits_for_answer(const Record& record) {
  return question_kind_of(record) != nullptr;
}

bool is_answer(std::string_view op) {
  return question_kind_of_op(op) != nullptr;
}

Status ClassQuestions::add(const Record& record) {
  if (!waits_for_answer(record)) {
    return ok_status();
  }
  auto& cause = causes_[record.code];
  ++(record.key.kind == outbox::Kind::line_item ? cause.line_items : cause.results);
  cause.upto = std::max(cause.upto, record.observed.seq);
  cause.kind = question_kind_of(record)->name;
  if (record.code == Code::points_asked && record.key.kind == outbox::Kind::line_item) {
    PASSBACK_TRY_AS(const auto view, work_.open_class_of(record));
    PASSBACK_TRY_AS(const auto change, decision::points_change(work_, view, record));
    if (change) {
      cause.points.push_back(*change);
    }
  }
  return ok_status();
}

json::array ClassQuestions::take(const texts::Words& words) const {
  json::array questions;
  for (const auto& [code, cause] : causes_) {
    const auto& kind = *std::ranges::find(kQuestionKinds, cause.kind, &QuestionKind::name);
    json::object question{{"name", kind.name},
                          {"cause", info(code).id},
                          {"results", cause.results},
                          {"line_items", cause.line_items},
                          {"upto", cause.upto}};
    put_phrase(question, "text", words, kind.asks(code, cause));
    json::array answers;
    for (const auto op : {kind.go, kind.stay}) {
      if (op.empty()) {
        continue;
      }
      json::object answer{{"op", op}};
      put_phrase(answer, "label", words, say(std::string(kind.texts) + std::string(op)));
      answers.push_back(std::move(answer));
    }
    question["answers"] = std::move(answers);
    questions.push_back(std::move(question));
  }
  return questions;
}

Status add_class_questions(decision::UnitOfWork& work, const Asker& asker,
                           const texts::Words& words, json::object& document) {
  ClassQuestions questions(work);
  PASSBACK_TRY(each_record(work, asked_cells_of(asker),
                           [&](Record& record) { return questions.add(record); }));
  if (!questions.none()) {
    document["questions"] = questions.take(words);
  }
  return ok_status();
}

Result<Reply> answer_class_question(const ActionParts& parts, const Asker& asker,
                                    std::string_view op, const json::object& input,
                                    milliseconds deadline) {
  const auto words = language_of(parts, asker);
  const auto& kind = *question_kind_of_op(op);
  const bool goes = op == kind.go;
  std::vector<Problem> problems;
  const InputReader reader(input, "", problems);
  const auto cause = reader.text("cause").value.value_or("");
  const auto upto = reader.integer("upto").value_or(0);
  if (cause.empty() || upto <= 0) {
    problems.push_back({"cause", say("removal.expected_question")});
    return nothing_changed_reply(words, problems);
  }
  PASSBACK_TRY_AS(const auto asked, asked_for(parts, asker, kind, cause, upto));
  std::int64_t done = 0, held = 0;
  for (std::size_t from = 0; from < asked.size(); from += kAnswersAtOnce) {
    const std::size_t to = std::min(asked.size(), from + kAnswersAtOnce);
    std::int64_t in_chunk = 0, held_in_chunk = 0;
    PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
      in_chunk = held_in_chunk = 0;
      for (std::size_t i = from; i < to; ++i) {
        PASSBACK_TRY_AS(const auto did, goes ? let_go(work, asked[i], asker)
                                             : let_stay(work, kind, asked[i], actor_of(asker)));
        in_chunk += did == Done::yes ? 1 : 0;
        held_in_chunk += did == Done::in_trial ? 1 : 0;
      }
      return ok_status();
    }));
    done += in_chunk;
    held += held_in_chunk;
  }
  auto message =
      say(std::string(goes ? kind.gone : kind.stayed), {{"count", std::to_string(done)}});
  if (held > 0) {
    message += texts::sentence_of(Code::in_trial);
  }
  auto document = result_document(words, true, message);
  document["records"] = done;
  document["left"] = static_cast<std::int64_t>(asked.size()) - done;
  return Reply{json::serialize(document), goes && done > 0};
}

} // namespace passback::actions
