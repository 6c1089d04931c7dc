// What is to be stored of an account: gathered until the worker takes it, and which part of it is
// in the outbox by now. Belongs to the worker's thread; touches no storage itself.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "plugin/delivery/settlement.hpp"
#include "plugin/delivery/worker/account_standing.hpp"
#include "plugin/exchange/outcome.hpp"

namespace passback::delivery {

/// What the worker writes into the outbox for an account.
struct Settlement {
  std::vector<exchange::Outcome> outcomes;
  std::vector<outbox::SisDocumentRow> learned;
  std::vector<outbox::ListedBeforeRow> listed_before;
  std::vector<outbox::IdsProvenRow> ids_proven;
  std::optional<AccountChange> account;
  RefusalChanges refusals;
  std::uint64_t number = 0; ///< for saved()
  bool empty() const {
    return outcomes.empty() && learned.empty() && listed_before.empty() && ids_proven.empty() &&
           !account && refusals.empty();
  }
};

class AccountSettlement {
 public:
  void add(exchange::Outcome outcome);
  void add(outbox::SisDocumentRow learned);
  void add(outbox::ListedBeforeRow listed);
  void add(outbox::IdsProvenRow proven);
  /// Of what is being gathered.
  std::uint64_t number() const { return number_; }
  /// What was gathered, with how the account stands by now.
  Settlement take(AccountStanding& standing);
  void saved(std::uint64_t number) { unsaved_.erase(number); }
  /// 0 = there is nothing to be saved.
  bool is_saved(std::uint64_t number) const;

 private:
  Settlement gathered_;
  std::uint64_t number_ = 1;
  std::set<std::uint64_t> unsaved_; ///< taken, and not in the outbox yet
};

} // namespace passback::delivery
