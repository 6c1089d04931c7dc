// Which people hear of what the SIS refused: those of a class once a day, not of each grade, and
// once when nothing of it is left. What an SIS has lost so much of that its administrator is asked
// as one (decision/lost_records.hpp) is none of these: here the question begins.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "plugin/delivery/settlement.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::delivery {

class ClassRefusals {
 public:
  /// A record as it was just stored. `refused`, `confirmed`: by this outcome.
  void saw(const outbox::Record& record, bool refused, bool confirmed);
  /// Behind all of them, in the same transaction: what is to be told.
  Status finish(outbox::Transaction& transaction, std::int64_t now_unix_ms, SettleResult& result);

 private:
  struct Seen {
    ClassNotice notice;
    bool confirmed = false;
  };
  /// By connection.
  Status ask_about_lost(outbox::Transaction& transaction, std::int64_t now_unix_ms);

  std::map<gradebook::ClassId, Seen> classes_;
  /// Connections whose SIS was found to have lost an activity, and whether that is asked as one.
  std::map<std::string, bool> asked_as_one_;
};

} // namespace passback::delivery
