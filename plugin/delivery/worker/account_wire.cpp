#include "plugin/delivery/worker/account_wire.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace passback::delivery {

namespace {

constexpr std::chrono::milliseconds kConnectTimeout{10'000};

} // namespace

void AccountWire::lease_taken(std::int64_t epoch, std::int64_t deadline_boot_ms) {
  epoch_ = epoch;
  deadline_boot_ms_ = deadline_boot_ms;
}

void AccountWire::lease_lost() {
  cut_all();
  epoch_ = 0;
  deadline_boot_ms_ = 0;
}

void AccountWire::send(oneroster::HttpRequest request, const exchange::Route& route,
                       const std::string& request_id, std::function<void(TransferResult)> done,
                       bool once) {
  Transfer transfer;
  transfer.once = once;
  transfer.request = std::move(request);
  transfer.request.headers.push_back({"X-Request-Id", request_id});
  transfer.ca_pem = route.connection.ca_pem;
  transfer.total_timeout =
      std::chrono::milliseconds(1000LL * std::max(1, route.profile->request_timeout_s));
  transfer.connect_timeout = std::min(kConnectTimeout, transfer.total_timeout);
  transfer.may_leave = [this] { return may_send(); };
  ++requests_;
  const std::uint64_t flight = ++last_flight_;
  const auto id = transport_.start(std::move(transfer),
                                   [this, flight, done = std::move(done)](TransferResult result) {
                                     in_flight_.erase(flight);
                                     done(std::move(result));
                                   });
  in_flight_[flight] = {id, route.connection.id};
}

void AccountWire::cut_all() {
  const auto flights = in_flight_;
  for (const auto& [flight, transfer] : flights) {
    transport_.cut(transfer.transfer);
  }
}

std::set<std::string> AccountWire::connections() const {
  std::set<std::string> ids;
  for (const auto& [number, flight] : in_flight_) {
    ids.insert(flight.connection_id);
  }
  return ids;
}

} // namespace passback::delivery
