#pragma once
// What a handler gets: the authenticated request, the ids in its path, and the provider's data and
// settings.
#include <cstdint>
#include <string>
#include <vector>

#include "host_stub/http/message.hpp"
#include "host_stub/sis/config.hpp"
#include "host_stub/sis/model.hpp"
#include "host_stub/sis/record_flags.hpp"
#include "host_stub/sis/store.hpp"
#include "host_stub/sis/text.hpp"

namespace host_stub::sis {

struct Context {
  const http::Request& request;
  const Parameters& query;      ///< decoded
  std::vector<std::string> ids; ///< what stands for {} in the route's pattern, decoded, in order
  Version version;
  Store& store;
  RecordFlags& record_flags;
  const SisConfig& config;
  std::int64_t now_ms; ///< wall clock
  bool& stored;        ///< for the handler to set: the request changed the provider's data

  bool is_strict() const { return config.validation == Validation::strict; }
};

} // namespace host_stub::sis
