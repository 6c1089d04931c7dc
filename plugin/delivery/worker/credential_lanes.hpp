// What an account's credentials may do, each by itself. Several connections below one domain may
// name the same client, each with a secret of its own: what the SIS refuses to one version of one
// credential says nothing about the others. Where the account has one credential only, what stops
// it is the whole account's (account_gate.hpp); only its blocked calls are kept here.
//
// Pure: time (wall clock, ms) is passed in. Used by the worker only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plugin/exchange/planned_request.hpp"
#include "plugin/outbox/credential_refusal.hpp"
#include "plugin/settings/secrets.hpp"

namespace passback::delivery {

/// Until when nobody asks for it again, and why.
struct Blocked {
  std::int64_t until_unix_ms = 0;
  Code code = Code::none;
};
/// What the SIS does not let a connection do.
using BlockedCalls = std::map<exchange::ServiceCall, Blocked>;
/// By connection; nullopt: its refusal is over.
using RefusalChanges = std::map<std::string, std::optional<outbox::CredentialRefusal>>;

class CredentialLanes {
 public:
  /// The account's connections. Newer settings are a reason to ask the SIS again.
  void configure(const std::vector<exchange::RoutePtr>& routes, std::int64_t settings_generation);
  /// Takes over what is stored, by connection.
  void restore(const std::map<std::string, outbox::CredentialRefusal>& refusals);
  bool several() const { return lanes_.size() > 1; }

  /// Looks which secrets are there, and wishes for the others. True if a connection can be served.
  bool find_secrets(settings::SecretCache& secrets);
  bool lack_secret() const;
  /// Code::secret_missing or Code::secret_unusable: of that connection's, or of any that lacks one.
  Code why_no_secret(const exchange::Route* route) const;
  /// Says of each whose secret is not there that this is what it waits for.
  void note_missing(std::int64_t now_unix_ms);

  /// Why nothing of that credential may go now; none = it may. `in_flight`: how much of it is.
  Code closed(const exchange::Route& route, std::int64_t now_unix_ms) const;
  /// True if one request at a time has to do: it has not worked yet.
  bool is_unsure(const exchange::Route& route) const;
  /// The connections of which nothing is to be planned.
  std::set<std::string> closed_connections(std::int64_t now_unix_ms) const;

  /// One of several credentials is refused, until then. One that is not used any more is passed
  /// over.
  void refuse(const exchange::Route& route, Code code, std::int64_t retry_unix_ms,
              std::int64_t now_unix_ms);
  /// A kind of request is refused, whoever asks: people are to hear it; the others go on.
  void tell(const exchange::Route& route, exchange::ServiceCall call, std::int64_t now_unix_ms);
  bool is_used(const exchange::Route& route) const { return find(route) != nullptr; }
  void miss_secret(const exchange::Route& route, std::int64_t now_unix_ms);
  void works(const exchange::Route& route, exchange::ServiceCall call);
  void block(const exchange::Route& route, exchange::ServiceCall call, Blocked blocked);
  /// Until 0: it may be asked for.
  Blocked blocked(const exchange::Route& route, exchange::ServiceCall call) const;
  /// A test of the connection went well: what stopped it is over.
  void test_passed(const exchange::Route& route);

  BlockedCalls blocked(const std::string& connection_id) const;
  /// What is to be written into the outbox, once for each change.
  RefusalChanges take_changes();

 private:
  struct Lane {
    std::map<std::string, exchange::RoutePtr> routes; ///< by connection
    bool has_secret = true;
    Code no_secret = Code::secret_missing; ///< what it waits for, if it has none
    bool proven = false;
    BlockedCalls blocked;
    std::optional<outbox::CredentialRefusal> refusal;
  };
  const Lane* find(const exchange::Route& route) const;
  Lane* find(const exchange::Route& route);
  Code closed(const Lane& lane, std::int64_t now_unix_ms) const;
  void set(Lane& lane, Code code, std::int64_t retry_unix_ms, std::int64_t now_unix_ms);
  void end_refusal(Lane& lane);

  std::map<std::string, Lane> lanes_; ///< by what tells credentials apart, a newer secret included
  std::int64_t generation_ = -1;
  RefusalChanges changes_;
};

} // namespace passback::delivery
