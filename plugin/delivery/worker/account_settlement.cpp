#include "plugin/delivery/worker/account_settlement.hpp"

#include <utility>

namespace passback::delivery {

void AccountSettlement::add(exchange::Outcome outcome) {
  gathered_.outcomes.push_back(std::move(outcome));
}

void AccountSettlement::add(outbox::SisDocumentRow learned) {
  gathered_.learned.push_back(std::move(learned));
}

void AccountSettlement::add(outbox::ListedBeforeRow listed) {
  gathered_.listed_before.push_back(std::move(listed));
}

void AccountSettlement::add(outbox::IdsProvenRow proven) {
  gathered_.ids_proven.push_back(std::move(proven));
}

Settlement AccountSettlement::take(AccountStanding& standing) {
  gathered_.account = standing.take_change();
  gathered_.refusals = standing.lanes().take_changes();
  if (gathered_.empty()) {
    return {};
  }
  gathered_.number = number_++;
  unsaved_.insert(gathered_.number);
  return std::exchange(gathered_, {});
}

bool AccountSettlement::is_saved(std::uint64_t number) const {
  return number == 0 || (number < number_ && !unsaved_.contains(number));
}

} // namespace passback::delivery
