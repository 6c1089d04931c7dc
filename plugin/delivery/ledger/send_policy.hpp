// What the settings say at the moment of sending. Intake asked already; since then an administrator
// may have switched the sync off, excluded a domain or an activity, or changed the connection.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "plugin/outbox/record.hpp"
#include "plugin/outbox/transaction.hpp"
#include "plugin/settings/effective.hpp"

namespace passback::delivery {

/// Remembers what it has worked out, for one transaction.
class SendPolicy {
 public:
  explicit SendPolicy(outbox::Transaction& transaction) : transaction_(transaction) {}

  /// The settings that hold for the record's class, where the host says it is now.
  Result<const settings::Effective*> of(const outbox::Record& record);

 private:
  Result<settings::Effective> work_out(const gradebook::DomainId& domain,
                                       const gradebook::ClassId& class_id);

  outbox::Transaction& transaction_;
  std::map<std::pair<gradebook::ClassId, gradebook::DomainId>, settings::Effective> known_;
};

/// Why this record may not go, or Code::none. Pure.
Code why_not(const settings::Effective& effective, const outbox::Record& record);

} // namespace passback::delivery
