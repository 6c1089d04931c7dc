// What is read of the SIS before something is written: about a class, and what exists already.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plugin/oneroster/documents/grading_periods.hpp"
#include "plugin/oneroster/reads/kept_texts.hpp"
#include "plugin/oneroster/reads/shut_window.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/outbox/sis_document_kind.hpp"

namespace passback::exchange {

/// In the order in which they are read: the sessions are found through the class.
enum class Lookup {
  sis_class,  ///< school and terms
  sessions,   ///< the grading periods of the class
  categories, ///< of the class
  line_items, ///< of the class: titles that are taken, records that exist
  results,    ///< of one line item
};

/// The kind under which it is kept; nullopt = it is not, because it ages too fast.
std::optional<outbox::SisDocumentKind> kept_as(Lookup lookup);

using oneroster::KnownResult;

/// What is known of a class, from what was kept or from what was just read.
struct ClassKnowledge {
  std::optional<oneroster::SisClass> sis_class = {};
  std::optional<std::vector<oneroster::SisAcademicSession>> sessions = {};
  std::optional<std::vector<oneroster::SisCategory>> categories = {};
  std::optional<std::vector<oneroster::SisLineItem>> line_items = {};
  bool line_items_hidden = false; ///< the SIS does not list them to us
  std::optional<std::vector<KnownResult>> results = {};

  /// Of the class; none while it is not known.
  std::vector<gradebook::SourcedId> term_ids() const;
  bool has(Lookup lookup) const;
  /// Takes over what the other one knows of it.
  void take(Lookup lookup, const ClassKnowledge& other);
};

/// As it is kept; decision/class_in_sis.hpp reads it back.
std::string kept_text(Lookup lookup, const ClassKnowledge& knowledge);

/// The records of a whole collection, or the one class. `source`: of sessions.
void take_records(Lookup lookup, const std::vector<boost::json::object>& records,
                  ClassKnowledge& knowledge,
                  oneroster::PeriodSource source = oneroster::PeriodSource::linked);

using oneroster::kWindowShutMs;
using oneroster::shows_shut_window;

} // namespace passback::exchange
