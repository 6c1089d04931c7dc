// A host whose services misbehave in every way that a foreign callback can.
#include <cstring>
#include <functional>

#include <gtest/gtest.h>

#include "plugin/abi/host_bridge.hpp"

namespace passback::abi {
namespace {

struct FakeHost {
  std::function<void(const lms_reply*)> secret_get = [](const lms_reply*) {};
};

void LMS_CALL secret_get(void* ctx, const lms_reply* reply, const char*, std::uint64_t) {
  static_cast<FakeHost*>(ctx)->secret_get(reply);
}

class Bridge : public testing::Test {
 protected:
  HostBridge make(std::uint32_t size = sizeof(lms_host)) {
    lms_host table{};
    table.struct_size = size;
    table.ctx = &host_;
    table.secret_get = &secret_get;
    return HostBridge(table, {}, host_queue_, platform::system_clock());
  }
  Answer ask(HostBridge& bridge) { return bridge.secret_get("name", "subject"); }
  static Code code(const Answer& answer) { return std::get<Error>(answer).code; }

  FakeHost host_;
  HostQueue host_queue_{platform::system_clock(), platform::LogLevel::debug};
};

TEST_F(Bridge, TakesAnAnswerGivenInsideTheCall) {
  auto bridge = make();
  host_.secret_get = [](const lms_reply* reply) { reply->ok(reply, "s3cret", 6); };
  EXPECT_EQ(std::get<std::string>(ask(bridge)), "s3cret");
  EXPECT_EQ(bridge.open_questions(), 0U);
}

TEST_F(Bridge, TakesSilenceForFailure) {
  auto bridge = make();
  EXPECT_EQ(code(ask(bridge)), Code::host_no_reply);
}

TEST_F(Bridge, IgnoresASecondAnswerAndLogsIt) {
  auto bridge = make();
  host_.secret_get = [](const lms_reply* reply) {
    reply->ok(reply, "first", 5);
    reply->fail(reply, LMS_E_INTERNAL, "no", 2);
  };
  EXPECT_EQ(std::get<std::string>(ask(bridge)), "first");
  EXPECT_EQ(host_queue_.next_line()->level, platform::LogLevel::host_misbehaving);
}

TEST_F(Bridge, MatchesALateAnswerToItsQuestionOnce) {
  auto bridge = make();
  lms_request_id id = 0;
  host_.secret_get = [&](const lms_reply* reply) {
    id = reply->request_id;
    reply->later(reply);
  };
  EXPECT_TRUE(std::holds_alternative<Later>(ask(bridge)));
  EXPECT_EQ(bridge.open_questions(), 1U);
  const auto late = bridge.answer(id, LMS_OK, "value");
  ASSERT_TRUE(late.ok());
  EXPECT_EQ(late->subject, "subject");
  EXPECT_EQ(*late->data, "value");
  EXPECT_EQ(bridge.answer(id, LMS_OK, "value").error().code, Code::argument);
  EXPECT_EQ(bridge.answer(id + 77, LMS_OK, "value").error().code, Code::argument);
}

TEST_F(Bridge, IgnoresAReplyThatIsUsedAfterItsServiceReturned) {
  auto bridge = make();
  lms_reply kept{};
  host_.secret_get = [&](const lms_reply* reply) { kept = *reply; };
  EXPECT_EQ(code(ask(bridge)), Code::host_no_reply);
  kept.ok(&kept, "late", 4);
  EXPECT_EQ(host_queue_.next_line()->event, "host.reply");
}

TEST_F(Bridge, TreatsMembersBeyondTheHostsTableAsAbsent) {
  auto bridge = make(offsetof(lms_host, secret_get));
  EXPECT_FALSE(bridge.has(Service::secret_get));
  EXPECT_EQ(code(ask(bridge)), Code::host_missing);
}

TEST_F(Bridge, KnowsThatItsThreadIsInsideAService) {
  auto bridge = make();
  bool inside = false;
  host_.secret_get = [&](const lms_reply* reply) {
    const FrameMark call;
    inside = bridge.inside_service(call);
    reply->ok(reply, "", 0);
  };
  const FrameMark before;
  EXPECT_FALSE(bridge.inside_service(before));
  ask(bridge);
  EXPECT_TRUE(inside);
  EXPECT_FALSE(bridge.inside_service(before));
}

} // namespace
} // namespace passback::abi
