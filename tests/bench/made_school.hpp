// A school made for benchmarks: classes full of grades that came in as a host's events do, in an
// outbox of its own, with the actions over it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"
#include "plugin/intake/intake.hpp"

namespace passback::bench {

struct SchoolSize {
  int classes = 1, students = 300, activities = 100;
};

/// Most grades are in the SIS; every tenth has changed since, every fiftieth was refused.
class MadeSchool {
 public:
  explicit MadeSchool(const SchoolSize& size);
  ~MadeSchool();
  MadeSchool(const MadeSchool&) = delete;
  MadeSchool& operator=(const MadeSchool&) = delete;

  /// As the teacher of the first class. Throws std::runtime_error if the action fails.
  std::string sync(const boost::json::object& input);
  /// As an application of the host's own asks.
  std::string status(const boost::json::object& query);

 private:
  class Host;
  void fill_class(const std::string& class_id, const SchoolSize& size);
  void deliver(const std::string& class_id);

  std::filesystem::path folder_;
  oneroster::ProfileCatalog profiles_;
  std::unique_ptr<Host> host_;
  std::unique_ptr<outbox::Store> store_;
  std::unique_ptr<intake::Intake> intake_;
  std::unique_ptr<actions::Actions> actions_;
};

} // namespace passback::bench
