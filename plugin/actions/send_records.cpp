#include "plugin/actions/send_records.hpp"

#include <algorithm>
#include <map>
#include <string>

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
  Phrase message;
  if (in_trial > 0) {
    message += say("result.sent_in_trial", {{"count", std::to_string(in_trial)}});
    document["in_trial"] = in_trial;
  }
  if (orders.empty()) {
    message += say("result.nothing_to_send");
  } else if (in_trial == 0 || sent.released + unchanged > 0 || !skipped.empty()) {
    message += say("result.sent", {{"on_the_way", std::to_string(sent.released)},
                                   {"already_there", std::to_string(unchanged)},
                                   {"not_sent", std::to_string(skipped.size())}});
  }
  put_phrase(document, "message", words, message);
  document["released"] = sent.released;
  document["unchanged"] = unchanged;
  document["skipped"] = std::move(skipped);
  return sent;
}

} // namespace passback::actions
