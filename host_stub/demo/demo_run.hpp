#pragma once
// The story that `demo` tells, step by step.
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "host_stub/support/child_process.hpp"
#include "host_stub/support/sis_client.hpp"

namespace host_stub::demo {

// One run of the demo in a folder of its own. Everything that a host does is done by child
// processes, as a real installation would.
class DemoRun {
 public:
  DemoRun(std::filesystem::path folder, std::filesystem::path manifest, std::ostream& out);

  // True if the records are equal in the end. Throws when a step fails.
  bool run();

 private:
  void say(const std::string& line);
  void start_sis();
  void import_roster();
  void configure();
  void make_activities();
  void score_everybody();
  void deliver_and_kill_in_the_middle();
  void deliver_the_rest();
  bool compare_records();

  std::vector<std::string> host_arguments(std::vector<std::string> arguments) const;
  // Runs a command of the host to its end; throws with its output if it does not end with 0.
  void host(const std::vector<std::string>& arguments);
  std::filesystem::path write_file(const std::string& name, const std::string& text);

  std::filesystem::path folder_;
  std::filesystem::path manifest_;
  std::ostream& out_;
  int step_ = 0;
  std::unique_ptr<ChildProcess> sis_process_;
  std::unique_ptr<SisClient> sis_;
};

} // namespace host_stub::demo
