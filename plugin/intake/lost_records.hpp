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

} // namespace passback::intake
