// The configuration document that a host hands to create: lms.config/1.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "plugin/abi/operator_config.hpp"
#include "plugin/outbox/store.hpp"
#include "plugin/platform/log.hpp"
#include "plugin/platform/result.hpp"

namespace passback::abi {

enum class RunMode { inline_worker, enqueue_only, deliver_only };

struct Config {
  std::string data_dir; ///< absolute
  RunMode run_mode = RunMode::inline_worker;
  outbox::Durability durability = outbox::Durability::process;
  std::string profiles_dir; ///< empty = `sis` beside the module
  std::string texts_dir;    ///< of other languages; empty = `texts` beside the module
  std::string
      settings_file; ///< settings of the root domain, for hosts without a settings card (tier 0)
  std::int64_t lease_ms = 10'000;
  platform::LogLevel log_level = platform::LogLevel::info;
  std::int64_t clock_ahead_ms = 0; ///< the wall clock of a rehearsal; may be below zero
  OperatorConfig by_operator; ///< `operator`
};

/// Unknown members are an error that names the nearest known one: a misspelt setting must not pass
/// silently.
Result<Config> parse_config(std::string_view json);
Result<RunMode> parse_run_mode(std::string_view name);

} // namespace passback::abi
