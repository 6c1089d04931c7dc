// What holds for a class, or for one enrolment in it, inside one transaction: where it stands, what
// the settings say, which SIS it speaks to.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugin/decision/class_in_sis.hpp"
#include "plugin/decision/document_inputs.hpp"
#include "plugin/decision/enrolment_settings.hpp"
#include "plugin/decision/origin.hpp"
#include "plugin/oneroster/profile/profile_catalog.hpp"
#include "plugin/oneroster/wire/endpoint.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::decision {

struct ClassView {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  gradebook::DomainId domain_id;
  std::int64_t incarnation = 0;
  outbox::ClassLinks links;     ///< to this SIS, of a class that is one class there too
  bool of_other_sis = false;    ///< than the class's own (decision/enrolment_settings.hpp)
  outbox::ClassLinks elsewhere; ///< to the class's own SIS, where this is another
  settings::Effective effective;
  std::int64_t settings_generation = 0;        ///< under which that holds
  const oneroster::Profile* profile = nullptr; ///< with what people chose over it
  oneroster::Endpoint endpoint;
  Code unusable = Code::none; ///< profile_missing or config: everything waits for an administrator

  /// Grades go to this SIS as files (decision/file_row.hpp), not by requests.
  bool by_file() const {
    return effective.connection && settings::goes_by_file(*effective.connection);
  }
  /// How its records are written; only where there is a profile.
  Manner manner() const { return {*profile, effective}; }
  /// The class of this SIS that an event names: hosts fill in the class's own id also for students
  /// of another school, to whose SIS it says nothing.
  gradebook::SourcedId named(const gradebook::SourcedId& sis_class_id) const {
    const bool is_there = sis_class_id == elsewhere.now || elsewhere.was(sis_class_id);
    // What the roster says counts for the class itself, and the LMS's own data may say another.
    const bool is_the_class = sis_class_id == links.by_roster && sis_class_id != links.now;
    return is_there || is_the_class ? gradebook::SourcedId() : sis_class_id;
  }
  /// Keeps the profile alive where choices of people made one of this class's own.
  std::shared_ptr<const oneroster::Profile> own_profile;
};

/// The work of one transaction: everything that whoever decides, or has it decided, needs in it.
class UnitOfWork {
 public:
  UnitOfWork(outbox::Transaction& in, const oneroster::ProfileCatalog& profiles,
             const SettingsMemory* memory, gradebook::DomainId default_domain, std::int64_t now)
      : transaction(in), in_sis(in, now), now_unix_ms(now), settings_(in, memory),
        profiles_(profiles), default_domain_(std::move(default_domain)) {}

  /// The class of an event, as its own domain has it. If that is not known, unknown_domain() says
  /// which, and the answer is an error: the host must be asked outside the transaction.
  Result<ClassView> open_class(const Origin& origin);
  /// The same for one of its students, who may be of another domain.
  Result<ClassView> open_class(const Origin& origin, const gradebook::StudentId& student);
  /// As the students of that domain have it.
  Result<ClassView> open_class(const Origin& origin, const gradebook::DomainId& domain);
  /// For a stored record, as the settings say now.
  Result<ClassView> open_class_of(const outbox::Record& record);
  /// Whose settings these are.
  Result<gradebook::DomainId> domain_of(const outbox::Record& record);
  /// Where an event says that its class is.
  const gradebook::DomainId& said_of_class(const Origin& origin) const {
    return origin.domain_id.empty() ? default_domain_ : origin.domain_id;
  }
  /// The class's own domain, and those that students of it have of their own.
  Result<std::vector<gradebook::DomainId>> domains_of_class(const Origin& origin);
  /// One for each SIS that the class speaks to: its own first, then those of students of other
  /// domains. Settings of one domain that cannot be read stop no other.
  Result<std::vector<ClassView>> open_class_by_sis(const Origin& origin);
  /// As its own domain has it or, where nothing goes by that, as the first domain of its students
  /// by which something does.
  Result<ClassView> open_class_that_syncs(const Origin& origin);
  /// What is known of that class of the view's SIS, to tell what the SIS would refuse.
  Result<ClassInSis> class_in_sis(const ClassView& view, const gradebook::SourcedId& sis_class_id);
  /// Of an outbox that was put back (restored.hpp); asked of each score, read once.
  Result<std::int64_t> restored_seq();
  /// What the host says of classes, enrolments or domains was changed in this transaction.
  void forget_class() {
    last_.reset();
    last_row_.reset();
    settings_.forget_domains();
  }

  SettingsView& settings() { return settings_.view(); }
  const std::optional<gradebook::DomainId>& unknown_domain() const {
    return settings_.unknown_domain();
  }
  /// An unknown domain counts as a root of its own instead of stopping the work.
  void accept_unknown_domains() { settings_.accept_unknown_domains(); }

  outbox::Transaction& transaction;
  ClassInSisReader in_sis;
  const std::int64_t now_unix_ms;

 private:
  using ClassRow = std::optional<outbox::ClassRow>;
  Result<ClassRow> row_of(const gradebook::ClassId& id, const gradebook::SchoolYear& year);

  struct Last {
    std::int64_t incarnation; ///< as it was asked for
    ClassView view;
  };
  struct LastRow {
    gradebook::ClassId id;
    gradebook::SchoolYear year;
    ClassRow row;
  };
  EnrolmentSettings settings_;
  const oneroster::ProfileCatalog& profiles_;
  const gradebook::DomainId default_domain_;
  std::optional<Last> last_;
  std::optional<LastRow> last_row_;
  std::optional<std::int64_t> restored_seq_;
};

} // namespace passback::decision
