#include "plugin/abi/instance_parts.hpp"

#include <charconv>

#include "manifests/schemas.hpp"
#include "plugin/abi/root_notice.hpp"
#include "plugin/delivery/account_notice.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/platform/files.hpp"
#include "plugin/platform/hash.hpp"
#include "plugin/platform/module_path.hpp"

namespace passback::abi {
namespace {

constexpr std::size_t kLargestProfile = 262'144;
constexpr std::string_view kProfilesMeta = "profiles";
constexpr std::chrono::milliseconds kNoticeDeadline{5'000};
constexpr std::string_view kNoticeMeta = "hold_notice";

} // namespace

Result<Profiles> load_profiles(const std::string& profiles_dir) {
  const std::string folder =
      profiles_dir.empty() ? platform::module_folder() + "/sis" : profiles_dir;
  const auto names = platform::list_files(folder);
  if (!names.ok())
    return Error{Code::config, "The SIS profiles cannot be read from " + folder + "."};
  std::vector<oneroster::ProfileFile> files;
  for (const std::string& name : *names) {
    if (!name.ends_with(".yaml"))
      continue;
    auto text = platform::read_file(folder + "/" + name, kLargestProfile);
    if (!text.ok())
      return text.error();
    if (text->has_value())
      files.push_back({name, std::move(**text)});
  }
  if (files.empty())
    return Error{Code::config, "There are no SIS profiles in " + folder + "."};
  std::string all;
  for (const auto& file : files)
    all += file.yaml;
  return Profiles{oneroster::ProfileCatalog(std::move(files), passback::manifests::kSisSchema),
                  platform::sha256_hex(all)};
}

Status note_profiles(outbox::Store& store, const std::string& digest,
                     std::chrono::milliseconds deadline) {
  std::string before;
  const Status read = store.intake().read([&](outbox::Transaction& transaction) -> Status {
    const auto known = transaction.meta(kProfilesMeta);
    if (!known.ok())
      return known.error();
    before = known->value_or("");
    return ok_status();
  });
  if (!read.ok() || before == digest)
    return read;
  return store.intake().commit(deadline, [&](outbox::Transaction& transaction) -> Status {
    if (const Status put = transaction.put_meta(kProfilesMeta, digest); !put.ok())
      return put;
    return before.empty() ? ok_status() : outbox::ask_to_reconsider(transaction, {});
  });
}

Status guard_site(outbox::Store& store, const HostIdentity& host,
                  std::chrono::milliseconds deadline) {
  if (host.site_id.empty())
    return ok_status();
  return store.intake().commit(deadline, [&](outbox::Transaction& transaction) -> Status {
    const auto id = outbox::site_id(transaction);
    const auto url = outbox::site_url(transaction);
    for (const auto* read : {&id, &url})
      if (!read->ok())
        return read->error();
    const auto hold = outbox::site_hold(transaction);
    if (!hold.ok())
      return hold.error();
    if (id->empty())
      return outbox::put_site(transaction, host.site_id, host.site_url);
    const bool same = *id == host.site_id && *url == host.site_url;
    if (!same && hold->why == Code::none) {
      if (const Status told = transaction.put_meta(kNoticeMeta, ""); !told.ok())
        return told;
      return outbox::hold_site(transaction, Code::site_moved);
    }
    if (same && hold->why == Code::site_moved)
      return outbox::hold_site(transaction, Code::none);
    return ok_status();
  });
}

Result<std::optional<delivery::Notice>> site_notice(outbox::Store& store,
                                                    std::int64_t now_unix_ms) {
  std::optional<delivery::Notice> notice;
  bool held = false;
  const Status looked = store.intake().read([&](outbox::Transaction& transaction) -> Status {
    const auto hold = outbox::site_hold(transaction);
    if (!hold.ok())
      return hold.error();
    held = hold->why == Code::site_moved;
    return ok_status();
  });
  if (!looked.ok())
    return looked.error();
  if (!held)
    return notice;
  const Status asked =
      store.intake().commit(kNoticeDeadline, [&](outbox::Transaction& transaction) -> Status {
        notice.reset();
        const auto text = transaction.meta(kNoticeMeta);
        if (!text.ok())
          return text.error();
        std::int64_t told_unix_ms = 0;
        const std::string told = text->value_or("");
        std::from_chars(told.data(), told.data() + told.size(), told_unix_ms);
        if (!delivery::may_tell_again(told_unix_ms, now_unix_ms))
          return ok_status();
        notice = root_notice(Code::site_moved, LMS_NOTICE_PROBLEM, "site", "notice.site_moved");
        return transaction.put_meta(kNoticeMeta, std::to_string(now_unix_ms));
      });
  if (!asked.ok())
    return asked.error();
  return notice;
}

} // namespace passback::abi
