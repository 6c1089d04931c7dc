// The host's services as C++ functions. Every call out of the module goes through here, on the
// host's thread, with no lock held.
//
// A service answers through its reply: inside the call, or later through `answer` of the plugin's
// table. What is asked is kept under a request id until then; a reply that comes twice, too late or
// from nowhere is ignored and logged.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lms_plugin/lms_plugin.h"
#include "plugin/abi/frame_mark.hpp"
#include "plugin/abi/host_queue.hpp"
#include "plugin/platform/clock.hpp"
#include "plugin/platform/result.hpp"
#include "plugin/texts/languages.hpp"

namespace passback::abi {

enum class Service {
  secret_get,
  register_menu,
  register_callbacks,
  permission_check,
  gradebook_read,
  domain_path,
  domain_list,
  secret_put,
  people_read,      ///< of the extension lms.people/1
  custom_data_read, ///< of the extension lms.custom_data/1
};

/// The host said that it will answer later; `subject` of the question comes back with the answer.
struct Later {};
using Answer = std::variant<std::string, Error, Later>;

/// A late answer, matched to its question.
struct LateAnswer {
  Service service;
  std::string subject;
  Result<std::string> data;
};

/// Who the host is, copied.
struct HostIdentity {
  std::string name, version, site_id, site_url;
};

/// What the host says of itself, checked. A host without an info is one without a name; what is
/// wrong with one is named.
Result<HostIdentity> read_identity(const lms_host& host);

class HostBridge {
 public:
  /// Copies the host's table; members that do not lie wholly within its struct_size count as
  /// absent.
  HostBridge(const lms_host& host, HostIdentity identity, HostQueue& host_queue,
             const platform::Clock& clock);

  const HostIdentity& identity() const { return identity_; }
  bool has(Service service) const;
  /// The host was written for ABI 1.1 or later: it can be asked what 1.0 had no name for.
  bool knows_1_1() const { return host_.abi_minor >= 1; }

  Answer secret_get(const std::string& name, const std::string& subject);
  Answer secret_put(const std::string& name, std::string_view value);
  Answer register_menu(const std::vector<lms_menu_item>& items);
  Answer register_callbacks(const lms_callbacks& callbacks);
  Answer permission_check(const lms_action_context& who, const char* permission,
                          const std::string& subject);
  Answer gradebook_read(const std::string& query, const std::string& subject);
  Answer domain_path(const std::string& domain_id);
  Answer domain_list(const std::string& domain_id);
  /// query: lms.people_query/1. Code::host_missing: the host does not offer the extension.
  Answer people_read(const std::string& query, const std::string& subject);
  /// query: lms.custom_data_query/1. Code::host_missing as well.
  Answer custom_data_read(const std::string& query, const std::string& subject);
  void log(const LogLine& line);
  /// Said in those words.
  void notify(const delivery::Notice& notice, const texts::Words& words);
  bool can_notify() const { return host_.notify != nullptr; }
  /// [worker] The one call that may come from a thread of ours.
  void wake() const;

  /// Takes a late answer in. Code::argument: no such question is open.
  Result<LateAnswer> answer(lms_request_id id, lms_status status, std::string_view data);
  /// True on a thread that is inside one of the host's services right now. `call` is in the frame
  /// of the call that asks. A service that was left by a jump is forgotten, and what it was asked.
  bool inside_service(const FrameMark& call);
  /// Questions that the host said it would answer later and has not.
  std::size_t open_questions() const;
  /// Gives up on late answers older than ten minutes.
  void forget_stale();

 private:
  enum class Phase { asked, answered, failed, later };
  struct Question {
    Service service = Service::secret_get;
    std::string subject;
    Phase phase = Phase::asked;
    bool in_call = true;
    std::int64_t asked_unix_ms = 0;
    std::string data;
    Error error;
  };

  /// A thread inside a service, and the question that it was asked there (0 = none).
  struct Inside {
    FrameMark::Sighting mark;
    lms_request_id question;
  };

  const lms_ext_header* extension(const char* id);
  template <class Call> Answer ask(Service service, std::string subject, Call&& call);
  lms_request_id open(Service service, std::string subject, const FrameMark& mark);
  Answer close(lms_request_id id);
  void settle(lms_request_id id, Phase phase, std::string data, Error error);
  void enter(const FrameMark& mark, lms_request_id question);
  void leave();

  template <class Body> static void take_reply(const lms_reply* reply, Body&& body) noexcept;
  static void LMS_CALL reply_ok(const lms_reply* reply, const char* data,
                                std::uint64_t len) noexcept;
  static void LMS_CALL reply_fail(const lms_reply* reply, lms_status status, const char* message,
                                  std::uint64_t len) noexcept;
  static void LMS_CALL reply_later(const lms_reply* reply) noexcept;

  lms_host host_{};
  HostIdentity identity_;
  HostQueue& host_queue_;
  const platform::Clock& clock_;
  mutable std::mutex mutex_;   // a leaf: the host is never called while it is held
  lms_request_id next_id_ = 1; // GUARDED_BY(mutex_)
  std::map<lms_request_id, Question> questions_; // GUARDED_BY(mutex_)
  std::vector<Inside> inside_;                   // GUARDED_BY(mutex_)
};

/// A counted string of the contract that borrows `text`.
inline lms_str borrow(std::string_view text) {
  return {text.data(), text.size()};
}

} // namespace passback::abi
