// Names that are kept until something of them is settled: domains whose first send is being
// counted, classes whose import may not be complete.
//
// [intake] On the host's thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/outbox/transaction.hpp"

namespace passback::intake {

/// As they were added; `key` is that of the outbox's meta table. What cannot be read is none.
Result<std::vector<std::string>> names_left(outbox::Transaction& transaction, std::string_view key);
Status put_names_left(outbox::Transaction& transaction, std::string_view key,
                      const std::vector<std::string>& names);
/// Once is enough.
Status add_name_left(outbox::Transaction& transaction, std::string_view key,
                     const std::string& name);

} // namespace passback::intake
