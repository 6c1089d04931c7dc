#pragma once
// From a manifest to a library in this process.
#include "host_stub/loader/manifest.hpp"
#include "lms_plugin/lms_plugin.h"

namespace host_stub::loader {

// A plugin whose library is in this process for good: it is never unloaded, because a worker that
// outlives its host's last look at it must not run in unmapped memory. So this is a plain view, to
// be copied at will.
struct LoadedPlugin {
  Manifest manifest;
  const lms_plugin_api* api = nullptr;
};

// Reads the manifest, finds the library of this platform, loads it (RTLD_NOW, RTLD_LOCAL), asks it
// for the table of this ABI and holds what it says about itself against the manifest. Nothing of
// the library runs before the manifest was found good.
Result<LoadedPlugin> load_plugin(const std::filesystem::path& manifest_file);

// The plugin.yaml that came with this program: beside it, or in ../manifests.
std::filesystem::path default_manifest();

} // namespace host_stub::loader
