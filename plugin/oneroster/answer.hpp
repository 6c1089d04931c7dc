// What an answer of the SIS means. The HTTP status decides; bodies add words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "plugin/gradebook/ids.hpp"
#include "plugin/oneroster/http.hpp"
#include "plugin/oneroster/profile.hpp"

namespace passback::oneroster {

enum class Operation {
  put_category,
  put_line_item,
  put_result,
  delete_line_item,
  delete_result,
  get
};

enum class Meaning {
  confirmed,    ///< 2xx
  throttled,    ///< 429, 503 with Retry-After: certainly not stored; the account slows down
  in_doubt,     ///< 5xx, 408, unreadable redirect: may be stored
  unauthorised, ///< 401 (or 403 of the kind that means it): refresh once, then see design
  forbidden,    ///< 403: this verb and kind, not the record
  window_shut,  ///< the profile's table says the grading window is closed: a state of the account
  target_gone,  ///< 404 on a write of a result: one GET of its line item tells who is gone
  refused,      ///< the record's own cause: `code` says which
  misdirected,  ///< 3xx or an address that is no OneRoster service: the account cannot work as
                ///< configured
};

struct Verdict {
  Meaning meaning = Meaning::in_doubt;
  Code code = Code::none;
  std::optional<std::int64_t> retry_after_ms; ///< 0 to 24 h
  std::string
      sis_words; ///< description and code of the SIS, cleaned and cut to 500 bytes, for support
  std::optional<gradebook::SourcedId> other_id; ///< the body names another sourcedId than we sent
  /// A refused result whose answer misses the line item: that may be gone, and one GET tells.
  bool doubts_line_item = false;
};

/// now_unix_ms is for Retry-After dates (RFC 9110 10.2.3).
Verdict read_answer(const Profile& profile, Operation operation, const HttpAnswer& answer,
                    const gradebook::SourcedId& sent_id, std::int64_t now_unix_ms);

} // namespace passback::oneroster
