#include "plugin/outbox/site_hold.hpp"

#include "plugin/platform/try.hpp"

namespace passback::outbox {
namespace {

constexpr std::string_view kMeta = "hold";
constexpr std::string_view kCopy = "copy";

} // namespace

Result<SiteHold> site_hold(Transaction& transaction) {
  PASSBACK_TRY_AS(auto text, transaction.meta(kMeta));
  const std::string held = text.value_or("");
  return SiteHold{held.empty() ? Code::none : held == kCopy ? Code::site_copy : Code::site_moved};
}

Status hold_site(Transaction& transaction, Code why) {
  const std::string_view text = why == Code::none        ? std::string_view()
                                : why == Code::site_copy ? kCopy
                                                         : info(Code::site_moved).id;
  return transaction.put_meta(kMeta, text);
}

} // namespace passback::outbox
