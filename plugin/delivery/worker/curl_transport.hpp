// The real transport: libcurl's multi interface on the worker's thread.
//
// HTTP/2 where the SIS offers it, kept-alive connections, TLS always verified, no redirect ever
// followed (credentials would follow it), http and https only, no proxy from the environment (a
// host may change its environment on another thread while libcurl reads it), no cookies or .netrc
// of its own, answers cut at 1 MiB, those to a GET at 16 MiB: some SISs do not page.
//
// Where it may go is decided on the address that a connection is about to be made to, whatever name
// or number stood in the URL: by the rules of AddressPolicy, and without encryption to this machine
// only. An address that is refused is not tried, so that nothing is learned about it.
//
// What left: a request with a body has left when libcurl took the first byte of the body; one
// without has left when its head was about to be written. Before that a failure is never_left,
// after it maybe_stored. libcurl repeats a request by itself only if a kept-alive connection turned
// out to be dead before any byte of an answer came; every request here may be repeated (a PUT to an
// id of its own, a DELETE, a GET, a token request), and the question "may it still leave" is asked
// again.
#pragma once

#include <memory>
#include <string>

#include "plugin/delivery/worker/transport.hpp"
#include "plugin/platform/ip_address.hpp"
#include "plugin/platform/result.hpp"

namespace passback::delivery {

struct TransportOptions {
  std::string user_agent;
  platform::AddressPolicy addresses;
  std::string ca_pem; ///< trusted besides the system's, in every transfer
};

/// Code::unsupported if the libcurl at hand cannot be used.
Result<std::unique_ptr<Transport>> make_curl_transport(TransportOptions options);

} // namespace passback::delivery
