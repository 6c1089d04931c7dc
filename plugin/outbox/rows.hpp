// The other rows of the outbox, as plain structs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "plugin/gradebook/custom_id.hpp"
#include "plugin/gradebook/ids.hpp"
#include "plugin/platform/codes.hpp"

namespace passback::outbox {

enum class Scope { domain = 1, lms_class = 2 };

struct SettingsRow {
  Scope scope = Scope::domain;
  std::string scope_id;
  std::string document;        ///< settings/documents.hpp
  std::int64_t generation = 0; ///< the settings_generation that this save made
};

/// A connection as known to delivery. `document` is settings::Connection as JSON; the columns are
/// what queries need.
struct ConnectionRow {
  std::string id;
  std::int64_t generation = 1;
  gradebook::DomainId domain_id;
  std::string account_key; ///< settings::client_key: which client, and where; with the domain tree
                           ///< that gives its account (accounts.hpp)
  std::string document;
  bool active = true;
};

/// What stops a whole account is a state of the account; its records stay ready.
enum class AccountState {
  ok = 0,
  waiting_secret = 1,
  down = 2,
  unauthorised = 3,
  window_shut = 4,
  address =
      5 ///< what is there is not the service, or by the rules of this server nothing goes there
};

/// The one table from a code to how an account stands that stands still for it.
constexpr AccountState account_state_of(Code code) {
  switch (code) {
  case Code::none:
    return AccountState::ok;
  case Code::secret_missing:
  case Code::secret_unusable:
    return AccountState::waiting_secret;
  case Code::window_shut:
    return AccountState::window_shut;
  case Code::address_refused:
  case Code::address_not_allowed:
  case Code::address_not_encrypted:
  case Code::certificate_file:
  case Code::token_address:
    return AccountState::address;
  case Code::sis_unreachable:
  case Code::sis_tls:
  case Code::sis_timeout:
  case Code::sis_error:
  case Code::sis_busy:
  case Code::answer_unreadable:
  case Code::answer_page:
    return AccountState::down;
  default:
    return AccountState::unauthorised;
  }
}

struct AccountRow {
  std::string key;
  AccountState state = AccountState::ok;
  Code code = Code::none;
  std::int64_t since_unix_ms = 0;
  std::int64_t retry_unix_ms = 0;  ///< nothing is sent before
  std::int32_t failures = 0;       ///< in a row
  /// Last notice; one a day. Below zero: since then people were told that it is over.
  std::int64_t notice_unix_ms = 0;
  // The lease.
  std::string owner_id;   ///< empty = free
  std::int64_t epoch = 0; ///< raised by every change of owner
  std::string boot_id;
  std::int64_t deadline_boot_ms = 0; ///< on the boot-time clock of that boot
};

struct DomainRow {
  gradebook::DomainId id, parent_id;
  std::string title;
};

/// What becomes of grades whose ids of the SIS changed (intake/changed_ids.hpp).
enum class IdChange {
  none = 0,
  noted = 1, ///< they went along with it, as with any correction; it is counted with others
  asked = 2, ///< it is one of many: nothing goes until an administrator has answered
  kept = 3,  ///< an administrator said that the ids of before count
};

/// The ids that a class or somebody in it had before they changed.
struct IdsBefore {
  IdChange change = IdChange::none;
  gradebook::SourcedId class_sis_id, user_sis_id; ///< empty = that one did not change
  /// They count, and not what the roster and the LMS's own data say now.
  bool held() const { return change == IdChange::asked || change == IdChange::kept; }
};

struct ClassRow {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  gradebook::DomainId domain_id;
  std::int64_t incarnation = 0, host_rev = 0, host_epoch = 0;
  std::string facts; ///< gradebook::ClassFacts
  /// What the LMS's own data say of the class's id; put_class leaves it as it is.
  gradebook::CustomId custom = {};
  IdsBefore ids_before = {}; ///< only read with the row
};

struct EnrolmentRow {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  std::string user_id;
  std::int32_t role = 0; ///< by the numbers of LMS_ROLE_
  gradebook::SourcedId class_sis_id, user_sis_id;
  bool ended = false;
  std::int64_t host_rev = 0, host_epoch = 0;
  std::int64_t seq = 0; ///< of the last word about it; 0 = of a time before this was kept
  gradebook::DomainId domain_id = {}; ///< empty = that of the class
  /// What the LMS's own data say of its ids.
  gradebook::CustomId custom_class = {}, custom_user = {};
  IdsBefore ids_before = {}; ///< only read with the row

