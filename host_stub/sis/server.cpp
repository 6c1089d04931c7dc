#include "host_stub/sis/server.hpp"

#include <utility>

namespace host_stub::sis {

SisServer::SisServer(SisConfig config) : service_(std::move(config)), http_(service_) {}

std::string SisServer::url() const {
  const auto& config = service_.config();
  const bool ipv6 = config.bind_address.find(':') != std::string::npos;
  const auto host = ipv6 ? "[" + config.bind_address + "]" : config.bind_address;
  return std::string(config.tls ? "https://" : "http://") + host + ":" + std::to_string(port());
}

} // namespace host_stub::sis
