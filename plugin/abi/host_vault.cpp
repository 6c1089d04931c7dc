#include "plugin/abi/host_vault.hpp"

namespace passback::abi {

Status HostVault::put(const std::string& name, const settings::Secret& value) {
  if (!host_.has(Service::secret_put))
    return file_.put(name, value);
  const Answer answer = host_.secret_put(name, value.reveal());
  if (const auto* error = std::get_if<Error>(&answer))
    return *error;
  return ok_status();
}

} // namespace passback::abi
