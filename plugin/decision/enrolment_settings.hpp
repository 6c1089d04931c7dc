// Which settings hold for a student's enrolment, and so for a record. A class may have students of
// several schools, each with its own domain and perhaps its own SIS: settings, connection and SIS
// class are those of the enrolment where it has a domain of its own, else those of the class.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "plugin/decision/settings_view.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::decision {

/// What holds in one domain for a class.
struct Held {
  std::shared_ptr<const settings::Effective> effective;
  /// The SIS classes that the class is linked to there.
  outbox::ClassLinks links;
  /// The domain speaks to another SIS than that of the class does: ids of an SIS that come with the
  /// class, its activities or its settings are of the class's own, and say nothing here.
  bool of_other_sis = false;
};

/// Remembers what it has worked out, and lives as long as the transaction.
class EnrolmentSettings {
 public:
  explicit EnrolmentSettings(outbox::Transaction& transaction,
                             const SettingsMemory* memory = nullptr)
      : transaction_(transaction), view_(transaction, memory) {}

  SettingsView& view() { return view_; }

  /// `row` is what the host said of the class. Where the domain's place in the host's tree is not
  /// known, unknown_domain() says which, and the answer is an error: the host must be asked outside
  /// the transaction.
  Result<Held> held_in(const gradebook::DomainId& domain, const gradebook::ClassId& class_id,
                       const gradebook::SchoolYear& year,
                       const std::optional<outbox::ClassRow>& row);
  const std::optional<gradebook::DomainId>& unknown_domain() const { return unknown_domain_; }
  /// From here on an unknown domain counts as a root of its own instead.
  void accept_unknown_domains() { accept_unknown_ = true; }

  /// The domains that students of the class have of their own; nearly always none.
  Result<std::vector<gradebook::DomainId>> own_domains(const gradebook::ClassId& class_id,
                                                       const gradebook::SchoolYear& year);
  /// Where a stored record is. A line item belongs to all students of its SIS: its domain is one
  /// from which something goes there.
  Result<gradebook::DomainId> domain_of(const outbox::Record& record,
                                        const std::optional<outbox::ClassRow>& row);
  /// What the host says of domains or enrolments was changed in this transaction.
  void forget_domains();

 private:
  using Effective = std::shared_ptr<const settings::Effective>;
  using Domains = std::vector<gradebook::DomainId>;
  Result<Effective> effective_in(const gradebook::DomainId& domain,
                                 const gradebook::ClassId& class_id,
                                 const gradebook::SchoolYear& year);
  /// Of a class where that decides whether anything goes.
  Result<std::vector<std::string>> teachers_of(const gradebook::ClassId& class_id,
                                               const gradebook::SchoolYear& year);
  Result<gradebook::DomainId> domain_of_shared(const outbox::Record& record,
                                               const gradebook::DomainId& of_class, Domains own);
  Result<bool> sends_to_sis_of(const outbox::Record& record, const gradebook::DomainId& domain);

  outbox::Transaction& transaction_;
  SettingsView view_;
  bool accept_unknown_ = false;
  std::optional<gradebook::DomainId> unknown_domain_;
  using Subject = std::tuple<gradebook::ClassId, gradebook::SchoolYear, gradebook::DomainId>;
  std::map<Subject, Effective> known_;
  std::map<std::pair<gradebook::ClassId, gradebook::SchoolYear>, Domains> own_domains_;
};

/// Where the class itself is: as the host said of it in `row`, else as an event or record says.
const gradebook::DomainId& domain_of_class(const std::optional<outbox::ClassRow>& row,
                                           const gradebook::DomainId& said);
/// Where a student of the class is: as the enrolment says, else where the class is.
const gradebook::DomainId& domain_of_student(const std::optional<outbox::ClassRow>& row,
                                             const gradebook::DomainId& said,
                                             const std::optional<outbox::EnrolmentRow>& student);

} // namespace passback::decision
