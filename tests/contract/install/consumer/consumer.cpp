// A stranger's program in C++: includes both layers.
#include <lms_plugin/host.hpp>
#include <lms_plugin/plugin.hpp>

int main() {
  lms_plugin::HostServices services;
  services.log = [](const lms_log_record&) {};
  const lms_plugin::Host host({.name = "stranger"}, services);
  return host.table().log != nullptr && host.table().secret_get == nullptr ? 0 : 1;
}
