// A person sends records, of one class or of many: in short transactions, and told as
// lms.send_result/1.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/class_sends.hpp"
#include "plugin/intake/send_by_person.hpp"

namespace passback::actions {

struct SendOfClass {
  gradebook::ClassId class_id;
  intake::PersonalSend send;
};

struct SentRecords {
  boost::json::object document;
  std::int64_t released = 0;
};

/// press: who sends and of what, for the class's memory of sends (class_sends.hpp); its counts are
/// made here. None: nobody pressed Send in a class.
Result<SentRecords> send_records(const ActionParts& parts, const texts::Words& words,
                                 const std::vector<SendOfClass>& orders,
                                 const std::optional<ClassSend>& press,
                                 std::chrono::milliseconds deadline);

} // namespace passback::actions
