#include "host_stub/sis/server.hpp"

#include <utility>

namespace host_stub::sis {

namespace {

http::Listening listening_of(const SisConfig& config) {
  return {.address = config.bind_address,
          .port = config.port,
          .threads = config.threads,
          .tls = config.tls,
          .ca_file = config.ca_file,
          .max_body = config.max_body,
          .name = "oneroster-simulator"};
}

} // namespace

SisServer::SisServer(SisConfig config)
    : service_(std::move(config)), http_(service_, listening_of(service_.config())) {}

std::string SisServer::url() const {
  const auto& config = service_.config();
  const bool ipv6 = config.bind_address.find(':') != std::string::npos;
  const auto host = ipv6 ? "[" + config.bind_address + "]" : config.bind_address;
  return std::string(config.tls ? "https://" : "http://") + host + ":" + std::to_string(port());
}

} // namespace host_stub::sis
