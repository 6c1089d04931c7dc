#pragma once
// HTTP for `import --from-sis`, over libcurl. One thread; each call waits for its answer.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "host_stub/import/api/http_answer.hpp"
#include "host_stub/import/api/url.hpp"

namespace host_stub::import {

// Plain requests, one after the other, on one connection. Cookies are kept between them (some
// providers tie a token to one); redirects are not followed, because credentials would go along.
// Proxies come from the environment, as curl reads it.
class HttpClient {
 public:
  // `ca_file`: trust these certificates instead of the system's; may be empty.
  explicit HttpClient(std::filesystem::path ca_file);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  HttpAnswer get(const Url& url, const std::vector<std::string>& headers);
  // A form.
  HttpAnswer post(const Url& url, const std::vector<std::string>& headers, const std::string& form);

 private:
  HttpAnswer perform(const Url& url, const std::vector<std::string>& headers,
                     const std::string* form);

  struct Handle;
  std::unique_ptr<Handle> handle_;
  std::filesystem::path ca_file_;
};

} // namespace host_stub::import
