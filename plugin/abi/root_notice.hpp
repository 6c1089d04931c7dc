// A notice about the whole site, to the administrators of the root domain, in the catalogue's
// words.
#pragma once

#include <string>
#include <utility>

#include "plugin/abi/host_domains.hpp"
#include "plugin/delivery/delivery.hpp"

namespace passback::abi {

inline delivery::Notice root_notice(Code code, int severity, std::string dedupe_key,
                                    std::string title) {
  const CodeInfo& words = info(code);
  delivery::Notice notice;
  notice.severity = severity;
  notice.domain_id = kRootDomain;
  notice.dedupe_key = std::move(dedupe_key);
  notice.title = std::move(title);
  notice.body = std::string(words.sentence) + " " + std::string(words.administrator);
  return notice;
}

} // namespace passback::abi
