#pragma once
// A certificate authority and a server certificate for localhost, made anew at each start. Nothing
// is kept but the CA certificate that clients are to trust.
#include <string>

namespace host_stub::http {

struct TlsIdentity {
  std::string ca_pem;          ///< what clients trust
  std::string certificate_pem; ///< for localhost, 127.0.0.1 and ::1, signed by the CA
  std::string key_pem;         ///< of the certificate; the CA's key is forgotten
};

/// EC keys on P-256, valid from yesterday for ten years. Throws std::runtime_error.
TlsIdentity make_tls_identity();

} // namespace host_stub::http
