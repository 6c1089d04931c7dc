// The exchanges of one account that wait for their next request, in the order in which they go; and
// what a step of one led to: what is to be stored, who goes on, who comes before or behind. Belongs
// to the worker's thread; sends nothing itself.
#pragma once

#include <cstddef>
#include <deque>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "plugin/delivery/worker/account_probe.hpp"
#include "plugin/delivery/worker/account_settlement.hpp"
#include "plugin/delivery/worker/account_standing.hpp"
#include "plugin/delivery/worker/carried.hpp"
#include "plugin/delivery/worker/fresh_reads.hpp"
#include "plugin/delivery/worker/id_proofs.hpp"
#include "plugin/platform/clock.hpp"

namespace passback::delivery {

class AccountLine {
 public:
  /// All of them outlive it.
  AccountLine(const platform::Clock& clock, AccountStanding& standing, AccountProbe& probe,
              FreshReads& fresh_reads, IdProofs& proofs, AccountSettlement& settlement)
      : clock_(clock), standing_(standing), probe_(probe), fresh_reads_(fresh_reads),
        proofs_(proofs), settlement_(settlement) {}

  std::size_t size() const { return line_.size(); }
  bool empty() const { return line_.empty(); }
  const CarriedPtr& at(std::size_t place) const { return line_[place]; }
  /// Their connections.
  std::set<std::string> connections() const;

  void accept(std::vector<exchange::PlannedRequest> planned);
  void go_first(CarriedPtr carried) { line_.push_front(std::move(carried)); }
  void leave(const CarriedPtr& carried) { std::erase(line_, carried); }

  /// Does what a step led to. True: the exchange goes on, in whatever place of the line. `route`:
  /// its own, which an exchange that is over may have handed on.
  bool take(Carried& carried, const exchange::RoutePtr& route, exchange::StepResult result);
  /// One reading serves all who are about to make something there.
  void share(const exchange::Listing& listed);

  /// None of them has started anything.
  void give_back(Code code);
  void give_back_if_closed();
  bool give_back_if_blocked(const CarriedPtr& carried);

 private:
  void take_notes(Carried& carried, const exchange::RoutePtr& route, exchange::StepResult& result);
  void take_learned(const exchange::LearnedOfClass& learned);

  const platform::Clock& clock_;
  AccountStanding& standing_;
  AccountProbe& probe_;
  FreshReads& fresh_reads_;
  IdProofs& proofs_;
  AccountSettlement& settlement_;
  std::deque<CarriedPtr> line_;
};

} // namespace passback::delivery
