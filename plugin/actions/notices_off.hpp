// A teacher's own switch: her notices, of all her classes. What administrators are told is not
// hers to turn off.
#pragma once

#include <string_view>

#include "plugin/outbox/transaction.hpp"

namespace passback::actions {

Result<bool> has_notices_off(outbox::Transaction& transaction, std::string_view user);
Status put_notices_off(outbox::Transaction& transaction, std::string_view user, bool off);

} // namespace passback::actions
