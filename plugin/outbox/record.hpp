// One row per SIS record: what the host last said, what may go, what has been sent, what the SIS
// has.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/gradebook/ids.hpp"
#include "plugin/outbox/facts.hpp"
#include "plugin/platform/codes.hpp"

namespace passback::outbox {

enum class Kind { category = 1, score_scale = 2, line_item = 3, result = 4 };

/// Where the id on the wire came from. Once made it is stored, never recomputed.
enum class WireIdOrigin {
  derived = 1,
  allocated = 2,
  adopted = 3, ///< of a line item: a place for final grades; of a result: the student's own there
  rewritten = 4,
  taken_over = 5, ///< of a line item: a column that was there, and that a person said to use
};

/// What makes a record ours. Two records with different keys are never one, whatever their titles.
struct RecordKey {
  std::string connection_id;
  std::int64_t connection_generation = 1;
  Kind kind = Kind::result;
  gradebook::SchoolYear school_year;
  gradebook::ClassId class_id;
  gradebook::SourcedId sis_class_id; ///< empty while not known: such a record waits
  gradebook::ActivityId activity_id; ///< for a category: the LMS category's id
  gradebook::StudentId student_id;   ///< results only
  /// Of the class's use. Below zero: this was the cell's record until the seq of that number, and
  /// stands in the record of a person who is not the student (moved.hpp).
  std::int64_t incarnation = 0;
  auto operator<=>(const RecordKey&) const = default;
};

/// none: this version does not exist. present: facts hold. cleared: the record stays, its value
/// goes. absent: the record is taken back (a tombstone until confirmed).
enum class Form { none = 0, present = 1, cleared = 2, absent = 3 };

/// One of the four versions (for cleared: the facts that say so).
struct Version {
  std::int64_t seq = 0;
  Form form = Form::none;
  Facts facts;
  /// Of the document that these facts become (decision/digest.hpp); empty = not known. Up to its
  /// point it is what the SIS is told each time, behind that what is chosen before it is there.
  std::string digest = {};
};

/// The version that left, or may have left. Written before the first byte; cleared only by a
/// definite answer.
struct SentVersion : Version {
  std::string request_id;
  std::int64_t epoch = 0; ///< of the lease under which it was planned
  std::int64_t at_unix_ms = 0;
  bool doubt_before = false; ///< an earlier request was unanswered when this one was planned
  bool in_flight = false;    ///< planned, and neither answered nor given up yet, also when the
                             ///< record was parked meanwhile: no second request may be planned
  bool doubt_during = false; ///< a fenced owner told of another version, which may arrive after
                             ///< this one: the answer does not end the doubt
  /// Until then an earlier, other version that nobody answered may still be stored over this one.
  std::int64_t late_until_unix_ms = 0;
};

struct ConfirmedVersion : Version {
  std::int64_t at_unix_ms = 0;
};

/// Where a record stands; docs/outbox.md has the table of transitions. The numbers are stored:
/// never reuse one.
enum class State {
  settled = 0,        ///< nothing to do: the SIS has what was released, or nothing was released
  ready = 1,          ///< to be sent from next_attempt_unix_ms on
  sending = 2,        ///< planned under sent.epoch; in flight, or its owner died
  waiting = 3,        ///< for facts, ids or settings: `code` says which
  waiting_parent = 4, ///< its line item (or category) is not confirmed yet
  held = 5,           ///< draft, not released to students, or of an unpublished activity
  off = 6,            ///< sync is off or excluded here
  manual = 7,         ///< observed differs from released: goes when a person sends it
  conflict = 8,       ///< the SIS shows something else: a person decides
  rejected = 9,       ///< the SIS did not accept it
  failed = 10,        ///< not sent, for a cause of its own
  unlinked = 11,      ///< removed in the SIS
  withdrawn = 12,     ///< taken back, and the SIS confirmed it
};

struct Record {
  std::int64_t id = 0; ///< 0 = not stored yet
  RecordKey key;
  gradebook::DomainId domain_id;
  std::int64_t line_item_id = 0; ///< parent of a result; 0 = none
  std::int64_t category_id = 0;  ///< parent of a line item whose category is ours; 0 = none
  std::int64_t score_scale_id = 0;

  gradebook::SourcedId wire_id;
  WireIdOrigin wire_id_origin = WireIdOrigin::derived;

  Version observed;
  Version released;
  SentVersion sent;
  ConfirmedVersion confirmed;
  bool in_doubt = false; ///< something may have reached the SIS that no answer told of

  State state = State::settled;
  Code code = Code::none; ///< why it stands there
  std::string detail;     ///< the SIS's own words, cleaned; for support
  std::int32_t http_status = 0;
  std::int32_t attempts = 0; ///< since the last definite answer
  /// Of a line item that the SIS confirmed and said it does not have: since when. It is looked at
  /// before it is believed to be gone. 0 = it is there, as far as anybody knows; kKnownGone = it is
  /// believed, and looked for all the same.
  std::int64_t missed_unix_ms = 0;
  static constexpr std::int64_t kKnownGone = 1;
  std::int64_t next_attempt_unix_ms = 0;
  std::int32_t priority = 0; ///< above 0: a person waits
  std::int64_t host_rev = 0, host_epoch = 0;
  std::int64_t superseded = 0; ///< older events dropped
  std::int64_t settings_generation = 0;
  std::int64_t created_unix_ms = 0, updated_unix_ms = 0;
};

} // namespace passback::outbox
