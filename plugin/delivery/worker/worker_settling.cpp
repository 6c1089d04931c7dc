#include "plugin/delivery/worker/worker_settling.hpp"

#include <chrono>
#include <utility>

#include "plugin/delivery/ledger/settle.hpp"

namespace passback::delivery {

namespace {

constexpr std::chrono::milliseconds kSettleAgain{500};
constexpr std::size_t kUnsavedMax = 256;
constexpr std::size_t kUnsavedPerAccount = 64;

} // namespace

bool WorkerSettling::is_full() const {
  return unsaved_ >= kUnsavedMax;
}

bool WorkerSettling::is_full(const WorkerAccount& account) const {
  return is_full() || account.unsaved >= kUnsavedPerAccount;
}

void WorkerSettling::settle(const std::string& key, WorkerAccount& account) {
  auto settlement = account.runner->take_settlement();
  if (settlement.empty()) {
    return;
  }
  auto settling = std::make_shared<Settling>();
  settling->account = key;
  auto& request = settling->request;
  request.account_key = key;
  request.owner_id = context_.storage.owner_id();
  request.epoch = account.runner->wire().epoch();
  request.now_unix_ms = context_.parts.clock.unix_ms();
  settling->number = settlement.number;
  request.outcomes = std::move(settlement.outcomes);
  request.learned = std::move(settlement.learned);
  request.listed_before = std::move(settlement.listed_before);
  request.ids_proven = std::move(settlement.ids_proven);
  if (account.runner->wire().leased()) {
    request.account = settlement.account;
    request.refusals = std::move(settlement.refusals);
  }
  account.unsaved += request.outcomes.size();
  unsaved_ += request.outcomes.size();
  submit(std::move(settling));
}

void WorkerSettling::submit(std::shared_ptr<Settling> settling) {
  context_.storage.submit(
      [settling](outbox::Transaction& transaction) {
        return delivery::settle(transaction, settling->request, settling->result);
      },
      [this, settling](bool stored) { settled(settling, stored); });
}

void WorkerSettling::settled(const std::shared_ptr<Settling>& settling, bool stored) {
  if (!stored) {
    settling->again = context_.round.now + kSettleAgain;
    failed_.push_back(settling);
    return;
  }
  auto& account = context_.accounts.at(settling->account);
  account.runner->saved(settling->number);
  const auto& request = settling->request;
  const auto& result = settling->result;
  account.unsaved -= request.outcomes.size();
  unsaved_ -= request.outcomes.size();
  context_.counts.confirmed.fetch_add(result.confirmed);
  context_.counts.doubtful.fetch_add(result.doubtful);
  if (!request.outcomes.empty() || result.moved) {
    account.quiet = false;
  }
  if (result.lost && account.runner->wire().epoch() == request.epoch) {
    account.runner->lease_lost();
  }
  context_.notices.settled(account, result);
}

void WorkerSettling::retry() {
  for (auto& settling : std::exchange(failed_, {})) {
    if (context_.round.now >= settling->again) {
      submit(std::move(settling));
    } else {
      failed_.push_back(std::move(settling));
    }
  }
}

} // namespace passback::delivery
