// Everything goes again to an SIS that has lost most of what it had (decision/lost_records.hpp), as
// an administrator answered.
//
// [intake] On the host's thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "plugin/decision/class_view.hpp"

namespace passback::intake {

/// `limit` records at most, after `after_id`, which moves on: what is gone is made again, and what
/// the SIS confirmed is sent once more, because nobody knows that it is there. Returns whether some
/// are left.
Result<bool> send_lost_again(decision::UnitOfWork& work, const settings::Connection& connection,
                             const std::string& user, int limit, std::int64_t& after_id);

/// A teacher sends her whole class again, after a mishap in the SIS: the same of these records, as
/// far as they still go once more. Returns how many do.
Result<std::int64_t> send_again(decision::UnitOfWork& work, std::span<const std::int64_t> ids,
                                const std::string& user, const std::string& reason);

/// Whether it would go once more: it is lost, or the SIS confirmed it and nobody said that the SIS
/// keeps another one.
bool goes_once_more(const outbox::Record& record);
/// And its class still sends it to where it is.
Result<bool> goes_once_more_from_here(decision::UnitOfWork& work, const outbox::Record& record);

} // namespace passback::intake
