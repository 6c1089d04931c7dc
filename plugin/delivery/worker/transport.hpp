// Carries requests to the SIS and tells honestly what became of them. The one seam of this folder:
// curl_transport.hpp is the real one, tests have one that plays a script.
//
// Threads: everything belongs to the worker, but `wake`, which any thread may call.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "plugin/oneroster/wire/http.hpp"
#include "plugin/outbox/rows.hpp"
#include "plugin/platform/codes.hpp"

namespace passback::delivery {

struct Transfer {
  oneroster::HttpRequest request;
  std::string ca_pem; ///< certificates trusted besides the system's; empty = none
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds total_timeout{30'000};
  /// Leaves at most once: libcurl sends a request again by itself when a connection that it had
  /// kept turns out to be dead, and a record that is made twice is there twice.
  bool once = false;
  /// Asked once the connection stands, and again before the first byte of the body: may this still
  /// leave? False cuts the transfer, which then never left.
  std::function<bool()> may_leave;
};

/// Either an answer, or what happened instead.
struct TransferResult {
  std::optional<oneroster::HttpAnswer> answer;
  oneroster::TransportFailure failure = oneroster::TransportFailure::never_left;
  /// sis_unreachable, sis_tls, sis_timeout, ...; deadline = cut by us; one of is_address_rule = the
  /// rules of this server do not let it go there.
  Code code = Code::none;
  std::string detail; ///< for support; no secret, no address with a query
};

/// True if nothing was tried, because no address of the host may be connected to.
constexpr bool is_address_rule(Code code) {
  return outbox::account_state_of(code) == outbox::AccountState::address;
}

using TransferId = std::uint64_t;

class Transport {
 public:
  using Done = std::function<void(TransferResult)>;
  virtual ~Transport() = default;

  /// Starts a transfer. `done` is called exactly once, by a later run() or by cut(), never inside
  /// start().
  virtual TransferId start(Transfer transfer, Done done) = 0;
  /// Ends a transfer now; calls its `done` with what can be said about it. Unknown ids are ignored.
  virtual void cut(TransferId id) = 0;
  /// Moves everything forward without waiting and calls `done` of what has ended. Returns how many.
  virtual std::size_t run() = 0;
  /// Waits until something can be moved forward, `wake` was called or the time is over.
  virtual void wait(std::chrono::milliseconds at_most) = 0;
  virtual void wake() noexcept = 0;
  virtual std::size_t in_flight() const = 0;
};

} // namespace passback::delivery
