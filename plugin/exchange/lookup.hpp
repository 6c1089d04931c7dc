// What is read of the SIS before something is written: about a class, and what exists already.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/oneroster/documents/grading_periods.hpp"
#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"

namespace passback::exchange {

/// In the order in which they are read: the sessions are found through the class.
enum class Lookup {
  sis_class,  ///< school and terms
  sessions,   ///< the grading periods of the class
  categories, ///< of the class
  line_items, ///< of the class: titles that are taken, records that exist
  results,    ///< of one line item
};

/// The kind under which a SisDocument keeps it. line_items are not kept: they age too fast.
std::string_view kept_as(Lookup lookup);
/// How long what was kept is believed; a person who waits gets what is younger.
std::int64_t believed_ms(Lookup lookup, bool person_waits);

/// A result of the SIS, as far as its id has to be known.
struct KnownResult {
  gradebook::SourcedId id, student_id;
  bool operator==(const KnownResult&) const = default;
};

/// What is known of a class, from what was kept or from what was just read.
struct ClassKnowledge {
  std::optional<oneroster::SisClass> sis_class = {};
  std::optional<std::vector<oneroster::SisAcademicSession>> sessions = {};
  std::optional<std::vector<oneroster::SisCategory>> categories = {};
  std::optional<std::vector<oneroster::SisLineItem>> line_items = {};
  std::optional<std::vector<KnownResult>> results = {};

  /// Of the class; none while it is not known.
  std::vector<gradebook::SourcedId> term_ids() const;
  bool has(Lookup lookup) const;
  /// Takes over what the other one knows of it.
  void take(Lookup lookup, const ClassKnowledge& other);
};

/// Text of a SisDocument, and back. Reading what cannot be read leaves it unknown: it is read anew.
std::string kept_text(Lookup lookup, const ClassKnowledge& knowledge);
void take_kept(Lookup lookup, std::string_view text, ClassKnowledge& knowledge);

/// The records of a whole collection, or the one class. `source`: of sessions.
void take_records(Lookup lookup, const std::vector<boost::json::object>& records,
                  ClassKnowledge& knowledge,
                  oneroster::PeriodSource source = oneroster::PeriodSource::linked);

/// True if the SIS shows there that its grading window is shut; of what is known: anywhere.
bool shows_shut_window(const oneroster::Profile& profile, const boost::json::object& metadata);
bool shows_shut_window(const oneroster::Profile& profile, const ClassKnowledge& knowledge);
/// A window that was shut is looked at again after that time.
inline constexpr std::int64_t kWindowShutMs = 60LL * 60 * 1000;

} // namespace passback::exchange
