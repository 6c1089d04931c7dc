#include "plugin/delivery/worker/job_requests.hpp"

#include <utility>

#include "plugin/oneroster/answers/answer.hpp"
#include "plugin/platform/uuid.hpp"

namespace passback::delivery {

bool JobRequests::paused() const {
  return standing_.gate().standing() && standing_.is_closed();
}

Code JobRequests::closed() const {
  return standing_.is_closed() && !paused() ? standing_.gate().code() : Code::none;
}

bool JobRequests::may_start() const {
  const int most = standing_.admission() == AccountStanding::Admission::open ? max_in_flight_ : 1;
  return wire_.may_send() && wire_.in_flight() < most;
}

bool JobRequests::start(oneroster::HttpRequest request, const exchange::RoutePtr& route,
                        std::function<void(TransferResult)> done) {
  if (!may_start() || !standing_.rate().try_take(clock_.boot_ms())) {
    return false;
  }
  wire_.send(std::move(request), *route, platform::random_uuid(),
             [this, route, left_boot_ms = clock_.boot_ms(),
              done = std::move(done)](TransferResult result) {
               if (result.answer) {
                 const auto verdict =
                     oneroster::read_answer(*route->profile, oneroster::Operation::get,
                                            *result.answer, {}, clock_.unix_ms());
                 if (!standing_.pauses_as_asked(verdict, left_boot_ms) &&
                     oneroster::is_success(*result.answer)) {
                   standing_.rate().went_well(clock_.boot_ms());
                 }
               }
               done(std::move(result));
             });
  return true;
}

void JobRequests::test_passed(const exchange::Route& route) {
  standing_.test_passed(route);
  tokens_.ask_for_everything(route);
}

} // namespace passback::delivery
