#pragma once
// One SIS as a client sees it: its two services, signed in, asked again where that helps. One
// thread.
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "host_stub/import/api/http_client.hpp"
#include "host_stub/import/api/sign_in.hpp"
#include "host_stub/support/failure.hpp"

namespace host_stub::import {

// Told after each page: which collection, how many objects of it are here, of how many.
using Progress = std::function<void(const std::string& collection, std::size_t here,
                                    std::optional<std::size_t> of)>;

struct SisAddress {
  std::string version; // "1.1" or "1.2"
  Url rostering;       // the base path of the rostering service
  Url gradebook;       // of the gradebook service; the same in 1.1
};

// Reads of an SIS's OneRoster API. What may pass by itself (a full SIS, a lost connection) is tried
// again a few times; every other refusal is an answer with a plain sentence, whose `code` is
// "sis.missing" if the SIS does not know the address.
class SisApi {
 public:
  SisApi(SisAddress address, Credentials credentials, const std::filesystem::path& ca_file,
         std::size_t page_size, Progress progress)
      : address_(std::move(address)), http_(ca_file), sign_in_(std::move(credentials)),
        page_size_(page_size), progress_(std::move(progress)) {}

  enum class Service { rostering, gradebook };
  using Objects = std::vector<boost::json::value>;

  // All pages of a collection. `path` is behind the service's base path, encoded: "/classes".
  Result<Objects> collection(Service service, const std::string& path, const std::string& member);
  // One object by its path.
  Result<boost::json::value> object(const std::string& path, const std::string& member);

  const std::string& version() const { return address_.version; }

 private:
  Url at(Service service, const std::string& path) const;
  // An answer of status 200, or why there is none.
  Result<HttpAnswer> get(const Url& url);

  SisAddress address_;
  HttpClient http_;
  SignIn sign_in_;
  std::size_t page_size_;
  Progress progress_;
};

} // namespace host_stub::import
