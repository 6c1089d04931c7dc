// The validator's host: it offers as much as a tier asks for, misbehaves as told, and notices when
// it is called at the wrong time or on the wrong thread.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "lms_plugin/lms_plugin.h"

namespace host_stub::validate {

// How the host answers a service that has a reply.
enum class Answering {
  properly,
  never,
  twice,
  by_failing,
  with_garbage,
  later, // says so, and nobody ever calls `answer`
};

struct RegisteredItem {
  std::string id;
  std::string place;
  std::string label;
  std::string permission;
  lms_menu_item item{}; // its strings are gone; ctx, state and invoke stay valid
};

class FakeHost {
 public:
  explicit FakeHost(int tier, Answering answering = Answering::properly);
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  // The table for `create`; services above the tier are NULL. Points into this object.
  lms_host table();

  // While one lives, this thread is inside a call of the host's: only then may the plugin call
  // back.
  class Window {
   public:
    explicit Window(FakeHost& host);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

   private:
    FakeHost& host_;
  };

  // Says yes or no to permission_check from now on.
  void allow(bool yes) { allow_ = yes; }
  // Runs once, inside the next service call.
  void inside_next_service(std::function<void()> hook);

  // The first call that came at a wrong time or on a wrong thread, or whose arguments break the
  // contract; "" if none.
  std::string violation() const;
  std::size_t log_lines(std::uint32_t level) const;
  std::vector<lms_request_id> promised() const;
  bool answered_twice() const { return answered_twice_; }
  // How many pages of the gradebook were asked for.
  int pages() const { return pages_; }

  const std::vector<RegisteredItem>& items() const { return items_; }
  const lms_callbacks& callbacks() const { return callbacks_; }
  bool has_callbacks() const { return callbacks_.struct_size != 0; }

 private:
  friend struct FakeHostFunctions; // the C functions of the table

  // Every service begins here.
  void entered(const char* service);
  void complain(const std::string& what);
  void check_text(const char* what, const char* text, std::uint64_t len);
  void check_notice_1_1(const lms_notice& notice);
  void answer(const char* service, const lms_reply* reply, const std::string& proper);

  const int tier_;
  const Answering answering_;
  lms_host_info info_{};
  bool allow_ = true;
  bool answered_twice_ = false;
  int pages_ = 0;
  std::function<void()> hook_;
  std::vector<RegisteredItem> items_;
  lms_callbacks callbacks_{};

  mutable std::mutex
      mutex_; // guards what follows: a plugin that breaks the rules calls from anywhere
  int depth_ = 0;
  std::thread::id window_thread_;
  std::string violation_;
  std::vector<std::uint32_t> log_levels_;
  std::vector<lms_request_id> promised_;
};

} // namespace host_stub::validate
