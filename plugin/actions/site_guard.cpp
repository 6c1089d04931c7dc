#include "plugin/actions/site_guard.hpp"

#include <set>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

Result<gradebook::DomainId> top_of(outbox::Transaction& transaction,
                                   const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(auto path, outbox::known_path(transaction, domain));
  return path.empty() ? domain : path.front();
}

Result<std::set<gradebook::DomainId>> tops_of_site(const ActionParts& parts, const Asker& asker) {
  std::set<gradebook::DomainId> tops;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    tops.clear();
    PASSBACK_TRY_AS(auto rows, work.transaction.connections());
    std::set<gradebook::DomainId> domains{domain_of(parts, asker)};
    for (const auto& row : rows) {
      domains.insert(row.domain_id.empty() ? parts.default_domain : row.domain_id);
    }
    for (const auto& domain : domains) {
      PASSBACK_TRY_AS(auto top, top_of(work.transaction, domain));
      tops.insert(std::move(top));
    }
    return ok_status();
  });
  return read ? Result<std::set<gradebook::DomainId>>(std::move(tops)) : read.error();
}

Status write_down(decision::UnitOfWork& work, const Asker& asker, bool moved) {
  outbox::HistoryRow line;
  line.at_unix_ms = work.now_unix_ms;
  line.event = moved ? "site_moved" : "site_is_copy";
  line.actor = asker.user.value;
  line.code = Code::site_moved;
  return work.transaction.append_history(line);
}

} // namespace

Status may_answer_for_site(const ActionParts& parts, const Asker& asker) {
  if (asker.is_operator) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto tops, tops_of_site(parts, asker));
  for (const auto& top : tops) {
    Asker there = asker;
    there.domain = top;
    const auto permitted = parts.permissions.may_operate(there);
    if (!permitted && permitted.error().code == Code::denied) {
      return Error{Code::denied, "Whether this site moved or is a copy is answered by whoever "
                                 "operates all of it (domain " +
                                     top.value + ")."};
    }
    if (!permitted) {
      return permitted;
    }
  }
  return ok_status();
}

Result<Reply> answer_site_guard(const ActionParts& parts, const Asker& asker, bool moved,
                                std::chrono::milliseconds deadline) {
  PASSBACK_TRY(may_answer_for_site(parts, asker));
  const auto words = language_of(parts, asker);
  bool asked = false;
  const auto committed = commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(auto hold, outbox::site_hold(work.transaction));
    asked = hold.why != Code::none;
    if (!asked) {
      return ok_status();
    }
    PASSBACK_TRY(write_down(work, asker, moved));
    if (!moved) {
      return outbox::hold_site(work.transaction, Code::site_copy);
    }
    PASSBACK_TRY(outbox::put_site(work.transaction, parts.site_id, parts.site_url));
    return outbox::hold_site(work.transaction, Code::none);
  });
  if (!committed) {
    return committed.error();
  }
  if (!asked) {
    return nothing_changed_reply(words, {{"op", say("problem.site_not_asked")}});
  }
  const auto message = say(moved ? "result.sending_goes_on" : "result.copy_sends_nothing");
  return Reply{json::serialize(result_document(words, true, message)), moved};
}

} // namespace passback::actions
