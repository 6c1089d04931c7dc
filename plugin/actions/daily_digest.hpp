// The daily digest: what there is to do about the grades of a domain, told once a day to each of
// its readers, at an hour of the domain's time zone, and not at all when there is nothing to do.
// Grades that arrived are a line of it, never a notice each.
#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugin/actions/trial_words.hpp"

namespace passback::actions {

/// What one reader is told.
struct Digest {
  gradebook::DomainId domain;
  gradebook::UserId teacher; ///< empty = the administrators of the domain
  std::string sis_name;
  std::int64_t sent = 0;  ///< since the digest before
  std::int64_t ready = 0; ///< wait for the teacher to send them
  std::int64_t refused = 0, waiting = 0;
  std::int64_t classes = 0;    ///< in which there is something to do
  gradebook::ClassId class_id; ///< where it is one
  gradebook::SchoolYear school_year;
  Code commonest = Code::none; ///< of what is refused or waits
  TrialFigures trial;          ///< of classes where nothing is written
  bool over = false;           ///< what the digest before told has been seen to
};

/// A class with those who teach it.
struct TaughtClass {
  ClassFigures figures;
  std::vector<std::string> teachers;
};

/// The digests of one domain. `told` names the readers of the digest before ("" = administrators);
/// it becomes those of this one. Pure.
std::vector<Digest> digests_of(const gradebook::DomainId& domain, const std::string& sis_name,
                               const std::vector<TaughtClass>& classes,
                               std::set<std::string>& told);

/// The day whose digest is due at that moment: it begins at `hour` in that zone. Empty for a zone
/// that nobody knows. Pure but for the system's zone files.
std::string digest_day(std::int64_t unix_ms, std::string_view zone, int hour);

struct DueDigests {
  std::vector<Digest> digests;
  /// What is written down once they were told: names and texts of meta rows.
  std::vector<std::pair<std::string, std::string>> marks;
};

/// Those that are due now, of every domain with an SIS of its own. They are taken for five minutes,
/// so that no other process tells them meanwhile; those of a process that ends before note_told are
/// due again then.
Result<DueDigests> take_due_digests(const ActionParts& parts, std::chrono::milliseconds deadline);
/// The host was told: no process, and none that is started again, tells them anew.
Status note_told(const ActionParts& parts, const DueDigests& due,
                 std::chrono::milliseconds deadline);

/// What holds in the domain for its notices.
Result<settings::SendingRules> rules_of_notices(decision::UnitOfWork& work,
                                                const gradebook::DomainId& domain);

} // namespace passback::actions
