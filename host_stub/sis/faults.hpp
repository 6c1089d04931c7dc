#pragma once
// Misbehaviour on demand: rules that say which requests go wrong, how often, and in which way.
// Rules come from POST /_sis/faults. Not synchronised; the random numbers are seeded so that a test
// can be repeated.
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "host_stub/http/message.hpp"
#include "host_stub/sis/json.hpp"

namespace host_stub::sis {

/// What happens instead of, or around, the ordinary answer. Parts combine: a delay, then a status,
/// say.
struct FaultAction {
  std::chrono::milliseconds delay_before{0};      ///< before the request is handled
  std::chrono::milliseconds delay_after_store{0}; ///< handled and stored, then waited
  std::optional<int> status;                      ///< answered instead of the ordinary one
  std::vector<http::Header> headers;
  std::optional<std::string> body;
  std::optional<bool> store; ///< whether the request is handled at all; see handles()
  bool drop = false;         ///< close the connection without an answer
  bool reset = false;        ///< the same, with a TCP reset
  bool hang = false;         ///< neither answer nor close
  bool html = false;         ///< an HTML page, as gateways send
  bool expire_tokens =
      false; ///< every token given out so far is dead, before this request is handled
  std::optional<std::size_t> truncate; ///< send only so many bytes of the body, then close

  /// The request is handled in the ordinary way: yes, unless a fault stands for the answer.
  bool handles() const;
};

/// Why a list of rules was refused.
struct FaultError {
  std::string message;
};

class FaultRules {
 public:
  FaultRules();
  ~FaultRules();
  FaultRules(const FaultRules&) = delete;
  FaultRules& operator=(const FaultRules&) = delete;

  /// Adds rules from {"seed": n, "rules": […]}; "replace": true drops the others first. All or
  /// nothing.
  std::optional<FaultError> add(const json::value& document);
  void clear();
  /// The rules with how often each matched and fired.
  json::value list() const;

  struct Fired {
    std::string rule;
    FaultAction action;
  };
  /// The first rule that fits the request and is due. Counts every rule that fits.
  std::optional<Fired> pick(const http::Request& request);

 private:
  struct Rule;
  std::vector<std::unique_ptr<Rule>> rules_;
  std::mt19937_64 random_{1};
  std::uint64_t next_name_ = 1;
};

} // namespace host_stub::sis
