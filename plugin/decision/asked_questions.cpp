#include "plugin/decision/asked_questions.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "plugin/gradebook/json_members.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

namespace json = boost::json;
using Questions = std::vector<AskedQuestion>;

constexpr std::string_view kQuestionsMeta = "asked_questions";
constexpr std::string_view kChangedIds = "changed_ids";
constexpr std::string_view kLostRecords = "lost_records";

Status put_questions(outbox::Transaction& transaction, const Questions& questions) {
  json::array list;
  for (const auto& one : questions) {
    list.push_back(
        json::object{{"about", one.about == AskedAbout::lost_records ? kLostRecords : kChangedIds},
                     {"connection", one.connection_id},
                     {"since", one.since_unix_ms},
                     {"told", one.told ? 1 : 0},
                     {"answered", one.answered ? 1 : 0}});
  }
  return transaction.put_meta(kQuestionsMeta, json::serialize(list));
}

Questions::iterator find_question(Questions& questions, AskedAbout about,
                                  const std::string& connection_id) {
  return std::ranges::find_if(questions, [&](const AskedQuestion& one) {
    return one.about == about && one.connection_id == connection_id;
  });
}

} // namespace

Result<Questions> asked_questions(outbox::Transaction& transaction) {
  PASSBACK_TRY_AS(const auto text, transaction.meta(kQuestionsMeta));
  json::error_code error;
  const auto value = json::parse(text.value_or("[]"), error);
  Questions questions;
  if (error || !value.is_array()) {
    return questions; // it is told once too seldom
  }
  for (const auto& item : value.get_array()) {
    if (!item.is_object()) {
      continue;
    }
    const auto& object = item.get_object();
    AskedQuestion one;
    one.about = gradebook::text_member(object, "about") == kLostRecords ? AskedAbout::lost_records
                                                                        : AskedAbout::changed_ids;
    one.connection_id = gradebook::text_member(object, "connection");
    one.since_unix_ms = gradebook::number_member(object, "since");
    one.told = gradebook::number_member(object, "told") != 0;
    one.answered = gradebook::number_member(object, "answered") != 0;
    questions.push_back(std::move(one));
  }
  return questions;
}

Status note_asked(outbox::Transaction& transaction, AskedAbout about,
                  const std::string& connection_id, std::int64_t now_unix_ms) {
  PASSBACK_TRY_AS(auto questions, asked_questions(transaction));
  const auto found = find_question(questions, about, connection_id);
  if (found == questions.end()) {
    questions.push_back({about, connection_id, now_unix_ms});
  } else if (found->answered) {
    // Asked anew before anybody was told of the answer: what they were told is out of date.
    *found = {about, connection_id, now_unix_ms};
  } else {
    return ok_status();
  }
  return put_questions(transaction, questions);
}

Status note_answered(outbox::Transaction& transaction, AskedAbout about,
                     const std::string& connection_id) {
  PASSBACK_TRY_AS(auto questions, asked_questions(transaction));
  const auto found = find_question(questions, about, connection_id);
  if (found == questions.end() || found->answered) {
    return ok_status();
  }
  if (found->told) {
    found->answered = true;
  } else {
    questions.erase(found);
  }
  return put_questions(transaction, questions);
}

Status note_told_of(outbox::Transaction& transaction, const AskedQuestion& question) {
  PASSBACK_TRY_AS(auto questions, asked_questions(transaction));
  const auto found = find_question(questions, question.about, question.connection_id);
  if (found == questions.end() && !question.answered) {
    // Answered while the host showed that it waits: they are told that it is over.
    questions.push_back(question);
    questions.back().told = true;
    questions.back().answered = true;
    return put_questions(transaction, questions);
  }
  if (found == questions.end() || found->since_unix_ms != question.since_unix_ms) {
    return ok_status(); // seen to, or asked anew, which is told next
  }
  if (question.answered) {
    questions.erase(found);
  } else {
    found->told = true;
  }
  return put_questions(transaction, questions);
}

} // namespace passback::decision
