#include "plugin/delivery/worker/worker_notices.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "plugin/delivery/account_notice.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::delivery {

void WorkerNotices::stands_still(const PolledAccount& seen) {
  for (const auto& row : seen.connections) {
    const auto connection = settings::connection_from_json(row.document);
    tell(account_notice(seen.row, row.domain_id.value, connection ? connection->sis_name : ""));
  }
}

void WorkerNotices::settled(const WorkerAccount& account, const SettleResult& result) {
  tell_of_account(account, result);
  tell_of_refusals(account, result);
}

// Everybody who has a connection there hears how the account stands; of a refused credential only
// whose it is.
void WorkerNotices::tell_of_account(const WorkerAccount& account, const SettleResult& result) {
  for (const auto& route : account.runner->routes()) {
    const auto& domain = route->domain_id.value;
    const auto& sis_name = route->connection.sis_name;
    if (result.notify) {
      tell(account_notice(result.account, domain, sis_name));
    }
    const auto refused = result.refused.find(route->connection.id);
    // What stands still as a whole says enough; that a refusal is over ends its own notice.
    if (refused != result.refused.end() &&
        (!result.notify || refused->second.state == outbox::AccountState::ok)) {
      tell(account_notice(refused->second, domain, sis_name, true));
    }
  }
  if (result.notify && account.runner->routes().empty()) {
    tell(account_notice(result.account, "", ""));
  }
}

// The log has each of them, people their class.
void WorkerNotices::tell_of_refusals(const WorkerAccount& account, const SettleResult& result) {
  for (const auto& one : result.refusals) {
    const auto& words = info(one.code);
    parts_.log.write(platform::LogLevel::info, "delivery.refused", words.sentence,
                     {{"class", one.class_id.value},
                      {"activity", one.activity_id.value},
                      {"record", std::to_string(one.record_id)},
                      {"request_id", one.request_id},
                      {"code", std::string(words.id)},
                      {"http_status", std::to_string(one.http_status)}});
    if (!one.student_id.empty()) {
      parts_.log.write(
          platform::LogLevel::debug, "delivery.refused", words.sentence,
          {{"record", std::to_string(one.record_id)}, {"student", one.student_id.value}});
    }
  }
  for (const auto& one : result.classes) {
    const auto& routes = account.runner->routes();
    const auto own = std::ranges::find(routes, one.connection_id,
                                       [](const auto& route) { return route->connection.id; });
    tell(class_notice(one, own == routes.end() ? "" : (*own)->connection.sis_name));
  }
}

void WorkerNotices::tell(Notice notice) {
  if (!parts_.notify) {
    return;
  }
  parts_.notify(std::move(notice));
  if (parts_.wake_host) {
    parts_.wake_host();
  }
}

} // namespace passback::delivery
