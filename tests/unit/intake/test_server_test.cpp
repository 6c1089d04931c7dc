// From the SIS's test server to the real one: what the test server has is forgotten.
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::State;
using settings::FirstSend;

class TestServer : public IntakeTest {
 protected:
  TestServer() {
    district.connection->sis_name = "Harbor SIS";
    district.connection->test_server = true;
    save(district);
    take(essay());
    take(score_of("90"));
    deliver_everything();
  }
  void goes_on_with(bool was_test) {
    auto& connection = *district.connection;
    connection.former.push_back({connection.generation, connection.sis_name, "", "", was_test});
    connection.generation = 2;
    connection.test_server = false;
    district.first_send = FirstSend{clock.now_ms, FirstSend::Answer::open, {}};
    save(district);
    commit([](outbox::Transaction& transaction) { return ask_to_reconsider(transaction, {}); });
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok() && !*left);
  }
};

TEST_F(TestServer, IsNamedAsOneWhereverTheSisIsNamed) {
  EXPECT_EQ(settings::shown_name(*district.connection), "Harbor SIS (test server)");
  district.connection->test_server = false;
  EXPECT_EQ(settings::shown_name(*district.connection), "Harbor SIS");
}

TEST_F(TestServer, ToTheRealSisAllIsNewAndTheFirstSendQuestionComesAgain) {
  const auto before = result();
  ASSERT_EQ(before.confirmed.form, Form::present);
  goes_on_with(true);
  const auto now = result();
  EXPECT_EQ(now.key.connection_generation, 2);
  EXPECT_NE(now.wire_id, before.wire_id);
  EXPECT_EQ(now.confirmed.form, Form::none);
  EXPECT_EQ(now.released.form, Form::none);
  EXPECT_EQ(now.code, Code::first_send_asked);
}

TEST_F(TestServer, ToAnotherRealSisWhatWasSentStaysWithTheOneBefore) {
  goes_on_with(false);
  EXPECT_EQ(result().code, Code::other_sis);
  EXPECT_EQ(result().confirmed.form, Form::present);
}

} // namespace
} // namespace passback::intake
