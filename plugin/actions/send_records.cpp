#include "plugin/actions/send_records.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "plugin/actions/after_class.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using intake::SendAnswer;

constexpr std::size_t kSendsAtOnce = 50;

json::object reason_not_sent(const intake::SendOutcome& outcome, const texts::Words& words) {
  switch (outcome.answer) {
  case SendAnswer::changed:
    return reason_object(Code::preview_changed, words);
  case SendAnswer::unknown:
    return reason_object(Code::preview_unknown, words);
  case SendAnswer::released:
  case SendAnswer::unchanged:
  case SendAnswer::in_trial:
  case SendAnswer::not_now:
    break;
  }
  return reason_object(outcome.reason, words);
}

/// What the press has done so far in each of its classes.
class PressedClasses {
 public:
  explicit PressedClasses(const std::optional<ClassSend>& press) : press_(press) {}

  void add(const SendOfClass& order, const intake::SendOutcome& outcome) {
    if (!press_) {
      return;
    }
    auto& send = classes_.try_emplace(order.class_id, *press_).first->second;
    if (outcome.answer == SendAnswer::in_trial) {
      return; // nothing went
    }
    if (outcome.answer == SendAnswer::released) {
      ++send.released;
      send.records.push_back(order.send.record_id);
    } else {
      ++(outcome.answer == SendAnswer::unchanged ? send.unchanged : send.skipped);
    }
  }
  Status keep(outbox::Transaction& transaction) const {
    for (const auto& [class_id, send] : classes_) {
      PASSBACK_TRY(keep_send(transaction, class_id, send));
    }
    return ok_status();
  }

 private:
  std::optional<ClassSend> press_;
  std::map<gradebook::ClassId, ClassSend> classes_;
};

} // namespace

Result<SentRecords> send_records(const ActionParts& parts, const texts::Words& words,
                                 const std::vector<SendOfClass>& orders,
                                 const std::optional<ClassSend>& press,
                                 std::chrono::milliseconds deadline) {
  SentRecords sent;
  PressedClasses classes(press);
  std::int64_t unchanged = 0, in_trial = 0;
  json::array skipped;
  for (std::size_t from = 0; from < orders.size(); from += kSendsAtOnce) {
    const std::size_t to = std::min(orders.size(), from + kSendsAtOnce);
    std::vector<intake::SendOutcome> outcomes;
    auto by_now = classes;
    PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
      outcomes.clear();
      by_now = classes;
      for (std::size_t i = from; i < to; ++i) {
        PASSBACK_TRY_AS(auto outcome,
                        intake::send_by_person(work, orders[i].class_id, orders[i].send));
        outcomes.push_back(outcome);
        by_now.add(orders[i], outcome);
      }
      return by_now.keep(work.transaction);
    }));
    classes = by_now;
    for (std::size_t i = from; i < to; ++i) {
      const auto& outcome = outcomes[i - from];
      if (outcome.answer == SendAnswer::released) {
        ++sent.released;
      } else if (outcome.answer == SendAnswer::unchanged) {
        ++unchanged;
      } else if (outcome.answer == SendAnswer::in_trial) {
        ++in_trial;
      } else {
        skipped.push_back(
            json::object{{"id", orders[i].send.record_id}, {"reason", reason_not_sent(outcome, words)}});
      }
    }
  }
  json::object& document = sent.document;
  document["schema"] = "lms.send_result/1";
  document["ok"] = skipped.empty();
  if (in_trial > 0) {
    document["in_trial"] = in_trial;
  }
  const SentCounts counts{sent.released, unchanged, static_cast<std::int64_t>(skipped.size()),
                          in_trial};
  put_phrase(document, "message", words,
             orders.empty() ? say("result.nothing_to_send") : sent_message(counts));
  document["released"] = sent.released;
  document["unchanged"] = unchanged;
  document["skipped"] = std::move(skipped);
  return sent;
}

Result<std::optional<SentRecords>> press_send(const ActionParts& parts, const Asker& asker,
                                              const json::object& input,
                                              const std::vector<intake::PersonalSend>& sends,
                                              const CellFilter& cells,
                                              std::chrono::milliseconds deadline) {
  PASSBACK_TRY_AS(const auto reason, reason_after_class(parts, asker, input));
  if (!reason) {
    return std::optional<SentRecords>();
  }
  std::vector<SendOfClass> orders;
  for (const auto& one : sends) {
    orders.push_back({asker.class_id, one});
    orders.back().send.reason = *reason;
  }
  const auto words = language_of(parts, asker);
  std::optional<Phrase> before;
  if (sends.empty()) {
    PASSBACK_TRY_AS(before, last_send_words(parts, asker));
  }
  PASSBACK_TRY_AS(auto sent,
                  send_records(parts, words, orders, press_of(parts, asker, cells), deadline));
  if (before) {
    put_phrase(sent.document, "message", words, *before);
  }
  return std::optional(std::move(sent));
}

Phrase sent_message(const SentCounts& counts) {
  Phrase message;
  if (counts.in_trial > 0) {
    message += say("result.sent_in_trial", {{"count", std::to_string(counts.in_trial)}});
  }
  if (counts.in_trial == 0 || counts.released + counts.unchanged + counts.not_sent > 0) {
    message += say("result.sent", {{"on_the_way", std::to_string(counts.released)},
                                   {"already_there", std::to_string(counts.unchanged)},
                                   {"not_sent", std::to_string(counts.not_sent)}});
  }
  return message;
}

} // namespace passback::actions
