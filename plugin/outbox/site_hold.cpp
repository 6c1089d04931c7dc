#include "plugin/outbox/site_hold.hpp"

#include <utility>

#include "plugin/platform/try.hpp"

namespace passback::outbox {
namespace {

constexpr std::string_view kMeta = "hold";
constexpr std::string_view kCopy = "copy";
constexpr std::string_view kSiteId = "site_id", kSiteUrl = "site_url";

} // namespace

Result<SiteHold> site_hold(Transaction& transaction) {
  PASSBACK_TRY_AS(auto text, transaction.meta(kMeta));
  const std::string held = text.value_or("");
  return SiteHold{held.empty() ? Code::none : held == kCopy ? Code::site_copy : Code::site_moved};
}

Result<std::string> site_id(Transaction& transaction) {
  PASSBACK_TRY_AS(auto text, transaction.meta(kSiteId));
  return std::move(text).value_or("");
}

Result<std::string> site_url(Transaction& transaction) {
  PASSBACK_TRY_AS(auto text, transaction.meta(kSiteUrl));
  return std::move(text).value_or("");
}

Status put_site(Transaction& transaction, std::string_view id, std::string_view url) {
  PASSBACK_TRY(transaction.put_meta(kSiteId, id));
  return transaction.put_meta(kSiteUrl, url);
}

Status hold_site(Transaction& transaction, Code why) {
  const std::string_view text = why == Code::none        ? std::string_view()
                                : why == Code::site_copy ? kCopy
                                                         : info(Code::site_moved).id;
  return transaction.put_meta(kMeta, text);
}

} // namespace passback::outbox
