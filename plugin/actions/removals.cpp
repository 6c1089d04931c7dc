#include "plugin/actions/removals.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/cell_writer.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/decision/removal.hpp"
#include "plugin/intake/send_by_person.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Record;
using std::chrono::milliseconds;

constexpr std::size_t kRemovalChunk = 50;

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
Phrase question_of(Code code, std::int64_t results, std::int64_t line_items) {
  auto text = how_much_is_gone(results, line_items);
  text += texts::sentence_of(code);
  return text;
}

struct Asked {
  std::int64_t id = 0, seq = 0;
};

CellFilter class_of(const Asker& asker) {
  CellFilter filter;
  filter.class_id = asker.class_id;
  filter.school_year = asker.school_year;
  return filter;
}

Result<std::vector<Asked>> asked_for(const ActionParts& parts, const Asker& asker,
                                     std::string_view cause, std::int64_t upto) {
  std::vector<Asked> found;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) {
    found.clear();
    return each_record(work, class_of(asker), [&](Record& record) {
      if (decision::waits_for_removal_answer(record) && info(record.code).id == cause &&
          record.observed.seq <= upto) {
        found.push_back({record.id, record.observed.seq});
      }
      return ok_status();
    });
  });
  return read ? Result<std::vector<Asked>>(std::move(found)) : read.error();
}

/// no: it was put back, taken out or answered meanwhile. in_trial: nothing is written.
enum class Done { no, yes, in_trial };

Result<Done> keep(decision::UnitOfWork& work, const Asked& asked, const std::string& user) {
  PASSBACK_TRY_AS(auto record, work.transaction.record(asked.id));
  if (!record || record->observed.seq != asked.seq ||
      !decision::waits_for_removal_answer(*record)) {
    return Done::no;
  }
  decision::keep_in_sis(*record);
  PASSBACK_TRY(decision::put(work, *record));
  PASSBACK_TRY(decision::tell_history(work, *record, record->observed.seq, "kept", user));
  return Done::yes;
}

Result<Done> take_back(decision::UnitOfWork& work, const Asked& asked, const Asker& asker) {
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

void RemovalQuestions::add(const Record& record) {
  if (!decision::waits_for_removal_answer(record)) {
    return;
  }
  auto& cause = causes_[record.code];
  ++(record.key.kind == outbox::Kind::line_item ? cause.line_items : cause.results);
  cause.upto = std::max(cause.upto, record.observed.seq);
}

json::array RemovalQuestions::take(const texts::Words& words) const {
  json::array questions;
  for (const auto& [code, cause] : causes_) {
    json::object question{{"name", "take_back"},
                          {"cause", info(code).id},
                          {"results", cause.results},
                          {"line_items", cause.line_items},
                          {"upto", cause.upto}};
    put_phrase(question, "text", words, question_of(code, cause.results, cause.line_items));
    json::array answers;
    for (const std::string op : {"take_back", "keep_in_sis"}) {
      json::object answer{{"op", op}};
      put_phrase(answer, "label", words, say("removal." + op));
      answers.push_back(std::move(answer));
    }
    question["answers"] = std::move(answers);
    questions.push_back(std::move(question));
  }
  return questions;
}

Status add_removal_questions(decision::UnitOfWork& work, const Asker& asker,
                             const texts::Words& words, json::object& document) {
  RemovalQuestions questions;
  PASSBACK_TRY(each_record(work, class_of(asker), [&](Record& record) {
    questions.add(record);
    return ok_status();
  }));
  if (!questions.none()) {
    document["questions"] = questions.take(words);
  }
  return ok_status();
}

Result<Reply> answer_removals(const ActionParts& parts, const Asker& asker,
                              const json::object& input, bool take_back_asked,
                              milliseconds deadline) {
  const auto words = language_of(parts, asker);
  std::vector<Problem> problems;
  const InputReader reader(input, "", problems);
  const auto cause = reader.text("cause").value.value_or("");
  const auto upto = reader.integer("upto").value_or(0);
  if (cause.empty() || upto <= 0) {
    problems.push_back({"cause", say("removal.expected_question")});
    return nothing_changed_reply(words, problems);
  }
  PASSBACK_TRY_AS(const auto asked, asked_for(parts, asker, cause, upto));
  std::int64_t done = 0, held = 0;
  for (std::size_t from = 0; from < asked.size(); from += kRemovalChunk) {
    const std::size_t to = std::min(asked.size(), from + kRemovalChunk);
    std::int64_t in_chunk = 0, held_in_chunk = 0;
    PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
      in_chunk = held_in_chunk = 0;
      for (std::size_t i = from; i < to; ++i) {
        PASSBACK_TRY_AS(const auto did, take_back_asked ? take_back(work, asked[i], asker)
                                                        : keep(work, asked[i], actor_of(asker)));
        in_chunk += did == Done::yes ? 1 : 0;
        held_in_chunk += did == Done::in_trial ? 1 : 0;
      }
      return ok_status();
    }));
    done += in_chunk;
    held += held_in_chunk;
  }
  auto message = say(take_back_asked ? "removal.taken_back" : "removal.kept",
                     {{"count", std::to_string(done)}});
  if (held > 0) {
    message += texts::sentence_of(Code::in_trial);
  }
  auto document = result_document(words, true, message);
  document["records"] = done;
  document["left"] = static_cast<std::int64_t>(asked.size()) - done;
  return Reply{json::serialize(document), take_back_asked && done > 0};
}

} // namespace passback::actions