  /// By both: the class of the SIS that the enrolment itself names, and the person.
  const gradebook::SourcedId& own_class() const { return custom_class.over(class_sis_id); }
  const gradebook::SourcedId& person() const { return custom_user.over(user_sis_id); }
};

/// Ids that changed: those of somebody in a class or, without a user, of the class itself.
struct ChangedIdRow {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  std::string user_id;
  std::string connection_id; ///< to whose SIS its grades go
  IdsBefore before;
  bool graded = false; ///< there are grades that it concerns
  std::int64_t changed_unix_ms = 0;
};

/// How many ids changed of which there are grades, and of how many.
struct ChangedIdCounts {
  std::int64_t students = 0, classes = 0;
  std::int64_t students_there = 0; ///< in the classes of those students
  std::int64_t classes_there = 0;  ///< in the domains of those classes
};

/// A domain that students of a class have, and the class does not.
struct OwnDomainRow {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  gradebook::DomainId domain_id;
};

/// Something that the SIS showed, kept: a class's school and terms, the categories of a class.
struct SisDocumentRow {
  std::string connection_id;
  std::int64_t connection_generation = 1;
  std::string kind; ///< stored_name of a SisDocumentKind
  std::string key;  ///< a sourcedId
  std::string document;
  std::int64_t read_unix_ms = 0;
};

/// What a class had at the SIS before a record's line item was made there.
struct ListedBeforeRow {
  std::string connection_id;
  std::int64_t connection_generation = 1;
  std::int64_t record_id = 0;
  std::string line_items; ///< a JSON array of sourcedIds
};

/// A connection that has shown what becomes of the ids that we propose.
struct IdsProvenRow {
  std::string connection_id;
  std::int64_t connection_generation = 1;
  std::int64_t proven_unix_ms = 0;
};

/// Which records are to be placed anew. Absent = all.
struct Affected {
  std::optional<gradebook::ClassId> class_id = {};
  std::optional<gradebook::SchoolYear> school_year = {};
  std::optional<gradebook::ActivityId> activity_id = {};
  std::optional<gradebook::StudentId> student_id = {};
  /// Named together, of what waits only: a class of which the SIS showed something new.
  std::optional<std::string> connection_id = {};
  std::optional<gradebook::SourcedId> sis_class_id = {};
  bool only_waiting = false;
  /// What was refused goes again too: it was for another student or class of the SIS.
  bool anew = false;
  bool operator==(const Affected&) const = default;
};

/// A wish that these be placed anew, and how far it has come.
struct PendingRow {
  std::int64_t id = 0; ///< the later asked for, the higher; never used again
  Affected affected;
  std::int64_t after_id = 0; ///< records up to this one have been placed
};

/// What a row of the sweep is about.
enum class SweepOf {
  domain = 1,    ///< the classes of a domain and of all below it are still to be listed
  lms_class = 2, ///< the activities and scores of a class are still to be read
};

/// A part of the host's gradebook that is still to be read page by page, because events may have
/// missed something there (intake/sweep.hpp). Gone once it has been read.
struct SweepRow {
  SweepOf of = SweepOf::lms_class;
  std::string id;                    ///< of the domain (empty = the whole site) or of the class
  gradebook::SchoolYear school_year; ///< of a class; empty = the one that the host has now
  gradebook::DomainId domain_id;     ///< of a class, as the host listed it; may be empty
  bool first = false;                ///< asked for by itself: before what a listing brought
  std::int64_t wish_seq = 0;         ///< when it was asked for, the last time
  std::string after;                 ///< the host's own mark of how far it has come
  std::int64_t scores = -1;          ///< how many the host counts in the class; -1 = not known
  std::int64_t looked_at = 0;        ///< how many of them have been read
  std::int64_t page_seq = 0;         ///< the seq when the page that is out was asked for; 0 = none
  std::int64_t not_before_unix_ms = 0;
  std::int32_t failures = 0; ///< in a row
};

/// A class whose ids in the LMS's own data are still to be asked for (intake/custom_data.hpp). Gone
/// once they have been.
struct CustomReadRow {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  std::int64_t wish_seq = 0; ///< when it was asked for, the last time
  std::int32_t step = 0;     ///< the class, its enrolments, its users, by intake::CustomStep
  std::string after;         ///< the last user of the step who has been asked for
  std::int64_t page_seq = 0; ///< the seq when the page that is out was asked for; 0 = none
  std::int64_t not_before_unix_ms = 0;
  std::int32_t failures = 0; ///< in a row
};

/// What the sweep has still before it.
struct SweepTotals {
  std::int64_t domains = 0, classes = 0;
  std::int64_t scores = 0;   ///< of the classes whose scores the host counted
  std::int64_t wish_seq = 0; ///< the newest
};

/// One line of the history: what happened to a record, when, under which request. No value, no
/// name. Of the site as a whole: without a record and a connection.
struct HistoryRow {
  std::int64_t record_id = 0, seq = 0, at_unix_ms = 0, epoch = 0;
  std::string event;      ///< "observed", "released", "sent", "confirmed", "doubt", "rejected", ...
  std::string actor;      ///< a host user id, "host" or "worker"
  std::string request_id; ///< X-Request-Id
  std::int32_t http_status = 0;
  Code code = Code::none;
  std::string connection_id = {}; ///< of the record; whose chain the line is in
  std::int64_t id = 0;            ///< of the line, given by the table
};

} // namespace passback::outbox
