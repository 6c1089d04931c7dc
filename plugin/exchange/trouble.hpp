// What a request met instead of the answer that was hoped for. How far it reaches, from the one
// record to the whole SIS, the account decides (delivery/worker/refusal_scope.hpp). Pure values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plugin/exchange/outcome.hpp"
#include "plugin/oneroster/answers/answer.hpp"
#include "plugin/oneroster/wire/http.hpp"
#include "plugin/platform/codes.hpp"

namespace passback::exchange {

/// What a record met, as far as it may be somebody else's trouble too.
enum class Trouble {
  refusal,   ///< 401, 403
  elsewhere, ///< a redirect, "no such address": perhaps this is not the OneRoster service
  busy,      ///< 429 that does not say until when
  failure,   ///< 5xx, a page, silence after the request had left: may be stored
  unreached, ///< nothing left: says nothing of the record
};

struct Met {
  Trouble trouble = Trouble::failure;
  Code code = Code::sis_error;
  int status = 0; ///< 0 = no answer
  std::string words = {};
  std::optional<std::int64_t> wait_ms = {}; ///< as the SIS wishes
  bool ours = false; ///< of this request's cause, not the record's: costs no attempt
  /// What it would be the end of, had the SIS said it in its own words. It is believed once the
  /// record has met it so often that it would be set aside.
  std::vector<Outcome> believed = {};
};

/// "403 account.forbidden: 403 Forbidden", for support and whoever asks why.
std::string what_was_met(const Met& met);

/// Of an answer; none: the SIS is at work.
std::optional<Met> met_with(const oneroster::Verdict& verdict, int status);
/// Where none came.
Met met_without_answer(oneroster::TransportFailure failure, Code code);

} // namespace passback::exchange
