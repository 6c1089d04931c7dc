// The transfers of one account: under its lease, so many at a time. Knows no OneRoster. Belongs to
// the worker's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "plugin/delivery/worker/transport.hpp"
#include "plugin/exchange/route.hpp"
#include "plugin/oneroster/wire/http.hpp"
#include "plugin/platform/clock.hpp"

namespace passback::delivery {

class AccountWire {
 public:
  AccountWire(Transport& transport, const platform::Clock& clock)
      : transport_(transport), clock_(clock) {}
  ~AccountWire() { cut_all(); }
  AccountWire(const AccountWire&) = delete;
  AccountWire& operator=(const AccountWire&) = delete;

  // The lease.
  /// Also when it is renewed.
  void lease_taken(std::int64_t epoch, std::int64_t deadline_boot_ms);
  /// Cuts what is in flight; nothing goes out any more.
  void lease_lost();
  bool leased() const { return epoch_ != 0; }
  std::int64_t epoch() const { return epoch_; }
  /// The question before each byte: is the account still ours, by the clock that counts pauses too?
  bool may_send() const { return leased() && clock_.boot_ms() < deadline_boot_ms_; }

  /// Starts a transfer; the credentials are in the request. `once`: see Transfer.
  void send(oneroster::HttpRequest request, const exchange::Route& route,
            const std::string& request_id, std::function<void(TransferResult)> done,
            bool once = false);
  /// Ends everything in flight.
  void cut_all();

  int in_flight() const { return static_cast<int>(in_flight_.size()); }
  /// The connections that something is in flight of.
  std::set<std::string> connections() const;
  std::int64_t requests() const { return requests_; } ///< since it was made

 private:
  struct Flight {
    TransferId transfer;
    std::string connection_id;
  };
  Transport& transport_;
  const platform::Clock& clock_;
  std::int64_t epoch_ = 0;
  std::int64_t deadline_boot_ms_ = 0;
  std::map<std::uint64_t, Flight> in_flight_; ///< by a number of our own
  std::uint64_t last_flight_ = 0;
  std::int64_t requests_ = 0;
};

} // namespace passback::delivery
