#include "plugin/decision/belief.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "plugin/oneroster/reads/shut_window.hpp"

namespace passback::decision {
namespace {

using outbox::SisDocumentKind;

constexpr std::int64_t kMinute = 60LL * 1000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();

struct Ages {
  SisDocumentKind kind;
  std::int64_t person_waits, planning, judging, naming;
};

// For every kind: a person who waits may have changed it in the SIS a moment ago, and five minutes
// still let all that one person sends share one reading. A name says what it is of however old it
// is, and its age is shown where a person chooses.
constexpr std::array<Ages, 7> kAges{{
    // A class keeps its school and terms for longer than a morning.
    {SisDocumentKind::sis_class, 5 * kMinute, 6 * kHour, 6 * kHour, kEver},
    // Periods are moved seldom, and within a morning of school at most one reading is lost. Intake
    // believes them exactly as long as delivery plans with them: what it does not believe any more
    // it lets go, and delivery reads it anew.
    {SisDocumentKind::sessions, 5 * kMinute, 6 * kHour, 6 * kHour, kEver},
    // Delivery looks for a name among them that a teacher may have given only today, and reads them
    // itself. Intake only tells that a category which a person chose is not there; where it is
    // chosen by its id nobody but a person reads them again, and that an old list lacks a new
    // category proves nothing.
    {SisDocumentKind::categories, 5 * kMinute, 6 * kHour, 7 * kDay, kEver},
    // Only a person has them read. Delivery looks at the slot itself before a grade goes into it,
    // so that an old list does no harm; one that was not believed any more would stop final grades.
    {SisDocumentKind::slots, kEver, kEver, kEver, kEver},
    // Read before the first thing is sent to a class, and when a person has it read: what the class
    // had then is what others made there. A list that was not believed any more would have each
    // new activity wait for a read.
    {SisDocumentKind::line_items, kEver, kEver, kEver, kEver},
    // A result that is not there yet appears with the next enrolment. Intake does not ask.
    {SisDocumentKind::results, 5 * kMinute, kHour, kHour, kEver},
    // What a test of the connection found out holds until the next test.
    {SisDocumentKind::found, kEver, kEver, kEver, kEver},
}};

} // namespace

std::int64_t believed_ms(SisDocumentKind kind, Purpose purpose) {
  const auto* ages = std::ranges::find(kAges, kind, &Ages::kind);
  switch (purpose) {
  case Purpose::person_waits:
    return ages->person_waits;
  case Purpose::planning:
    return ages->planning;
  case Purpose::judging:
    return ages->judging;
  case Purpose::naming:
    break;
  }
  return ages->naming;
}

bool is_believed(SisDocumentKind kind, Purpose purpose, std::int64_t read_unix_ms,
                 std::int64_t now_unix_ms, bool shows_shut_window) {
  std::int64_t believed = believed_ms(kind, purpose);
  if (shows_shut_window && purpose != Purpose::naming) {
    believed = std::min(believed, oneroster::kWindowShutMs);
  }
  // A subtraction, because what is believed for ever cannot be added to.
  return read_unix_ms > now_unix_ms - believed;
}

} // namespace passback::decision
