// What a conversation found out, check by check, in words for an administrator.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>

#include "plugin/texts/phrase.hpp"

namespace passback::exchange {

using texts::Phrase;
using texts::say;

enum class CheckOutcome { ok, warning, failed, skipped };
std::string_view name_of(CheckOutcome outcome);

struct Check {
  std::string id; ///< stable, "clock"
  CheckOutcome outcome = CheckOutcome::ok;
  Phrase sentence, next_step;
  Phrase detail; ///< for support: status, the SIS's own words; no secret, no person
};

class CheckList {
 public:
  void add(Check check) { checks_.push_back(std::move(check)); }
  void ok(std::string id, Phrase sentence, Phrase detail = {});
  void warn(std::string id, Phrase sentence, Phrase next_step, Phrase detail = {});
  void fail(std::string id, Phrase sentence, Phrase next_step, Phrase detail = {});
  void skip(std::string id, Phrase sentence);

  /// The worst that was found; skipped counts for nothing.
  CheckOutcome worst() const;
  const std::vector<Check>& all() const { return checks_; }
  const Check* find(std::string_view id) const;
  /// In English, as a recording has them.
  boost::json::array to_json() const;
  /// The same, and beside each text the phrase that it is in another language (SENTENCE_phrase,
  /// texts/kept_phrase.hpp): what a job keeps.
  boost::json::array to_kept_json() const;

 private:
  std::vector<Check> checks_;
};

} // namespace passback::exchange
