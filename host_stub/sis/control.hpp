#pragma once
// The /_sis routes: what a test looks at and how it makes the provider misbehave. No OneRoster, no
// authentication; they are for tests on a loopback address.
#include "host_stub/sis/service.hpp"

namespace host_stub::sis {

class Control {
 public:
  /// The caller holds the service's lock.
  explicit Control(Service& service) : service_(service) {}

  http::Response answer(const http::Request& request);

 private:
  http::Response records(const Parameters& query) const;
  http::Response requests(const http::Request& request, const Parameters& query);
  http::Response faults(const http::Request& request);
  http::Response roster(const http::Request& request);
  http::Response averages(const Parameters& query) const;
  http::Response by_hand(const http::Request& request);
  http::Response profile() const;
  http::Response settings(const http::Request& request);
  http::Response reset(const Parameters& query);

  Service& service_;
};

} // namespace host_stub::sis
