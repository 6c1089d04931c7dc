// What an instance is made of while it runs: opened by start (or by the first event), closed by
// stop.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "plugin/abi/config.hpp"
#include "plugin/abi/host_domains.hpp"
#include "plugin/abi/host_vault.hpp"
#include "plugin/abi/host_wake.hpp"
#include "plugin/abi/presence.hpp"
#include "plugin/abi/questions.hpp"
#include "plugin/actions/actions.hpp"
#include "plugin/delivery/delivery.hpp"
#include "plugin/intake/intake.hpp"
#include "plugin/oneroster/profile/profile_catalog.hpp"
#include "plugin/outbox/store.hpp"

namespace passback::abi {

struct InstanceParts : std::enable_shared_from_this<InstanceParts> {
  InstanceParts(Presence inside, HostBridge& host, const settings::SecretFile& secret_file)
      : presence(std::move(inside)), wake(host), domains(host), vault(host, secret_file) {}

  // In the order of construction; destroyed the other way round.
  Presence presence; ///< last to go: while anything is open no forked child may work
  HostWake wake;
  HostDomains domains;
  HostVault vault;
  oneroster::ProfileCatalog profiles;
  std::unique_ptr<outbox::Store> store;
  std::unique_ptr<intake::Intake> intake;
  std::unique_ptr<actions::Actions> actions;
  std::unique_ptr<delivery::Delivery> delivery; ///< none in enqueue_only
  Questions questions;
};

struct Profiles {
  oneroster::ProfileCatalog catalog;
  std::string digest; ///< of all their texts
};
/// The profiles in a folder ("sis" beside the module if the configuration names none); each file is
/// read at its first use.
Result<Profiles> load_profiles(const std::string& profiles_dir);
/// Other profiles than at the last start may write what was sent otherwise: all records are looked
/// at again.
Status note_profiles(outbox::Store& store, const std::string& digest,
                     std::chrono::milliseconds deadline);

/// Design: a copy of a site does not write to the real SIS. Remembers the site's id and address at
/// the first opening; if either differs later, delivery is held (meta "hold") until an
/// administrator says which site this is.
Status guard_site(outbox::Store& store, const HostIdentity& host,
                  std::chrono::milliseconds deadline);
/// What people are to be told while nobody has answered: once a day, whoever opens the outbox.
Result<std::optional<delivery::Notice>> site_notice(outbox::Store& store, std::int64_t now_unix_ms);

} // namespace passback::abi
