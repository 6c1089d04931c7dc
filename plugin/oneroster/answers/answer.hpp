// What an answer means for what was asked, decided in one place. A status is believed only as far
// as the body does not contradict it, and a web page is nobody's answer: a gateway, a sign-in or a
// maintenance page says nothing about a record, whatever its status.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "plugin/gradebook/ids.hpp"
#include "plugin/oneroster/answers/answer_body.hpp"
#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/oneroster/wire/http.hpp"

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
  confirmed, ///< 200, 201 or 204 whose body does not contradict
  unproven,  ///< a success that does not say that it is done (202, 206, a body that nobody can
             ///< read): one read of the record tells
  page,      ///< a web page in place of an answer: the record is in doubt, the account in trouble
  throttled, ///< 429; 503 or 403 with Retry-After: certainly not stored; see asks_to_wait
  in_doubt,  ///< 5xx, 408, unreadable redirect: may be stored
  unauthorised, ///< 401 (or 403 of the kind that means it): refresh once, then see design
  forbidden,    ///< 403: this verb and kind, not the record
  window_shut,  ///< the profile's table says the grading window is closed
  target_gone,  ///< 404 on a write of a result: one GET of its line item tells who is gone; on a
                ///< DELETE, not in OneRoster's own words: one GET of the record tells
  refused,      ///< the record's own cause: `code` says which
  misdirected,  ///< 3xx or an address that is no OneRoster service
};

struct Verdict {
  Meaning meaning = Meaning::in_doubt;
  Voice voice = Voice::other; ///< of an answer that is no success
  Code code = Code::none;
  std::optional<std::int64_t> retry_after_ms; ///< 0 to one hour
  std::string
      sis_words; ///< description and code of the SIS, cleaned and cut to 500 bytes, for support
  std::optional<gradebook::SourcedId> other_id; ///< the body names another sourcedId than we sent
  /// A refused result whose answer misses the line item: that may be gone, and one GET tells.
  bool doubts_line_item = false;
};

/// True if the SIS says until when nothing should come: that holds for the whole account, whoever
/// got it, a record, a token or a job. "Too many requests" without a time is the record's own until
/// others get the same.
inline bool asks_to_wait(const Verdict& verdict) {
  return verdict.meaning == Meaning::throttled && verdict.retry_after_ms.has_value();
}

/// True for what answers at addresses that are not there, and need not be the SIS.
bool says_no_such_address(int status);

/// "No such address" in words that anybody may have said: a gateway, or a server that is just
/// starting. A page is told apart already, by its meaning.
inline bool is_hearsay(const Verdict& verdict, int status) {
  return says_no_such_address(status) && verdict.voice == Voice::other;
}

/// now_unix_ms is for Retry-After dates (RFC 9110 10.2.3). `explains`: this SIS is known to give
/// its refusals a OneRoster body, so that a bare "no such address" is somebody else's.
Verdict read_answer(const Profile& profile, Operation operation, const HttpAnswer& answer,
                    const gradebook::SourcedId& sent_id, std::int64_t now_unix_ms,
                    bool explains = false);

} // namespace passback::oneroster
