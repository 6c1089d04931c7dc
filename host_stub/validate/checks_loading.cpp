// Checks of what happens before an instance exists: loading, the query, the descriptor, the
// symbols.
#include <algorithm>
#include <chrono>
#include <cstring>
#include <set>

#include "host_stub/validate/elf_symbols.hpp"
#include "host_stub/validate/process_state.hpp"
#include "host_stub/validate/session.hpp"

namespace host_stub::validate {
namespace {

void query_is_pure(const Subject& subject) {
  const ProcessState before = process_state();
  const QueryFunction query = load_query(subject);
  const std::size_t files = count_files();
  std::vector<std::chrono::nanoseconds> times;
  for (int i = 0; i < 101; ++i) {
    const auto began = std::chrono::steady_clock::now();
    const lms_plugin_api* api = query(LMS_ABI_MAJOR);
    times.push_back(std::chrono::steady_clock::now() - began);
    require(api != nullptr, "the query answers NULL for ABI major 1");
  }
  std::nth_element(times.begin(), times.begin() + 50, times.end());
  require(times[50] < std::chrono::milliseconds(1), "the query takes a millisecond or more");
  require(count_files() == files, "the query opened or closed a file");
  const std::string changed = difference(before, process_state(), true);
  require(changed.empty(), "after loading and querying " + changed);
}

void unknown_major(const Subject& subject) {
  const QueryFunction query = load_query(subject);
  for (const std::uint32_t major : {0U, LMS_ABI_MAJOR + 1U, 1000U, 0xFFFFFFFFU}) {
    if (major != subject.manifest.abi_major) {
      require(query(major) == nullptr,
              "the query answers a table for ABI major " + std::to_string(major));
    }
  }
}

void table_is_whole(const Subject& subject) {
  const QueryFunction query = load_query(subject);
  const lms_plugin_api& api = load_table(subject);
  require(query(LMS_ABI_MAJOR) == &api, "the query answers another table the second time");
  require(api.abi_major == LMS_ABI_MAJOR, "the table says another ABI major than it was asked for");
  // Everything behind `info` is a function pointer.
  const auto* bytes = reinterpret_cast<const char*>(&api);
  for (std::size_t at = offsetof(lms_plugin_api, create); at < sizeof(lms_plugin_api);
       at += sizeof(void*)) {
    void* function = nullptr;
    std::memcpy(&function, bytes + at, sizeof function);
    require(function != nullptr, "the table lacks the function at byte " + std::to_string(at));
  }
}

std::string checked_text(const lms_str& text, const char* what) {
  require(text.len == 0 || text.ptr != nullptr,
          std::string("the descriptor's ") + what + " is a null pointer");
  require(text.ptr == nullptr || text.ptr[text.len] == '\0',
          std::string("the descriptor's ") + what + " has no NUL behind it");
  return text.ptr == nullptr ? "" : std::string(text.ptr, text.len);
}

void descriptor_equals_manifest(const Subject& subject) {
  const lms_plugin_api& api = load_table(subject);
  const lms_plugin_info* info = api.info;
  require(info != nullptr && LMS_HAS(info, lms_plugin_info, state_format),
          "the descriptor is missing or too small");
  const auto same = [](const std::string& in_library, const std::string& in_manifest,
                       const char* what) {
    require(in_library == in_manifest, std::string("the library's ") + what + " is '" + in_library +
                                           "', the manifest's is '" + in_manifest + "'");
  };
  same(checked_text(info->id, "id"), subject.manifest.id, "id");
  same(checked_text(info->version, "version"), subject.manifest.version, "version");
  same(checked_text(info->license, "license"), subject.manifest.license, "license");
  same(std::to_string(api.abi_major), std::to_string(subject.manifest.abi_major), "ABI major");
  for (const auto& [text, what] : {std::pair{&info->name, "name"},
                                   {&info->vendor, "vendor"},
                                   {&info->build_id, "build_id"},
                                   {&info->standards, "standards"},
                                   {&info->transport_info, "transport_info"},
                                   {&info->state_format, "state_format"}}) {
    checked_text(*text, what);
  }
  const std::set<std::string> flags(subject.manifest.flags.begin(), subject.manifest.flags.end());
  require(flags.contains("stays_loaded") == ((info->flags & LMS_PLUGIN_STAYS_LOADED) != 0),
          "the manifest and the library disagree about stays_loaded");
  require(flags.contains("owns_threads") == ((info->flags & LMS_PLUGIN_OWNS_THREADS) != 0),
          "the manifest and the library disagree about owns_threads");
}

void exports_one_symbol(const Subject& subject) {
  const auto read = read_elf_facts(subject.library);
  if (const auto* reason = std::get_if<std::string>(&read)) {
    throw CheckFailed(*reason);
  }
  const auto& facts = std::get<ElfFacts>(read);
  for (const auto& symbol : facts.exported) {
    require(!symbol.unique, "the symbol " + symbol.name + " is STB_GNU_UNIQUE");
    require(symbol.name == subject.manifest.entry, "the library exports " + symbol.name + " (" +
                                                       std::to_string(facts.exported.size()) +
                                                       " symbols in all)");
  }
  require(facts.exported.size() == 1, "the library does not export " + subject.manifest.entry);
  require(!facts.text_relocations, "the library has text relocations");
  const auto& flags = subject.manifest.flags;
  require(std::find(flags.begin(), flags.end(), "stays_loaded") == flags.end() ||
              facts.never_unloaded,
          "the manifest says stays_loaded, but the library is not linked with -z nodelete");
}

} // namespace

void add_loading_checks(std::vector<Check>& checks) {
  checks.push_back(
      {"query_is_pure", 0,
       "loading and querying changes nothing in the process and takes less than a millisecond",
       query_is_pure});
  checks.push_back({"unknown_major", 0,
                    "the query answers NULL for an ABI major that the plugin does not speak",
                    unknown_major});
  checks.push_back(
      {"table_is_whole", 0, "the table is static and has every function of 1.0", table_is_whole});
  checks.push_back({"descriptor_equals_manifest", 0, "the library says the same as its manifest",
                    descriptor_equals_manifest});
  checks.push_back({"exports_one_symbol", 0,
                    "the library exports its entry function and nothing else", exports_one_symbol});
}

} // namespace host_stub::validate
