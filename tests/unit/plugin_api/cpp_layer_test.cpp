// The C++ layers of both sides, with each other and with a plugin in C.
#include <dlfcn.h>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <unistd.h>

#include <gtest/gtest.h>

#include "lms_plugin/host.hpp"
#include "lms_plugin/plugin.hpp"

namespace {

namespace fs = std::filesystem;
using namespace lms_plugin;

HostServices quiet() {
  HostServices services;
  services.log = [](const lms_log_record&) {};
  services.secret_get = [](std::string_view, Reply reply) {
    reply.fail(LMS_E_UNSUPPORTED, "none");
  };
  return services;
}

lms_action_context teacher() {
  lms_action_context who{};
  who.struct_size = sizeof who;
  who.user_id = to_str("teacher");
  return who;
}

TEST(HostLayer, LeavesOutTheServicesThatAHostDoesNotHave) {
  const Host host({.name = "x"}, quiet());
  EXPECT_NE(host.table().log, nullptr);
  EXPECT_NE(host.table().secret_get, nullptr);
  EXPECT_EQ(host.table().register_menu, nullptr);
  EXPECT_EQ(host.table().wake, nullptr);
  EXPECT_EQ(to_view(host.table().info->name), "x");
}

TEST(HostLayer, AServiceThatThrowsHasNotReplied) {
  HostServices services = quiet();
  services.domain_path = [](std::string_view, Reply) {
    throw std::runtime_error("the database is gone");
  };
  const Host host({}, services);
  const Answer answer = ask_host(7, [&](const lms_reply* reply) {
    host.table().domain_path(host.table().ctx, reply, "d", 1);
  });
  EXPECT_EQ(answer.kind, Answer::Kind::none);
  EXPECT_EQ(answer.status, LMS_E_HOST_NO_REPLY);
}

TEST(HostLayer, AnswersNowLaterOrWithAFailure) {
  HostServices services = quiet();
  lms_request_id promised = 0;
  services.secret_get = [&](std::string_view name, Reply reply) {
    if (name == "now") {
      reply.ok("v\xC3\xA4lue");
      reply.ok("again");
    } else if (name == "later") {
      promised = reply.later();
    } else {
      reply.fail(LMS_E_UNSUPPORTED, "no such secret");
    }
  };
  const Host host({}, services);
  const auto ask = [&](lms_request_id id, std::string_view name) {
    return ask_host(id, [&](const lms_reply* reply) {
      host.table().secret_get(host.table().ctx, reply, name.data(), name.size());
    });
  };
  const Answer now = ask(1, "now");
  EXPECT_EQ(now.kind, Answer::Kind::ok);
  EXPECT_EQ(now.data, "v\xC3\xA4lue");
  EXPECT_EQ(now.further_acts, 1);
  EXPECT_EQ(ask(2, "later").kind, Answer::Kind::later);
  EXPECT_EQ(promised, 2U);
  const Answer never = ask(3, "other");
  EXPECT_EQ(never.status, LMS_E_UNSUPPORTED);
  EXPECT_EQ(never.data, "no such secret");
}

class MenuOfLambdas : public testing::Test {
 protected:
  MenuOfLambdas() {
    services_.register_item = [this](const lms_menu_item& item) { registered_.push_back(item); };
    menu_.add({"gradebook.tools/a", "A", LMS_PERMISSION_SYNC_GRADES, 1,
               [](const lms_action_context&, lms_item_state& out) {
                 out.flags = LMS_ITEM_SHOWN;
                 copy_cut(out.reason, "not yet");
                 return Status{};
               },
               [](const lms_action_context& who, std::string_view input, std::string& document) {
                 if (input == "throw") {
                   throw std::runtime_error("defect");
                 }
                 document = std::string(to_view(who.user_id)) + ":" + std::string(input);
                 return Status{};
               }});
    menu_.add({"admin.sis_sync/b", "B", LMS_PERMISSION_MANAGE_SYNC, 2, {}, {}});
    host_.emplace(HostIdentity{}, services_);
    EXPECT_EQ(menu_.register_with(host_->table(), 1).kind, Answer::Kind::ok);
  }

  lms_status invoke(std::string_view input, std::string& document, lms_error& error) {
    const lms_sink sink{sizeof(lms_sink), 0, &document,
                        [](void* ctx, const char* data, std::uint64_t len) {
                          static_cast<std::string*>(ctx)->append(data, len);
                        }};
    const lms_action_context who = teacher();
    return registered_[0].invoke(registered_[0].ctx, &who, input.data(), input.size(), &sink,
                                 &error);
  }

