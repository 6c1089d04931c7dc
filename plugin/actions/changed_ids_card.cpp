#include "plugin/actions/changed_ids_card.hpp"

#include <string>
#include <utility>
#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::string_view kUseNewIds = "use_new_ids";
constexpr std::string_view kKeepOldIds = "keep_old_ids";

Phrase counted(std::string_view key, const outbox::ChangedIdCounts& counts,
               const settings::Connection& connection) {
  return say(key, {{"students", std::to_string(counts.students)},
                   {"classes", std::to_string(counts.classes)},
                   {"sis", settings::shown_name(connection)}});
}

} // namespace

void add_changed_ids(FormDocument& form, const intake::ChangedIdsStanding& standing,
                     const settings::Connection& connection) {
  if (standing.is_asked) {
    form.question("changed_ids", counted("changed_ids.question", standing.asked, connection),
                  {{std::string(kUseNewIds), say("changed_ids.use_new")},
                   {std::string(kKeepOldIds), say("changed_ids.keep_old")}});
  }
  if (standing.is_kept) {
    form.question("kept_ids", counted("changed_ids.kept", standing.kept, connection),
                  {{std::string(kUseNewIds), say("changed_ids.use_new")}});
  }
}

bool is_changed_ids_op(std::string_view op) {
  return op == kUseNewIds || op == kKeepOldIds;
}

Result<Reply> answer_changed_ids(const ActionParts& parts, const Asker& asker,
                                 const json::object& input, std::chrono::milliseconds deadline) {
  const auto words = language_of(parts, asker);
  std::vector<Problem> problems;
  const InputReader reader(input, "", problems);
  reader.refuse_others({"schema", "op"});
  const bool use_new = reader.text("op").value.value_or("") == kUseNewIds;
  if (problems.empty()) {
    const auto committed = commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
      PASSBACK_TRY_AS(const auto own, decision::stored_settings(work.transaction, asker.domain));
      if (!own.connection) {
        return Error{Code::state, "This domain has no SIS of its own."};
      }
      return intake::answer_changed_ids(work, own.connection->id, use_new, actor_of(asker));
    });
    if (committed) {
      return saved_reply(words);
    }
    if (committed.error().code != Code::state) {
      return committed.error();
    }
    problems.push_back({"op", say("problem.not_asked")});
  }
  return nothing_changed_reply(words, problems);
}

} // namespace passback::actions
