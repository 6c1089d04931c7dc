// What one step of an exchange about a record led to, as a value: the carrier does all of it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "plugin/exchange/outcome.hpp"
#include "plugin/exchange/planned_request.hpp"
#include "plugin/exchange/reading.hpp"
#include "plugin/exchange/trouble.hpp"

namespace passback::exchange {

enum class Step {
  look_up,        ///< what is known of the class, or of a line item's results
  read_line_item, ///< its own, to carry fields over
  list,           ///< what exists, before something is made
  write,
  find, ///< what was made, under the SIS's id
  read_parent,
  read_back ///< what was written, where the answer did not say that it is done
};

/// How things stand with the account, as far as the meaning of an answer depends on it.
struct Circumstances {
  std::int64_t now_unix_ms = 0;
  bool has_passed = true; ///< something has come back under this credential
  bool standing = true;   ///< the account is well
};

/// The state of an exchange. Only the functions of this folder look into it.
struct RecordState {
  PlannedRequest planned;             ///< the first member, which stands for all
  std::vector<PlannedRequest> others; ///< the other members of the same POST
  std::set<Lookup> looked_up;
  std::optional<Reading> reading;
  bool placed = false, line_item_read = false, listed = false;
  bool made = false;     ///< the SIS has it; under which id is not known yet
  bool was_sent = false; ///< in a set that was refused: the SIS may have kept some of it
  bool parent_asked = false;
  bool look_first = false; ///< an earlier request was never answered: perhaps it is stored
  bool absent = false;     ///< something that was read is "not there", says somebody
  bool hearsay = false;    ///< the result is "not there", in words that anybody may have said
  /// Of a write that rested on what was kept: what became of it, and what it said.
  std::optional<Outcome> refusal;
  std::string refused_words;
  /// Of a result whose line item may be gone: what the SIS said, if the line item is there.
  std::optional<Outcome> own_refusal;
  /// What becomes of a write that was taken and not confirmed, if it cannot be seen.
  std::optional<Outcome> unproven;
  bool other_score = false; ///< its answer shows another score than was sent
  bool said_done = false;   ///< its answer says that it is done; the profile has it looked at
};

/// What the class had before something is made there: to be stored before the request leaves,
/// because after a lost answer only what is new can be ours.
struct ListedBefore {
  RoutePtr route;
  std::int64_t record_id = 0;
  std::vector<gradebook::SourcedId> line_items;
};

/// Read of a class, or of a line item's results, and worth keeping.
struct LearnedOfClass {
  RoutePtr route;
  Lookup lookup = Lookup::sis_class;
  gradebook::SourcedId subject;
  ClassKnowledge known;
  bool shared = false; ///< all who wait for the same have it now
};

/// What exists in the place where something is about to be made.
struct Listing {
  std::string connection_id;
  outbox::Kind kind = outbox::Kind::line_item;
  gradebook::SourcedId place; ///< the class, or the line item
  std::vector<boost::json::object> records;
};

struct StepResult {
  enum class Then {
    over,  ///< every member has its outcome, or goes on in an exchange of its own
    again, ///< the exchange has a next step, which may go at once
    met,   ///< trouble: the carrier finds how far it reaches and calls give_up
  };
  Then then = Then::over;
  std::vector<Step> passed; ///< kinds of request for which the SIS did its work
  bool answered = false;    ///< the SIS spoke; whether it did its work is not known yet
  bool could_look = false;  ///< what was written could be looked at
  bool ask = false;         ///< one harmless read would tell whose trouble it is
  std::vector<Outcome> outcomes;
  std::vector<ListedBefore> save_first;
  RoutePtr proves_ids; ///< this connection has shown what becomes of the ids that are proposed
  std::optional<LearnedOfClass> learned;
  std::optional<Listing> listed;          ///< it serves all who are about to make something there
  std::vector<RecordState> ahead, behind; ///< exchanges that come first in the line, or last
  Step met_at = Step::write;
  Met met;
};

// What the files of this folder share.

inline StepResult goes_again() {
  StepResult result;
  result.then = StepResult::Then::again;
  return result;
}

inline StepResult met_at(Step step, Met met) {
  StepResult result;
  result.then = StepResult::Then::met;
  result.met_at = step;
  result.met = std::move(met);
  return result;
}

/// "No such address" in words that anybody may have said, a gateway or a server that is just
/// starting. It is tried again and again, over minutes; when the record would be set aside it is
/// believed that something is not there which was to be taken away or looked for. What would end a
/// grade is not: the record is set aside, by name, and tried again.
StepResult met_hearsay(Step step, int status, const std::string& words, StepResult meant);

/// An outcome with everything that the ledger has to know of the record.
Outcome outcome_of(const PlannedRequest& planned, RequestStatus status, Code code,
                   std::int64_t now_unix_ms);
/// What became of the request became of all its members.
StepResult ends_with(const RecordState& state, const Outcome& outcome, std::int64_t now_unix_ms);
/// Nothing of the write has left, for a reason that is not the record's; what the SIS has taken
/// already, and only its id or a look at it is missing, stays in doubt.
Outcome outcome_not_sent(const RecordState& state, Code code, int status, std::int64_t now_unix_ms,
                         std::int64_t retry_unix_ms);
/// As wished, but not before the SIS has had the time that its profile gives it to be done with a
/// request that nobody answered.
std::int64_t after_settling(const RecordState& state, std::int64_t now_unix_ms,
                            std::int64_t wished_unix_ms);

/// The lookup that comes next, and whose it is: a class's, or a line item's.
Lookup next_lookup(const RecordState& state);
gradebook::SourcedId subject_of(const PlannedRequest& planned, Lookup lookup);

} // namespace passback::exchange
