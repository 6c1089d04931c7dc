// The simulated SIS, running, with a small school: class c1 with students s1 to s9, categories
// cat-1 and cat-2, a term with the grading periods gp-1 and gp-2.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/json.hpp>

#include "host_stub/sis/server.hpp"

namespace passback::integration {

class Sis {
 public:
  explicit Sis(host_stub::sis::SisConfig config = {});
  ~Sis();
  Sis(const Sis&) = delete;
  Sis& operator=(const Sis&) = delete;

  std::string url() const { return url_; }
  std::uint16_t port() const { return server_->port(); }
  /// More of a school: {"classes": [...]}, as the API writes it.
  void load(const std::string& roster);
  void fault(const std::string& rules);
  void clear_faults();

  /// The score that the SIS has for a result; empty if it has none.
  std::string score_of(const std::string& result_id);
  bool has(const std::string& kind, const std::string& id);
  /// All records of that kind, by their values.
  std::vector<boost::json::object> values(const std::string& kind);
  /// Adds to the roster, or replaces parts of it: {"academicSessions":[...]}.
  void roster(const std::string& document);
  boost::json::object record(const std::string& kind, const std::string& id);
  void put(const std::string& path, const std::string& body);
  void remove(const std::string& path);
  /// Everything that arrived: of one method ("" = any) and with a part of the path.
  std::vector<boost::json::object> requests(const std::string& method = "",
                                            const std::string& path = "");
  std::size_t count(const std::string& method = "", const std::string& path = "") {
    return requests(method, path).size();
  }
  /// True if two requests for one record were in flight together.
  bool overlapped();

 private:
  boost::json::value control(const std::string& method, const std::string& path,
                             const std::string& body = {});
  std::string call(const std::string& method, const std::string& path, const std::string& body);

  std::string ca_file_;
  std::unique_ptr<host_stub::sis::SisServer> server_;
  std::string url_;
  std::thread thread_;
};

} // namespace passback::integration
