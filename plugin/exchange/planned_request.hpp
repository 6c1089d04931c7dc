// What the planner hands to the worker: one request per record, with everything that its document
// is derived from, so that the worker never has to look into the store again.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "plugin/exchange/lookup.hpp"
#include "plugin/exchange/route.hpp"
#include "plugin/exchange/write.hpp"
#include "plugin/oneroster/answers/answer.hpp"
#include "plugin/oneroster/documents/documents.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/settings/category_choice.hpp"
#include "plugin/settings/period_choice.hpp"
#include "plugin/settings/sending_rules.hpp"

namespace passback::exchange {

/// What a request does, as far as permissions at the SIS differ: a token may lack one of them while
/// the others work.
enum class ServiceCall {
  read_class,
  read_sessions,
  read_categories,
  read_line_item,
  list_line_items,
  list_results,
  put_category,
  put_line_item,
  put_result,
  post_line_item,
  post_result,
  delete_line_item,
  delete_result,
};

/// How a record comes into being of which the SIS may keep another id than ours. It is looked for
/// before it is made: made twice it would be there twice.
enum class Creation {
  none, ///< our id is the SIS's, or the SIS's is known
  put,  ///< under our id, which the SIS may replace
  post, ///< the SIS gives the id
};

/// Which category and which grading period a line item wants, before the SIS has been asked which
/// there are.
struct CategoryAndPeriod {
  settings::CategoryChoice category;
  std::string category_title; ///< looked for: by a table, or by_exact_name if nobody chose one
  gradebook::SourcedId period;
  std::string day; ///< YYYY-MM-DD at the SIS: picks the period where nobody named one
  std::optional<settings::PeriodLevel> level;
  std::optional<settings::BetweenPeriods> between;
  std::string class_end; ///< YYYY-MM-DD, from the host; empty = not known
};

struct PlannedRequest {
  std::int64_t record_id = 0;
  std::int64_t seq = 0;      ///< of the version that goes
  std::string digest;        ///< of its document (decision/digest.hpp); empty = not known
  std::int64_t epoch = 0;    ///< of the lease under which it was planned
  std::int32_t attempts = 0; ///< without a definite answer, before this one
  std::string request_id;    ///< X-Request-Id
  RoutePtr route;
  outbox::Kind kind = outbox::Kind::result;
  Write write = Write::put;
  bool withdrawn = false; ///< the record is taken back
  gradebook::SourcedId wire_id, sis_class_id;
  std::int64_t parent_id = 0; ///< line item of a result
  gradebook::SourcedId parent_wire_id;
  gradebook::SourcedId student_id; ///< at the SIS, of a result
  std::string period; ///< grading period of a result's line item, if it matters and is known
  gradebook::SourcedId session_id; ///< of its line item, where results are made for a session
  std::variant<std::monostate, oneroster::CategoryInput, oneroster::LineItemInput,
               oneroster::ResultInput>
      content;

  std::set<Lookup> reads;        ///< to be read first: not known, or known too long
  ClassKnowledge known;          ///< what is known already
  bool known_from_store = false; ///< some of it was kept: it may be out of date
  /// Its own, so that fields that the SIS owns are carried over; a result's, for its session.
  bool read_line_item = false;
  CategoryAndPeriod wanted; ///< of a line item
  /// The class's columns have never been read. When they are, the record is planned anew, so that
  /// whoever decides can say whether it is there already.
  bool columns_first = false;

  Creation creation = Creation::none;
  bool proven = true;   ///< this connection has shown what becomes of ids
  bool doubted = false; ///< an earlier request to make it was never answered
  /// The same was sent already, and nobody answered in time: perhaps it is stored.
  bool look_first = false;
  /// A removal that nobody answered, and something newer is to go: it is looked at, never written.
  bool overtaken = false;
  /// What that request said, so that it can be recognised among what the SIS has.
  std::optional<oneroster::LineItemInput> doubted_line_item;
  /// Line items of the class before that request; none = not known.
  std::optional<std::set<std::string>> before;
  std::set<std::string> ours; ///< ids of the class's other line items that are ours
  /// Where the present wire_id comes from, if it is not the one that the record has.
  std::optional<outbox::WireIdOrigin> found;
  gradebook::SourcedId told_id; ///< what the answer to its making calls it; empty = not said
  bool adopt_result = false;    ///< the SIS may hold a result of that student already
};

/// What a record is, under this profile: is it made, or does the SIS have it?
Creation creation_of(const oneroster::Profile& profile, const outbox::Record& record);

/// How long the SIS is given to be done with a request that nobody answered. One that makes
/// something is given a whole time-out: what is not there after that will not come.
std::int64_t settle_ms(const oneroster::Profile& profile, Creation creation);

/// How long after it was sent a request that nobody answered may still be stored.
std::int64_t late_ms(const oneroster::Profile& profile);

/// The line item, or that of a result.
std::int64_t line_item_of(const PlannedRequest& planned);
/// Its grading period at the SIS; empty = not known.
std::string period_of(const PlannedRequest& planned);
oneroster::Operation operation_of(const PlannedRequest& planned);
ServiceCall write_call(const PlannedRequest& planned);
ServiceCall read_call(Lookup lookup);
/// True if the record cannot go without what is read there; false: it goes without, if the SIS does
/// not let us read it.
bool is_needed(const PlannedRequest& planned, Lookup lookup);
/// A line item that is made at the address of its school, which is then needed.
bool posts_to_school(const PlannedRequest& planned);
/// All that has to be permitted before the request makes sense.
std::set<ServiceCall> service_calls_of(const PlannedRequest& planned);

} // namespace passback::exchange
