// What a conversation found out, check by check, in words for an administrator.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>

namespace passback::exchange {

enum class CheckOutcome { ok, warning, failed, skipped };
std::string_view name_of(CheckOutcome outcome);

struct Check {
  std::string id; ///< stable, "clock"
  CheckOutcome outcome = CheckOutcome::ok;
  std::string sentence, next_step;
  std::string detail; ///< for support: status, the SIS's own words; no secret, no person
};

class CheckList {
 public:
  void add(Check check) { checks_.push_back(std::move(check)); }
  void ok(std::string id, std::string sentence, std::string detail = {});
  void warn(std::string id, std::string sentence, std::string next_step, std::string detail = {});
  void fail(std::string id, std::string sentence, std::string next_step, std::string detail = {});
  void skip(std::string id, std::string sentence);

  /// The worst that was found; skipped counts for nothing.
  CheckOutcome worst() const;
  const std::vector<Check>& all() const { return checks_; }
  const Check* find(std::string_view id) const;
  boost::json::array to_json() const;

 private:
  std::vector<Check> checks_;
};

} // namespace passback::exchange
