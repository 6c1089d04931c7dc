// The site guard: a copy of a site does not write to the real SIS. When the host says that it is
// another site than before, delivery is held until an administrator says why.
#pragma once

#include <string>
#include <string_view>

#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

struct SiteHold {
  /// Why nothing is delivered: Code::site_moved (nobody has answered yet) or Code::site_copy ("this
  /// is a copy"); Code::none = nothing is held.
  Code why = Code::none;
};

Result<SiteHold> site_hold(Transaction& transaction);
/// Which site the host said that it is, and at which address; empty = it does not say.
Result<std::string> site_id(Transaction& transaction);
Result<std::string> site_url(Transaction& transaction);
Status put_site(Transaction& transaction, std::string_view id, std::string_view url);
/// Holds for one of these reasons, or with Code::none lets go.
Status hold_site(Transaction& transaction, Code why);

} // namespace passback::outbox
