// What an answer to a record's request says about the account is noted here; what it says about the
// record, its exchange knows. Belongs to the worker's thread.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "plugin/delivery/worker/account_probe.hpp"
#include "plugin/delivery/worker/account_standing.hpp"
#include "plugin/delivery/worker/account_tokens.hpp"
#include "plugin/delivery/worker/carried.hpp"
#include "plugin/delivery/worker/runner_parts.hpp"

namespace passback::delivery {

class AccountAnswers {
 public:
  /// All three outlive it.
  AccountAnswers(RunnerParts parts, AccountStanding& standing, AccountTokens& tokens,
                 AccountProbe& probe)
      : parts_(std::move(parts)), standing_(standing), tokens_(tokens), probe_(probe) {}

  /// What the transfer of that step led to.
  exchange::StepResult came(Carried& carried, exchange::Step step, const TransferResult& result);
  /// Newer settings may lead to another SIS.
  void forget() { explaining_.clear(); }

 private:
  exchange::StepResult answered(Carried& carried, exchange::Step step,
                                const oneroster::HttpAnswer& answer);
  exchange::StepResult unanswered(Carried& carried, exchange::Step step,
                                  const TransferResult& result);
  bool refreshes(Carried& carried, exchange::Step step, const oneroster::Verdict& verdict);

  RunnerParts parts_;
  AccountStanding& standing_;
  AccountTokens& tokens_;
  AccountProbe& probe_;
  std::set<std::string> explaining_; ///< connections whose refusals have come in OneRoster's words
};

} // namespace passback::delivery
