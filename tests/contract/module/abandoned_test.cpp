// A host that leaves one of its services by a jump, over the module's frames, as PHP does when a
// script throws, exits or runs out of memory or time there. Nothing of the call that was left is
// ever run again; what it held must not be held for ever.
#include <csetjmp>
#include <filesystem>
#include <fstream>

#include "tests/contract/module/module_fixture.hpp"
#include "tests/contract/module/raw_host.hpp"

namespace passback::contract {
namespace {

std::jmp_buf g_top;
bool g_armed_log, g_armed_register, g_armed_secret, g_armed_put, g_armed_sink;

void jump_if(bool& armed) {
  if (armed) {
    armed = false;
    std::longjmp(g_top, 1);
  }
}

void write_log(void*, const lms_log_record*) {
  jump_if(g_armed_log);
}
void get_secret(void*, const lms_reply* reply, const char*, std::uint64_t) {
  jump_if(g_armed_secret);
  reply->fail(reply, LMS_E_UNSUPPORTED, "", 0);
}
void put_secret(void*, const lms_reply* reply, const char*, std::uint64_t, const char*,
                std::uint64_t) {
  jump_if(g_armed_put);
  reply->ok(reply, "", 0);
}
void take_callbacks(void*, const lms_reply* reply, const lms_callbacks*) {
  jump_if(g_armed_register);
  reply->ok(reply, "", 0);
}
void write_document(void*, const char*, std::uint64_t) {
  jump_if(g_armed_sink);
}

const lms_sink kSink{sizeof(lms_sink), 0, nullptr, &write_document};

// The frame that is jumped back to; `call` comes back only if nothing jumped.
template <class Call> bool was_left(Call call) {
  if (setjmp(g_top) != 0) {
    return true;
  }
  call();
  return false;
}

// Makes the call from deeper in the stack than any other here, over frames that are in use.
template <class Call> [[gnu::noinline]] lms_status from_deep_below(Call call, int levels = 64) {
  volatile char room[1024];
  for (volatile char& byte : room) {
    byte = static_cast<char>(levels);
  }
  const lms_status status = levels == 0 ? call() : from_deep_below(call, levels - 1);
  room[1] = room[0];
  return status;
}

std::size_t count_in(const char* folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) {
    ++count;
  }
  return count;
}

class Abandoned : public ModuleTest {
 protected:
  Abandoned() {
    table_.struct_size = sizeof table_;
    table_.abi_major = LMS_ABI_MAJOR;
    table_.log = &write_log;
    table_.secret_get = &get_secret;
    table_.secret_put = &put_secret;
    table_.register_callbacks = &take_callbacks;
    switch_on();
  }
  lms_status create(const char* mode) {
    const std::string document = config(mode, more_config_);
    return api_.create(&table_, document.data(), document.size(), &self_, nullptr);
  }
  lms_status start() { return api_.start(self_, nullptr); }
  lms_status score_now() {
    const lms_score_event event = score("ana", 80);
    return api_.on_score(self_, &event, 30'000, nullptr, nullptr);
  }
  /// A whole life, of which nothing may be left; it fails if something of an earlier one is.
  std::string live(const char* mode) {
    if (const lms_status made = create(mode); made != LMS_OK) {
      return "create: " + std::to_string(made);
    }
    if (const lms_status started = start(); started != LMS_OK) {
      return "start: " + std::to_string(started);
    }
    if (const lms_status taken = score_now(); taken != LMS_OK) {
      return "on_score: " + std::to_string(taken);
    }
    if (const lms_status pumped = api_.pump(self_, 50, nullptr, nullptr); pumped != LMS_OK) {
      return "pump: " + std::to_string(pumped);
    }
    if (const lms_status stopped = api_.stop(self_, 2000, nullptr); stopped != LMS_OK) {
      return "stop: " + std::to_string(stopped);
    }
    api_.destroy(self_);
    return "";
  }
  /// Opens in that mode; one call of the module is then left through `armed`.
  template <class Call> std::string leave(const char* mode, bool& armed, Call call) {
    if (create(mode) != LMS_OK || start() != LMS_OK || score_now() != LMS_OK) {
      return "it did not open";
    }
    armed = true;
    return was_left(call) ? "" : "the service was not called";
  }

  const lms_plugin_api& api_ = module_table();
  lms_host table_{};
  lms_instance self_ = 0;
};

TEST_F(Abandoned, StopAndDestroyWorkAfterACallThatWasLeft) {
  for (const char* mode : {"inline", "enqueue_only"}) {
    EXPECT_EQ(in_child(30,
                       [&]() -> std::string {
                         const auto query = [&] {
                           api_.status(self_, nullptr, 0, &kSink, nullptr);
                         };
                         if (auto left = leave(mode, g_armed_sink, query); !left.empty()) {
                           return left;
                         }
                         const lms_status stopped = api_.stop(self_, 2000, nullptr);
                         if (stopped != LMS_OK) {
                           return "stop: " + std::to_string(stopped);
                         }
                         api_.destroy(self_);
                         return live(mode);
                       }),
              "")
        << mode;
  }
}

TEST_F(Abandoned, DestroyAloneIsEnoughWhereverItIsCalledFrom) {
  for (const bool deep : {false, true}) {
    EXPECT_EQ(in_child(30,
                       [&]() -> std::string {
                         // Something to log, so that pump calls the host.
                         table_.info = nullptr;
                         const auto logged = [&] {
                           api_.stop(self_, 2000, nullptr);
                           api_.start(self_, nullptr);
                         };
                         if (auto left = leave("inline", g_armed_register, logged); !left.empty()) {
                           return left;
                         }
                         const auto destroy = [&] {
                           api_.destroy(self_);
                           return LMS_OK;
                         };
                         deep ? from_deep_below(destroy) : destroy();
                         return live("inline");
                       }),
              "")
        << (deep ? "from deep below" : "from the top");
  }
}

TEST_F(Abandoned, AStopFromDeeperInTheStackIsNotTakenForACallInsideTheService) {
  EXPECT_EQ(in_child(30,
                     [&]() -> std::string {
                       const auto start_again = [&] {
                         api_.stop(self_, 2000, nullptr);
                         api_.start(self_, nullptr);
                       };
                       if (auto left = leave("enqueue_only", g_armed_register, start_again);
                           !left.empty()) {
                         return left;
                       }
                       const lms_status stopped =
                           from_deep_below([&] { return api_.stop(self_, 2000, nullptr); });
                       if (stopped != LMS_OK) {
                         return "stop: " + std::to_string(stopped);
                       }
                       api_.destroy(self_);
                       return live("enqueue_only");
                     }),
            "");
}

TEST_F(Abandoned, CreateTakesThePlaceOfAnInstanceWhoseCallWasLeft) {
  EXPECT_EQ(in_child(30,
                     [&]() -> std::string {
                       if (create("inline") != LMS_OK) {
                         return "it did not open";
                       }
                       g_armed_register = true;
                       if (!was_left([&] { api_.start(self_, nullptr); })) {
                         return "the service was not called";
                       }
                       return live("inline");
                     }),
            "");
}

TEST_F(Abandoned, NoLockIsHeldWhileTheHostIsAskedDuringTheFirstEvent) {
  EXPECT_EQ(in_child(30,
                     [&]() -> std::string {
                       if (create("enqueue_only") != LMS_OK || start() != LMS_OK) {
                         return "it did not open";
                       }
                       g_armed_put = true;
                       if (!was_left([&] { score_now(); })) {
                         return "the service was not called";
                       }
                       if (const lms_status taken = score_now(); taken != LMS_OK) {
                         return "on_score: " + std::to_string(taken);
                       }
                       api_.destroy(self_);
                       return live("enqueue_only");
                     }),
            "");
}

TEST_F(Abandoned, NeitherThreadsNorFilesAreLeftHoweverOftenItHappens) {
  EXPECT_EQ(in_child(60,
                     [&]() -> std::string {
                       std::size_t threads = 0;
                       std::size_t files = 0;
                       for (int i = 0; i < 8; ++i) {
                         const auto query = [&] {
                           api_.status(self_, nullptr, 0, &kSink, nullptr);
                         };
                         if (auto left = leave("inline", g_armed_sink, query); !left.empty()) {
                           return left;
                         }
                         api_.destroy(self_);
                         if (i == 1) {
                           threads = count_in("/proc/self/task");
                           files = count_in("/proc/self/fd");
                         }
                       }
                       const std::size_t threads_now = count_in("/proc/self/task");
                       const std::size_t files_now = count_in("/proc/self/fd");
                       if (threads_now > threads || files_now > files) {
                         return std::to_string(threads) + " -> " + std::to_string(threads_now) +
                                " threads, " + std::to_string(files) + " -> " +
                                std::to_string(files_now) + " files";
                       }
                       return "";
                     }),
            "");
}

TEST_F(Abandoned, ACallInsideAServiceIsStillKnownAsOne) {
  EXPECT_EQ(in_child(30,
                     [&]() -> std::string {
                       static lms_status inside;
                       static const lms_plugin_api* api;
                       static lms_instance self;
                       api = &api_;
                       table_.register_callbacks = [](void*, const lms_reply* reply,
                                                      const lms_callbacks*) {
                         inside = from_deep_below([] { return api->stop(self, 10, nullptr); });
                         reply->ok(reply, "", 0);
                       };
                       if (create("enqueue_only") != LMS_OK) {
                         return "it did not open";
                       }
                       self = self_;
                       if (start() != LMS_OK) {
                         return "start";
                       }
                       return inside == LMS_E_REENTRANT ? "" : std::to_string(inside);
                     }),
            "");
}

} // namespace
} // namespace passback::contract
