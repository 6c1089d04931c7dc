#pragma once
// The /_sis routes: what a test looks at and how it makes the provider misbehave. No OneRoster, no
// authentication; they are for tests on a loopback address.
#include "host_stub/sis/service.hpp"

namespace host_stub::sis {

class Control {
 public:
  /// The caller holds the service's lock.
  explicit Control(Service& service) : service_(service) {}

  Response answer(const Request& request);

 private:
  Response records(const Parameters& query) const;
  Response requests(const Request& request, const Parameters& query);
  Response faults(const Request& request);
  Response roster(const Request& request);
  Response averages(const Parameters& query) const;
  Response by_hand(const Request& request);
  Response profile() const;
  Response settings(const Request& request);
  Response reset(const Parameters& query);

  Service& service_;
};

} // namespace host_stub::sis
