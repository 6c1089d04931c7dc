// The host's domain tree, as intake asks for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plugin/abi/host_bridge.hpp"
#include "plugin/intake/domain_path.hpp"

namespace passback::abi {

/// The root domain of hosts that have no domains.
inline constexpr const char* kRootDomain = "root";

class HostDomains : public intake::DomainPathSource {
 public:
  explicit HostDomains(HostBridge& host) : host_(host) {}
  /// Code::busy if the host answers later: the path is known once it has, and the event can be
  /// reported again.
  Result<std::vector<gradebook::DomainId>> path(const gradebook::DomainId& id) override;
  /// nullopt too if the host answers later, or not with a list.
  std::optional<std::vector<gradebook::DomainId>> below(const gradebook::DomainId& id) override;
  std::string title(const gradebook::DomainId& id) override;

 private:
  HostBridge& host_;
};

/// A JSON array of ids from the root to the domain; Code::host_reply if it does not end in `id`.
Result<std::vector<gradebook::DomainId>> read_domain_path(std::string_view json,
                                                          const gradebook::DomainId& id);
/// The title of one of them; empty = it has none there.
std::string title_in_domain_list(std::string_view json, const gradebook::DomainId& id);
/// The ids of a JSON array of {"id","parent_id","title"}; nullopt if it is none.
std::optional<std::vector<gradebook::DomainId>> read_domain_list(std::string_view json);

} // namespace passback::abi
