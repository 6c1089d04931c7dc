// What is known of a class at the SIS: what was last read of it and is still believed
// (decision/belief.hpp). The one reader of such lists, for whoever judges by them, plans with them
// or shows them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/decision/belief.hpp"
#include "plugin/oneroster/documents/final_slots.hpp"
#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/oneroster/reads/kept_texts.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::decision {

/// What decides where a line item goes in its class. nullopt = not read, or too long ago to be
/// believed.
struct ClassInSis {
  std::optional<std::vector<oneroster::SisAcademicSession>> periods = {};
  std::optional<std::vector<oneroster::SisCategory>> categories = {};
};

/// Whose list it is. Another generation of the connection is another SIS.
struct SisSubject {
  std::string connection_id;
  std::int64_t connection_generation = 1;
  gradebook::SourcedId id; ///< of the class; for results: of their line item
  bool operator==(const SisSubject&) const = default;
};

/// What it is asked for. The profile tells how its SIS shows a shut window; none = it does not.
struct Asked {
  Purpose purpose = Purpose::judging;
  const oneroster::Profile* profile = nullptr;
};

/// For one transaction and one moment. Reads through a memory of one subject: the records of a
/// batch are mostly of the same class.
class ClassInSisReader {
 public:
  ClassInSisReader(outbox::Transaction& transaction, std::int64_t now_unix_ms)
      : transaction_(transaction), now_unix_ms_(now_unix_ms) {}

  // nullopt = not read, unreadable, or read too long ago to be believed for that.
  /// Its school and terms.
  Result<std::optional<oneroster::SisClass>> sis_class(const SisSubject& of, const Asked& asked);
  Result<std::optional<std::vector<oneroster::SisAcademicSession>>> periods(const SisSubject& of,
                                                                            const Asked& asked);
  Result<std::optional<std::vector<oneroster::SisCategory>>> categories(const SisSubject& of,
                                                                        const Asked& asked);
  Result<std::optional<std::vector<oneroster::SlotInSis>>> slots(const SisSubject& of,
                                                                 const Asked& asked);
  Result<std::optional<std::vector<oneroster::KnownResult>>> results(const SisSubject& of,
                                                                     const Asked& asked);
  /// The columns that it had when they were last read. Read, and none = not listed to us.
  Result<std::optional<std::vector<oneroster::SisLineItem>>> line_items(const SisSubject& of,
                                                                        const Asked& asked);
  /// They have never been read; or the SIS did not list them, and it is asked again after a day.
  Result<bool> line_items_are_unread(const SisSubject& of);
  /// They were read before then, and longer than an hour ago: clocks differ, and nobody is to read
  /// them again and again.
  Result<bool> line_items_are_older_than(const SisSubject& of, std::int64_t unix_ms);
  /// Periods and categories, as intake judges by them.
  Result<ClassInSis> judged(const SisSubject& of, const oneroster::Profile* profile);

  /// When it was last read, whatever it is believed for; 0 = never.
  Result<std::int64_t> read_unix_ms(const SisSubject& of, outbox::SisDocumentKind kind);

 private:
  struct Kept {
    SisSubject of;
    std::map<outbox::SisDocumentKind, std::int64_t> read_unix_ms; ///< of all that was looked for
    std::optional<oneroster::SisClass> sis_class;
    std::optional<std::vector<oneroster::SisAcademicSession>> periods;
    std::optional<std::vector<oneroster::SisCategory>> categories;
    std::optional<std::vector<oneroster::SlotInSis>> slots;
    std::optional<std::vector<oneroster::KnownResult>> results;
    std::optional<std::vector<oneroster::SisLineItem>> line_items;
  };

  /// Makes sure that the memory has it.
  Status look(const SisSubject& of, outbox::SisDocumentKind kind);
  bool shows_shut_window(outbox::SisDocumentKind kind, const oneroster::Profile& profile) const;
  template <class Value>
  Result<std::optional<Value>> believed(const SisSubject& of, outbox::SisDocumentKind kind,
                                        const Asked& asked, const std::optional<Value>& value);

  outbox::Transaction& transaction_;
  const std::int64_t now_unix_ms_;
  Kept kept_;
};

} // namespace passback::decision
