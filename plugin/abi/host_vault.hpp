// Where secrets go: the host's vault, or the encrypted file where the host has none.
#pragma once

#include <string>

#include "plugin/abi/host_bridge.hpp"
#include "plugin/actions/actions.hpp"
#include "plugin/settings/secret_file.hpp"

namespace passback::abi {

class HostVault : public actions::SecretSink {
 public:
  HostVault(HostBridge& host, const settings::SecretFile& file) : host_(host), file_(file) {}
  Status put(const std::string& name, const settings::Secret& value) override;

 private:
  HostBridge& host_;
  const settings::SecretFile& file_;
};

} // namespace passback::abi
