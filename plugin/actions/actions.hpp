// What the menu items do: a JSON document in, a JSON document out (docs/documents.md). Nothing here
// knows the C boundary; permissions have been checked by the caller.
//
// Everything runs on the host's thread, inside the call that it made. No network I/O. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/gradebook/ids.hpp"
#include "plugin/intake/custom_data.hpp"
#include "plugin/intake/domain_path.hpp"
#include "plugin/oneroster/profile/profile_catalog.hpp"
#include "plugin/outbox/store.hpp"
#include "plugin/platform/clock.hpp"
#include "plugin/platform/result.hpp"
#include "plugin/settings/branding.hpp"
#include "plugin/settings/secrets.hpp"
#include "plugin/texts/languages.hpp"

namespace passback::actions {

/// The menu items, by the ids of lms_plugin/menu.h.
inline constexpr std::string_view kSyncGradesSettings = "gradebook.tools/sync_grades_settings";
inline constexpr std::string_view kSyncGradesToSis = "gradebook.tools/sync_grades_to_sis";
inline constexpr std::string_view kSisSettings = "admin.sis_sync/sis_settings";
inline constexpr std::string_view kSyncConsole = "admin.sis_sync/console";
inline constexpr std::string_view kActivitySync = "gradebook.activity/sync";

/// By which right somebody uses an item.
enum class Capacity {
  own, ///< the item's own permission: a teacher of the class, an administrator of the domain
  for_teacher, ///< act_for_teacher: does what a teacher of the class may
  viewer,      ///< view_sync: sees, changes nothing
};

/// Who uses an item, and where.
struct Asker {
  gradebook::UserId user;
  gradebook::DomainId domain;  ///< admin items; empty = the root domain
  gradebook::ClassId class_id; ///< gradebook items
  gradebook::SchoolYear school_year;
  gradebook::ActivityId activity; ///< when the item was opened on one activity
  std::string locale;             ///< a BCP 47 tag; empty = English
  /// The host's own configuration speaks, not a person: the host is not asked for its permission.
  bool is_operator = false;
  Capacity capacity = Capacity::own;
};

/// The host's word on who may do what concerns the whole site.
class PermissionSource {
 public:
  virtual ~PermissionSource() = default;
  /// operate_sync on the asker's domain, which is the top of a tree; of a host of 1.0
  /// manage_sis_sync. Code::denied: no. Code::busy: the host says later. Called on the host's
  /// thread, outside any transaction.
  virtual Status may_operate(const Asker& asker) = 0;
  /// By which right the asker may send the grades of her class: sync_grades, or what stands in for
  /// it. Else, and when it is called, as the other.
  virtual Result<Capacity> may_send(const Asker& asker) = 0;
};

/// Names of people, for a document that is written now; they are stored nowhere.
class PeopleSource {
 public:
  virtual ~PeopleSource() = default;
  /// By id: those whom the asker may see. Code::host_missing: the host has no names to give;
  /// Code::busy: it says later. Called on the host's thread, outside any transaction.
  virtual Result<std::map<std::string, std::string>> names(const Asker& asker,
                                                           const std::vector<std::string>& ids) = 0;
};

/// A field of the LMS's own in which ids of the SIS may stand.
struct CustomField {
  std::string of; ///< users, classes or enrolments
  std::string name, title;
};

/// What stands in fields of the LMS's own, for a card that is drawn now.
class CustomDataSource {
 public:
  virtual ~CustomDataSource() = default;
  /// Code::host_missing: the host offers no such data; Code::busy: it says later. Called on the
  /// host's thread, outside any transaction. So is the other.
  virtual Result<std::vector<CustomField>> fields() = 0;
  virtual Result<intake::CustomAnswers> values(const intake::CustomQuestion& question) = 0;
};

/// Where secrets go: the host's vault, or the secret file (settings/secret_file.hpp).
class SecretSink {
 public:
  virtual ~SecretSink() = default;
  /// Called on the host's thread, outside any transaction. An empty value removes.
  virtual Status put(const std::string& name, const settings::Secret& value) = 0;
};

/// All outlive the Actions.
struct ActionParts {
  outbox::Store& store;
  const oneroster::ProfileCatalog& profiles;
  const platform::Clock& clock;
  SecretSink& secrets;
  intake::DomainPathSource& domains;
  gradebook::DomainId default_domain;
  std::string site_id, site_url; ///< what the host says that it is, for the site guard's answers
  PermissionSource& permissions;
  const texts::Languages& languages = texts::english_only();
  PeopleSource* people = nullptr;          ///< nullptr: people are named by their ids
  CustomDataSource* custom_data = nullptr; ///< nullptr: the host offers none
  /// The vendor's words; asked when a page shows some of them. None: those of the catalogue.
  std::function<settings::Branding()> branding = {};
};

struct Reply {
  std::string document;
  /// Something may be due now: nudge the worker and let intake reconsider.
  bool changed = false;
};

/// How to draw an item.
struct ItemState {
  bool shown = false, enabled = false;
  Code reason_code = Code::none; ///< why it is hidden or disabled
  std::string reason;            ///< the same for people
};

struct DueNotices;

/// What only the running worker knows.
struct LiveFigures {
  std::int64_t in_flight = 0, requests = 0, confirmed = 0, doubtful = 0, leased_accounts = 0;
};

class Actions {
 public:
  explicit Actions(ActionParts parts) : parts_(std::move(parts)) {}

  /// The asker with the place that the item will be used at: it is the one to ask permission for.
  Asker settled(std::string_view item_id, Asker asker) const;
  /// input: empty = open. Code::unsupported: no such item or operation; Code::document: input that
  /// does not fit its schema. What a person entered wrongly is no error: the reply then lists
  /// problems and nothing is saved.
  Result<Reply> invoke(std::string_view item_id, const Asker& asker, std::string_view input,
                       std::chrono::milliseconds deadline);
  /// Reads local state; asks the host once where an unknown domain stands.
  Result<ItemState> item_state(std::string_view item_id, const Asker& asker);
  /// lms.status/1 for lms.status_query/1 (empty = the whole).
  Result<std::string> status(std::string_view query, const std::optional<LiveFigures>& live);
  /// Writes down what lms.reconcile_query/1 (empty = the whole site) wants to have read anew of the
  /// host's gradebook.
  Status reconcile(std::string_view query, std::chrono::milliseconds deadline);
  /// What people are to be told now because a day has come; each is told once (due_notices.hpp).
  Result<DueNotices> due_notices(std::chrono::milliseconds deadline);
  Status notices_told(const DueNotices& due, std::chrono::milliseconds deadline);
  /// Where the night has come for a domain whose gradebook is to be read anew each night.
  Status begin_nightly_reads(std::chrono::milliseconds deadline);
  /// In which notices about a domain are said; English where its settings cannot be read.
  texts::Words words_of_notices(const gradebook::DomainId& domain);
  /// lms.reconcile/1: what of the gradebook has not been looked at.
  Result<std::string> left_to_reconcile();

 private:
  Result<Reply> use(std::string_view item_id, const Asker& asker, std::string_view input,
                    std::chrono::milliseconds deadline);

  ActionParts parts_;
};

} // namespace passback::actions
