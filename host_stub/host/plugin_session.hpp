#pragma once
// An instance of a plugin from create to destroy, with every call that a host makes on it in
// between.
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host_stub/gradebook/gradebook.hpp"
#include "host_stub/host/abi_slots.hpp"
#include "host_stub/host/facts.hpp"
#include "host_stub/host/host_services.hpp"
#include "host_stub/loader/loaded_plugin.hpp"
#include "host_stub/support/failure.hpp"

namespace host_stub::host {

struct SessionOptions {
  std::filesystem::path data; // the host's data folder; the plugin gets the folder `plugin` in it
  std::string run_mode;       // inline, enqueue_only, deliver_only
  std::string log_level = {}; // empty: the plugin's default
  std::int64_t lease_ms = 0;  // 0: the plugin's default
  bool late_answers = false;
  bool closed_gradebook = false; // do not offer gradebook_read
  std::int64_t clock_ahead_ms = 0; // of the plugin
  // File with what the operator allows (lms.operator/1); empty: an SIS on this machine, which is
  // where `host_stub sis` is.
  std::filesystem::path operator_file = {};
};

// What became of one reported fact.
struct Reported {
  std::optional<PluginError> error; // the fact is not stored: the host keeps it for the sweep
  std::uint32_t disposition = 0;
  std::string reason;
};

// Who uses a menu item, and where.
struct ActionContext {
  std::string user_id = {};
  std::string domain_id = {};
  std::string class_id = {};
  std::string school_year = {};
  std::string activity_id = {};
  std::string locale = {};
};

struct ItemState {
  bool shown = false;
  bool enabled = false;
  std::string reason_code;
  std::string reason;
};

// One instance of a plugin: created and started by open, stopped and destroyed by the destructor.
// Not for several threads.
class PluginSession {
 public:
  static Result<std::unique_ptr<PluginSession>> open(const loader::LoadedPlugin& plugin,
                                                     gradebook::Gradebook& book,
                                                     gradebook::Site site, LogFile& log,
                                                     const SessionOptions& options);
  ~PluginSession();
  PluginSession(const PluginSession&) = delete;
  PluginSession& operator=(const PluginSession&) = delete;

  // One answer a fact, in order.
  std::vector<Reported> report(const std::vector<ScoreFact>& facts);
  Reported report(const ActivityFact& fact);
  Reported report(const ClassFact& fact);
  Reported report(const EnrolmentFact& fact);

  const std::vector<MenuItem>& menu_items() const { return services_.menu_items(); }
  Result<ItemState> item_state(const MenuItem& item, const ActionContext& who);
  Result<std::string> invoke(const MenuItem& item, const ActionContext& who,
                             std::string_view input);

  // A lms.status/1 document; the query is a lms.status_query/1 or empty for the whole.
  Result<std::string> status(std::string_view query = {});

  // Lets the plugin read the gradebook anew (a lms.reconcile_query/1; pump goes on with it);
  // answers a lms.reconcile/1.
  Result<std::string> reconcile(std::string_view query);

  // Does the plugin's host-bound work; answers how much of it is left for the next time.
  std::uint32_t pump();
  // Until the plugin asks for a pump, at most so long.
  void wait(std::chrono::milliseconds at_most) { services_.wake_signal().wait_for(at_most); }
  // Ends the worker now, not in the destructor, to learn how it went.
  std::optional<PluginError> stop();

 private:
  PluginSession(const loader::LoadedPlugin& plugin, gradebook::Gradebook& book,
                gradebook::Site site, LogFile& log, bool late_answers)
      : api_(*plugin.api), services_(book, std::move(site), log, late_answers) {}

  // Through the callback that the plugin registered, else through its table.
  template <class Event, class Callback, class Function>
  Reported report_event(const Event& event, Callback callback, Function function);
  // True if the plugin was waiting for any.
  bool give_late_answers();
  // Makes a call, and makes it again when the plugin was only too busy because it waited for an
  // answer that has now been given.
  lms_status call(const std::function<lms_status()>& work);

  const lms_plugin_api& api_;
  HostServices services_;
  lms_instance instance_ = 0;
};

// The dispositions of events.h in the words of this host's output.
std::string disposition_name(std::uint32_t disposition);

} // namespace host_stub::host
