#include "plugin/actions/send_class_again.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/after_class.hpp"
#include "plugin/actions/cell_writer.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/actions/send_estimate.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/intake/lost_records.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::size_t kAgainAtOnce = 50;

/// What would go once more, where and how long that takes.
struct WholeClass {
  std::vector<std::int64_t> records; ///< ids, in order
  std::int64_t seconds = 0;
  std::string sis_name;
  Code closed = Code::none; ///< why nothing of the class goes
};

Result<WholeClass> whole_class(const ActionParts& parts, const Asker& asker) {
  WholeClass found;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    found = {};
    PASSBACK_TRY_AS(const auto view, work.open_class_that_syncs(origin_of(asker)));
    const auto& effective = view.effective;
    found.closed = !effective.allowed                 ? effective.why_not
                   : decision::is_in_trial(effective) ? Code::in_trial
                                                      : Code::none;
    if (found.closed != Code::none || !effective.connection) {
      return ok_status();
    }
    found.sis_name = settings::shown_name(*effective.connection);
    PASSBACK_TRY(each_record(work, cells_of_class(asker), [&](outbox::Record& record) -> Status {
      PASSBACK_TRY_AS(const bool goes, intake::goes_once_more_from_here(work, record));
      if (goes) {
        found.records.push_back(record.id);
      }
      return ok_status();
    }));
    found.seconds = seconds_of(static_cast<std::int64_t>(found.records.size()),
                               *effective.connection, parts.profiles);
    return ok_status();
  });
  return read ? Result<WholeClass>(std::move(found)) : read.error();
}

Question question_of(const WholeClass& whole) {
  auto text = say("send_again.question",
                  {{"count", std::to_string(whole.records.size())}, {"sis", whole.sis_name}});
  text += estimate_text(whole.seconds);
  return Question{"send_again", std::move(text), {{"yes", say("send_again.yes")}}};
}

} // namespace

Result<Reply> send_class_again(const ActionParts& parts, const Asker& asker,
                               const json::object& input, std::chrono::milliseconds deadline) {
  const auto words = language_of(parts, asker);
  PASSBACK_TRY_AS(const auto whole, whole_class(parts, asker));
  if (whole.closed != Code::none) {
    return nothing_changed_reply(words, {{"op", texts::sentence_of(whole.closed)}});
  }
  if (whole.records.empty()) {
    return nothing_changed_reply(words, {{"op", say("send_again.nothing")}});
  }
  std::vector<Problem> problems;
  if (InputReader(input, "", problems).text("send_again").value != "yes") {
    return Reply{json::serialize(refusal_document(words, {}, question_of(whole))), false};
  }
  PASSBACK_TRY_AS(const auto reason, reason_after_class(parts, asker, input));
  if (!reason) {
    return say_why(words);
  }
  std::int64_t gone = 0;
  for (std::size_t from = 0; from < whole.records.size(); from += kAgainAtOnce) {
    const auto chunk =
        std::span(whole.records).subspan(from, std::min(kAgainAtOnce, whole.records.size() - from));
    std::int64_t in_chunk = 0;
    PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
      PASSBACK_TRY_AS(in_chunk, intake::send_again(work, chunk, actor_of(asker), *reason));
      return ok_status();
    }));
    gone += in_chunk;
  }
  auto document =
      result_document(words, true, say("send_again.sent", {{"count", std::to_string(gone)}}));
  document["records"] = gone;
  return Reply{json::serialize(document), gone > 0};
}

} // namespace passback::actions
