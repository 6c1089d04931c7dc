#pragma once

#include <string>

namespace host_stub::loader {

// The platform this program was compiled for, in the words of manifests: linux_amd64, linux_arm64,
// windows_amd64, …
inline std::string platform_tuple() {
#if defined(_WIN32)
  std::string system = "windows";
#elif defined(__APPLE__)
  std::string system = "macos";
#else
  std::string system = "linux";
#endif
#if defined(__x86_64__) || defined(_M_X64)
  return system + "_amd64";
#elif defined(__aarch64__) || defined(_M_ARM64)
  return system + "_arm64";
#elif defined(__i386__)
  return system + "_386";
#elif defined(__riscv)
  return system + "_riscv64";
#else
  return system + "_unknown";
#endif
}

} // namespace host_stub::loader
