// What holds for one class inside one transaction: where it stands, what the settings say, which
// SIS it speaks to.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "plugin/decision/class_in_sis.hpp"
#include "plugin/decision/document_inputs.hpp"
#include "plugin/decision/settings_view.hpp"
#include "plugin/intake/domain_path.hpp"
#include "plugin/intake/events.hpp"
#include "plugin/oneroster/profile/profile_catalog.hpp"
#include "plugin/oneroster/wire/endpoint.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::intake {

struct ClassView {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year;
  gradebook::DomainId domain_id;
  std::int64_t incarnation = 0;
  outbox::ClassLinks links; ///< to the SIS, of a class that is one class there too
  settings::Effective effective;
  std::int64_t settings_generation = 0;        ///< under which that holds
  const oneroster::Profile* profile = nullptr; ///< with what people chose over it
  oneroster::Endpoint endpoint;
  Code unusable = Code::none; ///< profile_missing or config: everything waits for an administrator

  /// How its records are written; only where there is a profile.
  decision::Manner manner() const { return {*profile, effective}; }
  /// Keeps the profile alive where choices of people made one of this class's own.
  std::shared_ptr<const oneroster::Profile> own_profile;
};

/// One transaction's desk: everything that the functions of this folder need.
class Desk {
 public:
  Desk(outbox::Transaction& in, const oneroster::ProfileCatalog& profiles,
       const decision::SettingsMemory* memory, gradebook::DomainId default_domain, std::int64_t now)
      : transaction(in), in_sis(in, now), now_unix_ms(now), settings_(in, memory),
        profiles_(profiles), default_domain_(std::move(default_domain)) {}

  /// The class of an event or record. If its domain is not known, unknown_domain() says which, and
  /// the answer is an error: the host must be asked outside the transaction.
  Result<ClassView> open_class(const Origin& origin);
  /// What is known of that class of the view's SIS, to tell what the SIS would refuse.
  Result<decision::ClassInSis> class_in_sis(const ClassView& view,
                                            const gradebook::SourcedId& sis_class_id);
  /// Of an outbox that was put back (restored.hpp); asked of each score, read once.
  Result<std::int64_t> restored_seq();
  /// The class's row was changed in this transaction.
  void forget_class() { last_.reset(); }

  decision::SettingsView& settings() { return settings_; }
  const std::optional<gradebook::DomainId>& unknown_domain() const { return unknown_domain_; }
  /// An unknown domain counts as a root of its own instead of stopping the work.
  void accept_unknown_domains() { accept_unknown_ = true; }

  outbox::Transaction& transaction;
  decision::ClassInSisReader in_sis;
  const std::int64_t now_unix_ms;

 private:
  struct Last {
    Origin origin;
    ClassView view;
  };
  decision::SettingsView settings_;
  const oneroster::ProfileCatalog& profiles_;
  const gradebook::DomainId default_domain_;
  bool accept_unknown_ = false;
  std::optional<gradebook::DomainId> unknown_domain_;
  std::optional<Last> last_;
  std::optional<std::int64_t> restored_seq_;
};

} // namespace passback::intake