  HostServices services_ = quiet();
  std::vector<lms_menu_item> registered_;
  Menu menu_;
  std::optional<Host> host_;
};

TEST_F(MenuOfLambdas, IsRegisteredWithPlaceAndPermission) {
  ASSERT_EQ(registered_.size(), 2U);
  EXPECT_EQ(registered_[1].order, 2U);
  EXPECT_NE(menu_.find("admin.sis_sync/b"), nullptr);
  EXPECT_EQ(menu_.find("nowhere/c"), nullptr);
}

TEST_F(MenuOfLambdas, IsCalledBackThroughC) {
  lms_error error = empty_error();
  std::string document;
  EXPECT_EQ(invoke("hello", document, error), LMS_OK);
  EXPECT_EQ(document, "teacher:hello");
  lms_item_state state{};
  state.struct_size = sizeof state;
  const lms_action_context who = teacher();
  EXPECT_EQ(registered_[0].state(registered_[0].ctx, &who, &state, nullptr), LMS_OK);
  EXPECT_EQ(state.flags, LMS_ITEM_SHOWN);
  EXPECT_STREQ(state.reason, "not yet");
}

TEST_F(MenuOfLambdas, LetsNoExceptionOut) {
  lms_error error = empty_error();
  std::string document;
  EXPECT_EQ(invoke("throw", document, error), LMS_E_INTERNAL);
  EXPECT_STREQ(error.code, "plugin.exception");
  EXPECT_TRUE(document.empty());
}

TEST_F(MenuOfLambdas, RefusesStructsThatAreTooSmall) {
  lms_action_context who = teacher();
  who.struct_size = 8;
  lms_item_state state{};
  state.struct_size = sizeof state;
  EXPECT_EQ(registered_[0].state(registered_[0].ctx, &who, &state, nullptr), LMS_E_STRUCT_SIZE);
}

TEST(FixedText, IsCutBetweenCharacters) {
  char out[4];
  copy_cut(out, "ab\xC3\xA4");
  EXPECT_STREQ(out, "ab");
  copy_cut(out, "a\xC3\xA4");
  EXPECT_STREQ(out, "a\xC3\xA4");
}

class DummyThroughTheLayer : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_);
    void* library = ::dlopen(DUMMY_PLUGIN, RTLD_NOW | RTLD_LOCAL);
    ASSERT_NE(library, nullptr) << ::dlerror();
    const auto query = reinterpret_cast<const lms_plugin_api* (*)(std::uint32_t)>(
        ::dlsym(library, "lms_plugin_query"));
    api_ = query(LMS_ABI_MAJOR);
    ASSERT_NE(api_, nullptr);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string config() const {
    return R"({"schema":"lms.config/1","data_dir":")" + folder_.string() + "\"}";
  }

  fs::path folder_ = fs::temp_directory_path() / ("cpp_layer_" + std::to_string(::getpid()));
  const lms_plugin_api* api_ = nullptr;
};

TEST_F(DummyThroughTheLayer, LivesAWholeLife) {
  const Host host({.name = "test"}, quiet());
  Instance plugin;
  EXPECT_EQ(plugin.start().value, LMS_E_STATE);
  ASSERT_TRUE(plugin.create(*api_, host, config()).ok());
  ASSERT_TRUE(plugin.start().ok());
  lms_score_event event{};
  event.struct_size = sizeof event;
  event.class_id = to_str("c");
  event.activity_id = to_str("a");
  event.student_id = to_str("s");
  lms_outcome outcome{};
  outcome.struct_size = sizeof outcome;
  EXPECT_TRUE(plugin.on_score(event, &outcome).ok());
  EXPECT_EQ(outcome.disposition, LMS_QUEUED);
  event.student_id = to_str("");
  const Status refused = plugin.on_score(event);
  EXPECT_EQ(refused.value, LMS_E_ARGUMENT);
  EXPECT_FALSE(refused.code.empty());
  std::string document;
  EXPECT_TRUE(plugin.status("", document).ok());
  EXPECT_NE(document.find("lms.status/1"), std::string::npos);
  EXPECT_TRUE(plugin.pump().ok());
  EXPECT_TRUE(plugin.stop(1000).ok());
  Instance moved = std::move(plugin);
  EXPECT_EQ(plugin.handle(), 0U); // NOLINT(bugprone-use-after-move): that it is empty is the point
  EXPECT_NE(moved.handle(), 0U);
}

TEST_F(DummyThroughTheLayer, CarriesTheReasonOfARefusal) {
  const Host host({}, quiet());
  Instance plugin;
  const Status refused = plugin.create(*api_, host, "{}");
  EXPECT_EQ(refused.value, LMS_E_DOCUMENT);
  EXPECT_FALSE(refused.message.empty());
  EXPECT_EQ(plugin.handle(), 0U);
}

} // namespace
