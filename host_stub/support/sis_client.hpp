#pragma once
// How the demo and stories ask the simulated SIS what it has and make it misbehave.
#include <string>

#include <boost/json/value.hpp>

namespace host_stub {

// Looks into the SIS through its /_sis routes, which need no credentials. Throws when it does not
// answer with 2xx.
class SisClient {
 public:
  explicit SisClient(std::string url) : url_(std::move(url)) {}

  const std::string& url() const { return url_; }
  boost::json::value get(const std::string& path) { return request("GET", path, ""); }
  void post(const std::string& path, const std::string& body) { request("POST", path, body); }
  void remove(const std::string& path) { request("DELETE", path, ""); }

 private:
  boost::json::value request(const std::string& method, const std::string& path,
                             const std::string& body);

  std::string url_;
};

} // namespace host_stub
