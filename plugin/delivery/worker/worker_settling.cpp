// The worker's way back into the outbox: outcomes are handed to the ledger, and handed again until
// they are saved.
#include <algorithm>
#include <chrono>
#include <utility>

#include "plugin/delivery/account_notice.hpp"
#include "plugin/delivery/ledger/settle.hpp"
#include "plugin/delivery/worker/worker.hpp"

namespace passback::delivery {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kSettleAgain{500};
constexpr std::chrono::seconds kTroubleEvery{60};

} // namespace

void Worker::settle_account(const std::string& key, Account& account) {
  auto settlement = account.runner->take_settlement();
  if (settlement.empty()) {
    return;
  }
  auto settling = std::make_shared<Settling>();
  settling->account = key;
  auto& request = settling->request;
  request.account_key = key;
  request.owner_id = lock_.owner_id();
  request.epoch = account.runner->wire().epoch();
  request.now_unix_ms = parts_.clock.unix_ms();
  settling->number = settlement.number;
  request.outcomes = std::move(settlement.outcomes);
  request.learned = std::move(settlement.learned);
  if (account.runner->wire().leased()) {
    request.account = settlement.account;
    request.refusals = std::move(settlement.refusals);
  }
  account.unsaved += request.outcomes.size();
  unsaved_ += request.outcomes.size();
  submit_settling(std::move(settling));
}

void Worker::submit_settling(std::shared_ptr<Settling> settling) {
  ledger_->submit(
      [settling](outbox::Transaction& transaction) {
        return settle(transaction, settling->request, settling->result);
      },
      [this, settling](const Status& status) { settled(settling, status); });
}

void Worker::settled(const std::shared_ptr<Settling>& settling, const Status& status) {
  if (!status) {
    storage_trouble(status.error());
    settling->again = steady_clock::now() + kSettleAgain;
    failed_settlings_.push_back(settling);
    return;
  }
  auto& account = accounts_.at(settling->account);
  account.runner->saved(settling->number);
  const auto& request = settling->request;
  const auto& result = settling->result;
  account.unsaved -= request.outcomes.size();
  unsaved_ -= request.outcomes.size();
  confirmed_.fetch_add(result.confirmed);
  doubtful_.fetch_add(result.doubtful);
  if (!request.outcomes.empty() || result.moved) {
    account.quiet = false;
  }
  if (result.lost && account.runner->wire().epoch() == request.epoch) {
    account.runner->lease_lost();
  }
  tell(account, result);
  tell_of_refusals(account, result);
}

// Everybody who has a connection there hears how the account stands; of a refused credential only
// whose it is.
void Worker::tell(const Account& account, const SettleResult& result) {
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
void Worker::tell_of_refusals(const Account& account, const SettleResult& result) {
  for (const auto& one : result.refusals) {
    const auto& words = info(one.code);
    parts_.log.write(platform::LogLevel::info, "delivery.refused", words.sentence,
                     {{"class", one.class_id.value},
                      {"activity", one.activity_id.value},
                      {"record", std::to_string(one.record_id)},
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

void Worker::tell(Notice notice) {
  if (!parts_.notify) {
    return;
  }
  parts_.notify(std::move(notice));
  if (parts_.wake_host) {
    parts_.wake_host();
  }
}

void Worker::retry_settlings() {
  const auto now = steady_clock::now();
  for (auto& settling : std::exchange(failed_settlings_, {})) {
    if (now >= settling->again) {
      submit_settling(std::move(settling));
    } else {
      failed_settlings_.push_back(std::move(settling));
    }
  }
}

void Worker::storage_trouble(const Error& error) {
  const auto now = steady_clock::now();
  if (last_trouble_ != SteadyTime{} && now - last_trouble_ < kTroubleEvery) {
    return;
  }
  last_trouble_ = now;
  parts_.log.write(platform::LogLevel::error, "delivery.storage", info(error.code).sentence,
                   {{"detail", error.detail}});
}

} // namespace passback::delivery
