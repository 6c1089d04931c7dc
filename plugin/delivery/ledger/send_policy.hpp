// The settings at the moment of sending: intake asked already, and since then people may have
// changed them (decision/permission.hpp says what that means for a record). On the storage thread.
#pragma once

#include "plugin/decision/enrolment_settings.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::delivery {

/// Remembers what it has worked out, for one transaction.
class SendPolicy {
 public:
  explicit SendPolicy(outbox::Transaction& transaction)
      : transaction_(transaction), settings_(transaction) {
    settings_.accept_unknown_domains();
  }

  /// Where the host says that the record's class and student are now. Settings that cannot be read
  /// stop the classes below them, and nothing else: not allowed, Code::config.
  Result<decision::Held> of(const outbox::Record& record);

 private:
  Result<decision::Held> read(const outbox::Record& record);

  outbox::Transaction& transaction_;
  decision::EnrolmentSettings settings_;
};

} // namespace passback::delivery
