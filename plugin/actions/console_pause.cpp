#include "plugin/actions/console_pause.hpp"

#include "plugin/actions/input.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

Status may_pause(const ActionParts& parts, const Asker& asker) {
  bool is_top = false;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(const auto path, outbox::path_or_root(work.transaction, asker.domain));
    is_top = path.size() <= 1;
    return ok_status();
  }));
  return is_top ? parts.permissions.may_operate(asker) : ok_status();
}

Status write_pause_down(decision::UnitOfWork& work, const Asker& asker, bool on) {
  outbox::HistoryRow line;
  line.at_unix_ms = work.now_unix_ms;
  line.event = (on ? "paused " : "resumed ") + asker.domain.value;
  line.actor = asker.user.value;
  line.code = Code::sync_paused;
  return work.transaction.append_history(line);
}

Phrase pause_message(bool on, bool changed) {
  if (on) {
    return say(changed ? "result.paused" : "result.paused_already");
  }
  return say(changed ? "result.sending_goes_on" : "result.not_paused");
}

} // namespace

Result<Reply> pause_domain(const ActionParts& parts, const Asker& asker, bool on,
                           std::chrono::milliseconds deadline) {
  PASSBACK_TRY(may_pause(parts, asker));
  bool changed = false;
  const auto committed = commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(auto settings, decision::stored_settings(work.transaction, asker.domain));
    changed = settings.paused.has_value() != on;
    if (!changed) {
      return ok_status();
    }
    settings.paused.reset();
    if (on) {
      settings.paused = settings::Pause{asker.user.value, work.now_unix_ms};
    }
    PASSBACK_TRY(work.transaction.put_settings(outbox::Scope::domain, asker.domain.value,
                                               settings::to_json(settings)));
    PASSBACK_TRY(write_pause_down(work, asker, on));
    outbox::Affected what_waits;
    what_waits.only_waiting = true;
    return on ? ok_status() : outbox::ask_to_reconsider(work.transaction, what_waits);
  });
  if (!committed) {
    return committed.error();
  }
  return Reply{json::serialize(result_document(language_of(parts, asker), changed,
                                               pause_message(on, changed))),
               changed};
}

Result<std::optional<json::object>> pause_in(decision::UnitOfWork& work,
                                             const texts::Words& words,
                                             const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(const auto path, outbox::path_or_root(work.transaction, domain));
  for (const auto& at : path) {
    PASSBACK_TRY_AS(const auto settings, decision::stored_settings(work.transaction, at));
    if (settings.paused) {
      return std::optional(json::object{{"domain_id", at.value},
                                        {"by", settings.paused->by},
                                        {"since_unix_ms", settings.paused->since_unix_ms},
                                        {"here", at == domain},
                                        {"reason", reason_object(Code::sync_paused, words)}});
    }
  }
  return std::optional<json::object>();
}

} // namespace passback::actions
