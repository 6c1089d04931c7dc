#pragma once
// The table of functions that this host hands to a plugin, and what the plugin registers through
// it.
#include <functional>
#include <string>
#include <vector>

#include "host_stub/gradebook/gradebook.hpp"
#include "host_stub/host/log_file.hpp"
#include "host_stub/host/wake_signal.hpp"
#include "lms_plugin/lms_plugin.h"

namespace host_stub::host {

// A menu item as the plugin registered it; functions and ctx are the plugin's and live until
// destroy.
struct MenuItem {
  std::string id;
  std::string place;
  std::string label;
  std::string permission;
  std::string view_permission; // whoever has it sees the item too; empty: nobody
  void* ctx = nullptr;
  decltype(lms_menu_item::state) state = nullptr;
  decltype(lms_menu_item::invoke) invoke = nullptr;
};

// An answer that is given after the call that asked for it.
struct LateAnswer {
  lms_request_id request_id = 0;
  lms_status status = LMS_OK;
  std::string data;
};

// Everything this host does for a plugin, all tiers. Runs on the host's thread inside the host's
// calls; `wake` alone may come from elsewhere. Nothing is thrown to the plugin: a service that
// cannot do its work answers with a failure.
class HostServices {
 public:
  HostServices(gradebook::Gradebook& book, gradebook::Site site, LogFile& log, bool late_answers);
  HostServices(const HostServices&) = delete;
  HostServices& operator=(const HostServices&) = delete;

  // A host that does not let its gradebook be read.
  void keep_gradebook_closed() { table_.gradebook_read = nullptr; }
  // Valid as long as this object.
  const lms_host& table() const { return table_; }

  const std::vector<MenuItem>& menu_items() const { return menu_items_; }
  // Whether an item is put into somebody's menu at all, here.
  bool may_see(const MenuItem& item, std::string_view user_id, std::string_view class_id,
               std::string_view domain_id);
  const lms_callbacks& callbacks() const { return callbacks_; }
  // The answers that are due, oldest first; taken out.
  std::vector<LateAnswer> take_late_answers();
  WakeSignal& wake_signal() { return wake_; }

 private:
  struct Answer {
    lms_status status = LMS_OK;
    std::string data;
  };
  void reply(const lms_reply* reply, const std::function<Answer()>& work) noexcept;

  Answer secret_get(std::string_view name);
  Answer secret_put(std::string_view name, std::string_view value);
  Answer register_menu(const lms_menu_item* items, std::uint64_t count, std::uint64_t stride);
  Answer register_callbacks(const lms_callbacks* callbacks);
  Answer permission_check(const lms_action_context& who, std::string_view permission);
  Answer gradebook_read(std::string_view query);
  Answer people_read(std::string_view query);
  Answer custom_data_read(std::string_view query);
  Answer domain_path(std::string_view domain_id);
  Answer domain_list(std::string_view domain_id);
  void notify(const lms_notice& notice);

  friend struct HostFunctions; // the C functions of the table

  gradebook::Gradebook& book_;
  gradebook::Site site_;
  LogFile& log_;
  bool late_answers_;
  std::vector<LateAnswer> late_;
  std::vector<MenuItem> menu_items_;
  lms_callbacks callbacks_{};
  WakeSignal wake_;
  lms_host_info info_{};
  lms_host table_{};
};

} // namespace host_stub::host
