// Requests that belong to no record: those of a job. They share everything with the records':
// lease, rate, limit of requests in flight; and what they find out about the account counts for it
// too.
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/retry_policy.hpp"
#include "plugin/oneroster/answer.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

Code AccountRunner::closed_for_errands() const {
  const auto now = parts_.clock.unix_ms();
  if (gate_.admission(now) != AccountGate::Admission::closed) {
    return Code::none;
  }
  return gate_.code() == Code::none ? Code::sis_busy : gate_.code();
}

bool AccountRunner::may_run_errand() const {
  const int most =
      gate_.admission(parts_.clock.unix_ms()) == AccountGate::Admission::open ? max_in_flight_ : 1;
  return may_send() && static_cast<int>(in_flight()) < most;
}

bool AccountRunner::errand(oneroster::HttpRequest request, const Route& route,
                           std::function<void(TransferResult)> done) {
  if (!may_run_errand() || !rate_.try_take(parts_.clock.boot_ms())) {
    return false;
  }
  send(std::move(request), route, platform::random_uuid(),
       [this, profile = route.profile, left_boot_ms = parts_.clock.boot_ms(),
        done = std::move(done)](TransferResult result) {
         if (result.answer) {
           const auto verdict = oneroster::read_answer(*profile, oneroster::Operation::get,
                                                       *result.answer, {}, parts_.clock.unix_ms());
           if (!waits_as_asked(verdict, left_boot_ms) && oneroster::is_success(*result.answer)) {
             rate_.went_well(parts_.clock.boot_ms());
           }
         }
         done(std::move(result));
       });
  return true;
}

void AccountRunner::test_passed(const Route& route) {
  gate_.answered(parts_.clock.unix_ms());
  lanes_.test_passed(route);
  const auto credentials = Authenticator::credentials_of(route);
  scope_.forget();
  scope_.probe_passed(credentials);
  const auto found = authenticators_.find(credentials);
  if (found != authenticators_.end()) {
    found->second.ask_for_everything();
  }
}

} // namespace passback::delivery
