#include "plugin/actions/take_back.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/cell_writer.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/intake/take_back.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using intake::SendAnswer;

constexpr std::size_t kTakenBackAtOnce = 50;

std::vector<std::int64_t> named_records(const json::object& input, std::vector<Problem>& problems) {
  std::vector<std::int64_t> ids;
  const auto* list = input.if_contains("records");
  if (list == nullptr || !list->is_array()) {
    problems.push_back({"records", say("problem.expected_records")});
    return ids;
  }
  for (const auto& item : list->get_array()) {
    const auto id =
        item.is_object()
            ? InputReader(item.get_object(), "records.", problems).integer("id").value_or(0)
            : 0;
    if (id == 0) {
      problems.push_back({"records", say("problem.expected_records")});
      return {};
    }
    ids.push_back(id);
  }
  return ids;
}

/// The activity in each class of the SIS; its standards that go by themselves are part of it.
Result<std::vector<std::int64_t>> line_items_named(const ActionParts& parts, const Asker& asker,
                                                   const std::string& activity) {
  std::vector<std::int64_t> ids;
  auto filter = cells_of_class(asker);
  filter.activities = std::set{gradebook::ActivityId(activity)};
  filter.kind = outbox::Kind::line_item;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) {
    ids.clear();
    return each_record(work, filter, [&](outbox::Record& record) {
      ids.push_back(record.id);
      return ok_status();
    });
  });
  return read ? Result<std::vector<std::int64_t>>(std::move(ids)) : read.error();
}

/// What became of all of them.
struct TakenBack {
  std::int64_t released = 0, in_trial = 0;
  json::array skipped;

  void count(std::int64_t id, const intake::SendOutcome& outcome, const texts::Words& words) {
    released += outcome.answer == SendAnswer::released ? 1 : 0;
    in_trial += outcome.answer == SendAnswer::in_trial ? 1 : 0;
    if (outcome.answer == SendAnswer::not_now || outcome.answer == SendAnswer::unknown) {
      const Code why =
          outcome.answer == SendAnswer::unknown ? Code::preview_unknown : outcome.reason;
      skipped.push_back(json::object{{"id", id}, {"reason", reason_object(why, words)}});
    }
  }
};

} // namespace

bool names_what_to_take_back(const json::object& input) {
  return input.contains("records") || input.contains("activity_id");
}

Result<Reply> take_back(const ActionParts& parts, const Asker& asker, const json::object& input,
                        std::chrono::milliseconds deadline) {
  const auto words = language_of(parts, asker);
  std::vector<Problem> problems;
  std::vector<std::int64_t> ids;
  if (const auto activity = InputReader(input, "", problems).text("activity_id"); activity.value) {
    PASSBACK_TRY_AS(ids, line_items_named(parts, asker, *activity.value));
  } else {
    ids = named_records(input, problems);
  }
  if (!problems.empty()) {
    return nothing_changed_reply(words, problems);
  }
  TakenBack all;
  for (std::size_t from = 0; from < ids.size(); from += kTakenBackAtOnce) {
    const std::size_t to = std::min(ids.size(), from + kTakenBackAtOnce);
    std::vector<intake::SendOutcome> outcomes;
    PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
      outcomes.clear();
      for (std::size_t i = from; i < to; ++i) {
        intake::PersonalSend order;
        order.record_id = ids[i];
        order.user = actor_of(asker);
        PASSBACK_TRY_AS(auto outcome, intake::take_back_by_person(work, asker.class_id, order));
        outcomes.push_back(outcome);
      }
      return ok_status();
    }));
    for (std::size_t i = from; i < to; ++i) {
      all.count(ids[i], outcomes[i - from], words);
    }
  }
  auto message = say("removal.taken_back", {{"count", std::to_string(all.released)}});
  if (all.in_trial > 0) {
    message += texts::sentence_of(Code::in_trial);
  }
  auto document = result_document(words, all.skipped.empty(), message);
  document["records"] = all.released;
  document["skipped"] = std::move(all.skipped);
  return Reply{json::serialize(document), all.released > 0};
}

} // namespace passback::actions
