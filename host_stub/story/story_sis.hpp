#pragma once
// An SIS of a story: `host_stub sis` in a process of its own, as a person starts it.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "host_stub/support/child_process.hpp"
#include "host_stub/support/sis_client.hpp"

namespace host_stub::story {

class StorySis {
 public:
  // `given` has what the SIS is to be: "profile" and "settings" of docs/sis-simulator.md. Its files
  // go into `folder`. Throws if it does not start.
  StorySis(std::string name, const std::filesystem::path& folder,
           const std::filesystem::path& roster, const boost::json::object& given,
           const std::string& version);

  const std::string& name() const { return name_; }
  const std::string& url() const { return client_->url(); }
  SisClient& client() { return *client_; }

  // The values of all records of a kind ("results").
  boost::json::array values(const std::string& kind);
  // The sourcedId of the record of that kind that is called so: by id, or by what people call it.
  std::string id_of(const std::string& kind, const std::string& called);
  // What people call a record: "Amara Okafor", "Algebra 1, Period 2".
  std::string called(const std::string& kind, const std::string& id);
  // Everything in its gradebook, a line each.
  std::string gradebook();

 private:
  std::string name_;
  std::unique_ptr<ChildProcess> process_;
  std::unique_ptr<SisClient> client_;
};

} // namespace host_stub::story
