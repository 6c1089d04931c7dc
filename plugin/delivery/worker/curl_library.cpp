#include "plugin/delivery/worker/curl_library.hpp"

#include <string>

#include <curl/curl.h>

#include "plugin/platform/once.hpp"

namespace passback::delivery {

namespace {

// CURLOPT_PROTOCOLS_STR and CURLOPT_QUICK_EXIT are there from 7.87 on.
constexpr unsigned kOldestVersion = 0x075700;

Status initialise() {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return Error{Code::internal, "libcurl did not start"};
  }
  const auto* version = curl_version_info(CURLVERSION_NOW);
  if (version->version_num < kOldestVersion) {
    return Error{Code::unsupported,
                 std::string("libcurl ") + version->version + " is too old; 7.87 is needed"};
  }
  if ((version->features & CURL_VERSION_ASYNCHDNS) == 0) {
    return Error{Code::unsupported, "this libcurl resolves names on the calling thread"};
  }
  if ((version->features & CURL_VERSION_SSL) == 0) {
    return Error{Code::unsupported, "this libcurl has no TLS"};
  }
  return ok_status();
}

} // namespace

Status start_curl_library() {
  static platform::Once<Status> started;
  return started.get(initialise);
}

} // namespace passback::delivery
