// A notice about the whole site, to the administrators of the root domain, in the catalogue's
// words.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "plugin/abi/host_domains.hpp"
#include "plugin/delivery/delivery.hpp"

namespace passback::abi {

inline delivery::Notice root_notice(Code code, int severity, std::string dedupe_key,
                                    std::string_view text_key) {
  delivery::Notice notice;
  notice.severity = severity;
  notice.domain_id = kRootDomain;
  notice.dedupe_key = std::move(dedupe_key);
  notice.kind = "site";
  notice.item_id = LMS_ITEM_SIS_SETTINGS;
  return delivery::worded(std::move(notice), text_key, delivery::values_of(code));
}

} // namespace passback::abi
