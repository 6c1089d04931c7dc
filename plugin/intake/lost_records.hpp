// Everything goes again to an SIS that has lost most of what it had (decision/lost_records.hpp), as
// an administrator answered.
//
// [intake] On the host's thread.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/decision/class_view.hpp"

namespace passback::intake {

/// `limit` records at most, after `after_id`, which moves on: what is gone is made again, and what
/// the SIS confirmed is sent once more, because nobody knows that it is there. Returns whether some
/// are left.
Result<bool> send_lost_again(decision::UnitOfWork& work, const settings::Connection& connection,
                             const std::string& user, int limit, std::int64_t& after_id);

struct ClassAgain {
  gradebook::ClassId class_id;
  gradebook::SchoolYear school_year; ///< empty: whatever year
  std::string user, reason;          ///< as in PersonalSend
};

/// A teacher sends her whole class again, after a mishap in the SIS: the same of the records of one
/// class and year. `count`: how many of those that were looked at go.
Result<bool> send_class_again(decision::UnitOfWork& work, const ClassAgain& again, int limit,
                              std::int64_t& after_id, std::int64_t& count);

/// Whether it would go once more: it is lost, or the SIS confirmed it and nobody said that the SIS
/// keeps another one.
bool goes_once_more(const outbox::Record& record);

} // namespace passback::intake
