#include "plugin/platform/module_path.hpp"

#include <dlfcn.h>
#include <filesystem>

namespace passback::platform {

std::string module_folder() {
  Dl_info library{};
  if (::dladdr(reinterpret_cast<const void*>(&module_folder), &library) == 0 ||
      library.dli_fname == nullptr)
    return ".";
  std::error_code error;
  const auto path = std::filesystem::canonical(library.dli_fname, error);
  return error ? "." : path.parent_path().string();
}

} // namespace passback::platform
