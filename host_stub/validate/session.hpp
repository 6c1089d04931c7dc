// A plugin under test: its table, and an instance whose every call is watched.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <string_view>

#include "host_stub/validate/check.hpp"
#include "host_stub/validate/fake_host.hpp"

namespace host_stub::validate {

// Loads the library and asks for the table. The library stays loaded. Throws CheckFailed.
using QueryFunction = const lms_plugin_api*(LMS_CALL*)(std::uint32_t);
QueryFunction load_query(const Subject& subject);
const lms_plugin_api& load_table(const Subject& subject);

lms_str text_of(std::string_view text);

// A configuration document for a data folder of that name, which is made, below the check's own
// folder.
std::string configuration(const Subject& subject, std::string_view folder,
                          std::string_view run_mode = "inline");

// Events about one cell and its activity. The views must outlive the event.
lms_score_event score_event(std::string_view student = "student-1", double points = 87.5);
lms_activity_event activity_event();
lms_action_context somebody();

// One instance. Each call happens inside the host's window and is checked for what every call
// promises: it returns in time; a failure fills the error (status, code, message), a success leaves
// it alone; nothing is written beyond struct_size; the host was not called when or where it must
// not be. Any breach throws CheckFailed.
class Session {
 public:
  Session(const lms_plugin_api& api, FakeHost& host) : api_(api), host_(host) {}
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  lms_status create(const std::string& config);
  lms_status create(const lms_host& host, const std::string& config);
  lms_status start();
  lms_status on_score(const lms_score_event& event);
  lms_status on_activity(const lms_activity_event& event);
  lms_status pump();
  lms_status stop(std::uint32_t deadline_ms = 2000);
  lms_status status(std::string& document, std::string_view query = {});
  lms_status invoke(std::string_view item, std::string_view input, std::string& document);
  lms_status reconcile(std::string_view query, std::string& document);
  lms_status answer(lms_request_id id, lms_status status, std::string_view data);
  void destroy();

  // Any other call; body gets the error to hand on.
  lms_status call(const char* name, const std::function<lms_status(lms_error*)>& body);

  lms_instance handle() const { return handle_; }
  void use_handle(lms_instance handle) { handle_ = handle; }
  const std::string& last_code() const { return last_code_; }
  const std::string& last_message() const { return last_message_; }
  const lms_plugin_api& api() const { return api_; }
  FakeHost& host() { return host_; }

 private:
  const lms_plugin_api& api_;
  FakeHost& host_;
  lms_instance handle_ = 0;
  std::string last_code_;
  std::string last_message_;
};

// Fails with what the call said unless it answered OK.
void require_ok(lms_status status, std::string_view call, const Session& session);
// Fails unless the call answered exactly that.
void require_status(lms_status status, lms_status wanted, std::string_view call);
// The name of a status ("LMS_E_STATE"), or its number.
std::string status_name(lms_status status);

// create and start, both of which must succeed.
void open(Session& session, const std::string& config);

// How much later than its deadline a call may come back. Larger under a sanitizer.
std::uint32_t grace_ms();

} // namespace host_stub::validate
