// A fresh data folder, a host whose services can be changed, and the module's table.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "lms_plugin/host.hpp"

namespace passback::contract {

// The table of the module under test; loaded once, never unloaded.
const lms_plugin_api& module_table();

lms_score_event score(std::string_view student, double points);
lms_activity_event activity();
lms_action_context admin();

class ModuleTest : public testing::Test {
 protected:
  ModuleTest();
  ~ModuleTest() override;

  // {"schema":"lms.config/1", ...} on this test's data folder; more is added as further members
  // (",\"x\":1").
  std::string config(std::string_view run_mode = "enqueue_only",
                     const std::string& more = {}) const;
  // Makes the host of `services` and `identity`, creates and starts; both must succeed.
  void open(std::string_view run_mode = "enqueue_only");
  void close();
  // From the next open on, sync is on: everything goes by itself, to an address where nobody
  // listens.
  void switch_on();

  std::filesystem::path folder_;
  std::string more_config_;
  lms_plugin::HostIdentity identity_;
  lms_plugin::HostServices services_;
  std::vector<std::string> log_events_;
  std::vector<std::uint32_t> log_levels_;
  std::unique_ptr<lms_plugin::Host> host_;
  lms_plugin::Instance plugin_;
};

} // namespace passback::contract
