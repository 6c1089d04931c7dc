// A certificate of an authority that signs nothing, for what reads certificates as text.
#pragma once

namespace passback {

constexpr const char* kTestAuthority =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBmzCCAUGgAwIBAgIUE+2x99zO/GuFINrGGtjuQg8t4QcwCgYIKoZIzj0EAwIw\n"
    "IjEgMB4GA1UEAwwXUGFzc2JhY2sgdGVzdCBhdXRob3JpdHkwIBcNMjYxMTI3MTgz\n"
    "OTQ4WhgPMjEyNjExMDMxODM5NDhaMCIxIDAeBgNVBAMMF1Bhc3NiYWNrIHRlc3Qg\n"
    "YXV0aG9yaXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEsVADqZ2DBd48nERu\n"
    "X8Ck/VYIIuSA75P+viCt8asH2bj237YpYyJyoPvevBKA8VBT5I2SXiQih2+8GvpQ\n"
    "Dh7pUaNTMFEwHQYDVR0OBBYEFHYroF+fxzE29EevZxS0TGutUE9oMB8GA1UdIwQY\n"
    "MBaAFHYroF+fxzE29EevZxS0TGutUE9oMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI\n"
    "zj0EAwIDSAAwRQIgLJ1+1CN2Zgy+pT4CgHMbJXDyYxYq0HIcoHekJXR21yACIQDb\n"
    "xAEqNPHIfYSovZ/48O7iWUdkLkEU08QVKv/yr4chDg==\n"
    "-----END CERTIFICATE-----\n";

} // namespace passback
