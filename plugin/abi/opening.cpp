#include "plugin/abi/opening.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "plugin/abi/branding_file.hpp"
#include "plugin/abi/calls.hpp"
#include "plugin/abi/host_pump.hpp"
#include "plugin/abi/instance.hpp"
#include "plugin/abi/kept_notices.hpp"
#include "plugin/abi/restored_outbox.hpp"
#include "plugin/abi/settings_file.hpp"
#include "plugin/abi/version.hpp"
#include "plugin/platform/files.hpp"
#include "plugin/platform/module_path.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::abi {
namespace {

void prefetch_secrets(Instance& instance, InstanceParts& parts) {
  std::vector<settings::Connection> connections;
  // An unreadable connection is found, and said, by the worker.
  (void)parts.store->intake().read([&](outbox::Transaction& transaction) -> Status {
    const auto rows = transaction.connections();
    if (!rows.ok())
      return rows.error();
    for (const outbox::ConnectionRow& row : *rows) {
      auto connection = settings::connection_from_json(row.document);
      if (connection.ok() && !settings::goes_by_file(*connection))
        connections.push_back(std::move(*connection));
    }
    return ok_status();
  });
  for (const settings::Connection& connection : connections)
    fetch_secret(instance, connection.secret_ref, connection.secret_version);
}

} // namespace

Result<InstanceParts*> open_parts(Instance& instance, Deadline deadline) {
  const Config& config = instance.config();
  auto inside = Presence::enter();
  if (!inside)
    return Error{Code::forked, {}};
  if (const Status folder = platform::make_private_folder(config.data_dir); !folder.ok())
    return folder.error();
  auto profiles = load_profiles(config.profiles_dir);
  if (!profiles.ok())
    return profiles.error();
  auto store =
      outbox::open_sqlite_store({config.data_dir, config.durability, left_until(deadline)});
  if (!store.ok())
    return store.error();
  auto made =
      std::make_shared<InstanceParts>(std::move(*inside), instance.host(), instance.secret_file());
  InstanceParts& parts = *made;
  Call::keep(std::move(made));
  parts.profiles = std::move(profiles->catalog);
  parts.store = std::move(*store);
  if (const Status guarded =
          guard_site(*parts.store, instance.host().identity(), left_until(deadline));
      !guarded.ok())
    return guarded.error();
  if (const Status noted = note_profiles(*parts.store, profiles->digest, left_until(deadline));
      !noted.ok())
    return noted.error();
  parts.intake = std::make_unique<intake::Intake>(
      intake::IntakeParts{.store = *parts.store,
                          .profiles = parts.profiles,
                          .clock = instance.clock(),
                          .domains = parts.domains,
                          .default_domain = gradebook::DomainId(kRootDomain)});
  parts.actions = std::make_unique<actions::Actions>(
      actions::ActionParts{.store = *parts.store,
                           .profiles = parts.profiles,
                           .clock = instance.clock(),
                           .secrets = parts.vault,
                           .domains = parts.domains,
                           .default_domain = gradebook::DomainId(kRootDomain),
                           .site_id = instance.host().identity().site_id,
                           .site_url = instance.host().identity().site_url,
                           .permissions = instance.permissions(),
                           .languages = instance.languages(),
                           .people = &instance.people(),
                           .custom_data = &instance.custom_data(),
                           .branding = [data_dir = config.data_dir] {
                             return read_branding(data_dir, platform::module_folder());
                           }});
  if (!config.settings_file.empty()) {
    if (const Status loaded = load_settings_file(instance, parts, config.settings_file, deadline);
        !loaded.ok())
      return loaded.error();
  }
  return &parts;
}

Status start_delivery(Instance& instance, InstanceParts& parts) {
  const Config& config = instance.config();
  HostQueue& host_queue = instance.host_queue();
  auto of_site = site_notice(*parts.store, instance.clock().unix_ms());
  if (!of_site.ok())
    return of_site.error();
  if (of_site->has_value())
    host_queue.post(std::move(**of_site));
  auto of_outbox = notice_restored_outbox(*parts.store, config.data_dir, instance.clock().unix_ms(),
                                          kOpenDeadline);
  if (!of_outbox.ok())
    return of_outbox.error();
  if (of_outbox->has_value())
    host_queue.post(std::move(**of_outbox));
  if (const Status kept = post_kept_notices(*parts.store, host_queue, kOpenDeadline); !kept.ok())
    return kept.error();
  prefetch_secrets(instance, parts);
  parts.delivery = delivery::Delivery::create(
      {.store = *parts.store,
       .profiles = parts.profiles,
       .secrets = instance.secrets(),
       .log = host_queue,
       .clock = instance.clock(),
       .notify = [&host_queue](delivery::Notice notice) { host_queue.post(std::move(notice)); },
       .wake_host = [&parts] { parts.wake.call(); }},
      {.data_dir = config.data_dir,
       .lease_ms = config.lease_ms,
       .user_agent = user_agent(),
       .addresses = config.by_operator.addresses,
       .ca_pem = config.by_operator.ca_pem});
  return parts.delivery->start();
}

} // namespace passback::abi
