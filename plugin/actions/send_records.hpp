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

/// A teacher presses Send in the asker's class, on those cells: all of it, remembered as her press.
/// Where nothing is left to send, the message says who was first. None: the class is over, and
/// input has no `reason` (after_class.hpp).
Result<std::optional<SentRecords>> press_send(const ActionParts& parts, const Asker& asker,
                                              const boost::json::object& input,
                                              const std::vector<intake::PersonalSend>& sends,
                                              const CellFilter& cells,
                                              std::chrono::milliseconds deadline);

/// "12 on the way, 1 already there, 1 not sent."; of a trial what would have been sent.
struct SentCounts {
  std::int64_t released = 0, unchanged = 0, not_sent = 0, in_trial = 0;
};
Phrase sent_message(const SentCounts& counts);

} // namespace passback::actions
