// What became of a planned request: the end of its exchange, as the ledger stores it. Pure values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "plugin/exchange/planned_request.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::exchange {

enum class RequestStatus {
  confirmed,      ///< 2xx
  in_doubt,       ///< may be stored
  not_sent,       ///< certainly not stored: goes again
  lacking,        ///< no document could be derived: it waits for what `code` says
  refused,        ///< the SIS said no to this record
  unclear,        ///< the SIS has it, but under which id cannot be told: a person decides
  line_item_gone, ///< the line item (its own, or the parent of a result) is no longer in the SIS
  still_there,    ///< a removal that nobody answered and that is not wanted any more is not done
  student_gone,   ///< the line item is there: the student or the record is gone
};

struct Outcome {
  std::int64_t record_id = 0, epoch = 0;
  std::string request_id;
  outbox::Kind kind = outbox::Kind::result;
  Write write = Write::put;
  std::int64_t parent_id = 0;
  std::int32_t attempts = 0; ///< before this one
  RequestStatus status = RequestStatus::not_sent;
  Code code = Code::none;
  int http_status = 0;
  std::string sis_words;
  /// The SIS keeps it under another id; taken over whatever else became of the request.
  std::optional<gradebook::SourcedId> other_id;
  outbox::WireIdOrigin id_origin = outbox::WireIdOrigin::rewritten;
  std::int64_t retry_unix_ms = 0;
  std::int64_t late_ms = 0; ///< how late one that was never answered may still be stored
  bool blameless = false;   ///< the account's trouble or ours: costs the record no attempt
  bool set_aside = false;   ///< met the same once too often while others arrive: failed, by name
  /// A refusal in words that anybody may have said: what was refused may be there all the same.
  bool by_hearsay = false;
  bool nothing_left = false; ///< no byte of the write left: a fenced owner has nothing to tell
};

} // namespace passback::exchange
