#include "plugin/abi/parts.hpp"

#include "manifests/schemas.hpp"
#include "plugin/platform/files.hpp"
#include "plugin/platform/module_path.hpp"

namespace passback::abi {
namespace {

constexpr std::size_t kLargestProfile = 262'144;
constexpr std::size_t kMostQuestions = 10'000;

} // namespace

bool Parts::may_ask(const std::string& key, std::int64_t now_unix_ms, std::int64_t pause_ms) {
  const std::lock_guard lock(asked_mutex_);
  if (asked_.size() > kMostQuestions)
    asked_.clear();
  const auto [entry, first] = asked_.try_emplace(key, now_unix_ms);
  if (first)
    return true;
  if (now_unix_ms - entry->second < pause_ms && now_unix_ms >= entry->second)
    return false;
  entry->second = now_unix_ms;
  return true;
}

Result<oneroster::ProfileCatalog> load_profiles(const std::string& profiles_dir) {
  const std::string folder =
      profiles_dir.empty() ? platform::module_folder() + "/sis" : profiles_dir;
  const auto names = platform::list_files(folder);
  if (!names.ok())
    return Error{Code::config, "The SIS profiles cannot be read from " + folder + "."};
  std::vector<oneroster::ProfileFile> files;
  for (const std::string& name : *names) {
    if (!name.ends_with(".yaml"))
      continue;
    const std::string path = folder + "/" + name;
    auto text = platform::read_file(path, kLargestProfile);
    if (!text.ok())
      return text.error();
    if (text->has_value())
      files.push_back({path, std::move(**text)});
  }
  if (files.empty())
    return Error{Code::config, "There are no SIS profiles in " + folder + "."};
  return oneroster::ProfileCatalog::parse(files, passback::manifests::kSisSchema);
}

Status guard_site(outbox::Store& store, const HostIdentity& host,
                  std::chrono::milliseconds deadline) {
  if (host.site_id.empty())
    return ok_status();
  return store.intake().commit(deadline, [&](outbox::Transaction& transaction) -> Status {
    const auto id = transaction.meta("site_id");
    const auto url = transaction.meta("site_url");
    const auto hold = transaction.meta("hold");
    for (const auto* read : {&id, &url, &hold})
      if (!read->ok())
        return read->error();
    const std::string held = hold->value_or("");
    if (!id->has_value() || (**id).empty()) {
      if (const Status put = transaction.put_meta("site_id", host.site_id); !put.ok())
        return put;
      return transaction.put_meta("site_url", host.site_url);
    }
    const bool same = **id == host.site_id && url->value_or("") == host.site_url;
    const std::string moved(info(Code::site_moved).id);
    if (!same && held.empty())
      return transaction.put_meta("hold", moved);
    if (same && held == moved)
      return transaction.put_meta("hold", "");
    return ok_status();
  });
}

} // namespace passback::abi
