// The settings at the moment of sending: intake asked already, and since then people may have
// changed them (decision/permission.hpp says what that means for a record). On the storage thread.
#pragma once

#include <map>
#include <utility>

#include "plugin/decision/settings_view.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/outbox/transaction.hpp"
#include "plugin/settings/effective.hpp"

namespace passback::delivery {

/// Remembers what it has worked out, for one transaction.
class SendPolicy {
 public:
  explicit SendPolicy(outbox::Transaction& transaction)
      : transaction_(transaction), settings_(transaction) {}

  /// The settings that hold for the record's class, where the host says it is now. Settings that
  /// cannot be read stop the classes below them, and nothing else: not allowed, Code::config.
  Result<const settings::Effective*> of(const outbox::Record& record);

 private:
  Result<settings::Effective> work_out(const gradebook::DomainId& domain,
                                       const gradebook::ClassId& class_id);

  outbox::Transaction& transaction_;
  decision::SettingsView settings_;
  std::map<std::pair<gradebook::ClassId, gradebook::DomainId>, settings::Effective> known_;
};

} // namespace passback::delivery
