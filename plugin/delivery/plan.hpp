// What the planner hands to the worker: one request per record, with everything that its document
// is derived from, so that the worker never has to look into the store again.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "plugin/delivery/route.hpp"
#include "plugin/oneroster/answer.hpp"
#include "plugin/oneroster/documents.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::delivery {

/// What a request does, as far as permissions at the SIS differ: a token may lack one of them while
/// the others work.
enum class Deed {
  read_class,
  read_line_item,
  put_category,
  put_line_item,
  put_result,
  delete_line_item,
  delete_result,
};

enum class Write {
  put,       ///< the document, as released
  remove,    ///< DELETE
  tombstone, ///< the document with status tobedeleted
};

struct PlannedRequest {
  std::int64_t record_id = 0;
  std::int64_t seq = 0;      ///< of the version that goes
  std::int64_t epoch = 0;    ///< of the lease under which it was planned
  std::int32_t attempts = 0; ///< without a definite answer, before this one
  std::string request_id;    ///< X-Request-Id
  RoutePtr route;
  outbox::Kind kind = outbox::Kind::result;
  Write write = Write::put;
  gradebook::SourcedId wire_id, sis_class_id;
  std::int64_t parent_id = 0; ///< line item of a result
  gradebook::SourcedId parent_wire_id;
  std::variant<std::monostate, oneroster::CategoryInput, oneroster::LineItemInput,
               oneroster::ResultInput>
      content;
  bool read_class = false;     ///< its school is not known yet
  bool read_line_item = false; ///< fields that the SIS owns are carried over
};

/// How long the SIS is given to be done with a request that nobody answered.
std::int64_t settle_ms(const oneroster::Profile& profile);

oneroster::Operation operation_of(const PlannedRequest& planned);
Deed write_deed(outbox::Kind kind, Write write);
/// All that has to be permitted before the request makes sense.
std::set<Deed> deeds_of(const PlannedRequest& planned);

} // namespace passback::delivery
