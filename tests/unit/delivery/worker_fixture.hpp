// A worker whose ledger, transport and clocks are the test's: no thread, no socket, no sleep.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "manifests/schemas.hpp"
#include "plugin/delivery/worker/worker.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/uuid.hpp"
#include "plugin/settings/account_key.hpp"
#include "plugin/settings/documents.hpp"
#include "tests/unit/delivery/scripted_transport.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::delivery {

using namespace std::chrono_literals;

/// Runs what was submitted when it is polled, over the synchronous face of a real outbox.
class HandLedger final : public outbox::Ledger {
 public:
  HandLedger(outbox::Intake& intake, const bool& broken, int& submitted)
      : intake_(intake), broken_(broken), submitted_(submitted) {}

  void submit(Work work, Done done) override {
    ++submitted_;
    waiting_.emplace_back(std::move(work), std::move(done));
  }
  std::size_t poll() override {
    const auto taken = std::exchange(waiting_, {});
    for (const auto& [work, done] : taken) {
      const Status stored = broken_ ? Status(Code::storage) : intake_.commit(10s, work);
      if (done) {
        done(stored);
      }
    }
    return taken.size();
  }
  std::size_t pending() const override { return waiting_.size(); }

 private:
  outbox::Intake& intake_;
  const bool& broken_;
  int& submitted_;
  std::vector<std::pair<Work, Done>> waiting_;
};

/// A real outbox whose storage thread is the test.
class HandStore final : public outbox::Store {
 public:
  explicit HandStore(std::unique_ptr<outbox::Store> real) : real_(std::move(real)) {}
  outbox::Intake& intake() override { return real_->intake(); }
  std::unique_ptr<outbox::Ledger> open_ledger(std::function<void()>) override {
    return std::make_unique<HandLedger>(real_->intake(), broken, submitted);
  }
  void seal() override { real_->seal(); }

  bool broken = false; ///< nothing can be stored
  int submitted = 0;   ///< pieces of work, since the beginning

 private:
  std::unique_ptr<outbox::Store> real_;
};

class WorkerTest : public ::testing::Test {
 protected:
  static constexpr std::int64_t kStart = 1'790'000'000'000;

  WorkerTest()
      : profiles({{"test.yaml", "name: test\ntitle: Test\nversion: 1\noneroster: \"1.2\"\n"}},
                 manifests::kSisSchema) {}

  void SetUp() override {
    auto opened = outbox::open_sqlite_store({folder.path()});
    ASSERT_TRUE(opened.ok()) << opened.error().detail;
    store = std::make_unique<HandStore>(std::move(*opened));
    clock.now = kStart;
    secrets.put("secret", 1, settings::Secret("t0k3n"));
    connect();
    auto lock = platform::OwnerLock::take(folder.path(), platform::random_uuid());
    ASSERT_TRUE(lock.ok()) << lock.error().detail;
    DeliveryOptions options;
    options.data_dir = folder.path();
    worker = std::make_unique<Worker>(DeliveryParts{*store, profiles, secrets, log, clock, {}, {}},
                                      options, std::move(*lock), transport);
  }

  void commit(const outbox::Intake::Work& work) {
    const Status done = store->intake().commit(10s, work);
    ASSERT_TRUE(done.ok()) << done.error().detail;
  }

  void connect() {
    settings::Connection connection;
    connection.id = "7b1c6a52-1f43-4a0e-9e55-2f3f0c1d7a10";
    connection.sis_name = "Test SIS";
    connection.profile = "test";
    connection.base_url = "https://sis.example";
    connection.credential = settings::Credential::access_token;
    connection.secret_ref = "secret";
    connection.secret_version = 1;
    connection.secret_origins = {"https://sis.example:443"};
    connection_id = connection.id;
    commit([&](outbox::Transaction& transaction) -> Status {
      outbox::ConnectionRow row = outbox::connection_row();
      row.id = connection.id;
      row.document = settings::to_json(connection);
      EXPECT_TRUE(transaction.put_connection(row).ok());
      settings::DomainSettings domain;
      domain.allow_grades = true;
      domain.connection = connection;
      EXPECT_TRUE(transaction.put_domain({gradebook::DomainId("district"), {}, "D"}).ok());
      return transaction.put_settings(outbox::Scope::domain, "district", settings::to_json(domain));
    });
  }

  /// A line item that is due; returns its id.
  std::int64_t line_item() {
    std::int64_t id = 0;
    commit([&](outbox::Transaction& transaction) -> Status {
      outbox::Record record = outbox::line_item("class");
      record.key.connection_id = connection_id;
      record.domain_id.value = "district";
      record.wire_id.value = "li-essay";
      gradebook::ActivityFacts facts;
      facts.title = "Essay";
      facts.points_possible = gradebook::Decimal::from_integer(10);
      facts.category_sis_id.value = "homework";
      facts.due_at_unix_ms = kStart;
      outbox::observe(record, outbox::Form::present, gradebook::to_json(facts),
                      *transaction.next_seq(), 0, 0);
      outbox::release(record);
      outbox::enqueue(record, true, kStart);
      // Nothing of the class has to be read first.
      EXPECT_TRUE(transaction
                      .put_sis_document({connection_id, 1, "line_items",
                                         record.key.sis_class_id.value, "[]", kStart})
                      .ok());
      const Status stored = transaction.put_record(record);
      id = record.id;
      return stored;
    });
    return id;
  }

  outbox::State state_of(std::int64_t id) {
    auto state = outbox::State::settled;
    commit([&](outbox::Transaction& transaction) -> Status {
      state = (*transaction.record(id)).value().state;
      return ok_status();
    });
    return state;
  }

  /// Why the records stand where they are, for a failed expectation.
  std::string why() {
    std::string codes;
    commit([&](outbox::Transaction& transaction) -> Status {
      const auto rows = transaction.records({});
      for (const auto& row : *rows) {
        codes += std::string(info(row.code).id) + " ";
      }
      return ok_status();
    });
    return codes;
  }

  /// Who has the lease of the account; empty = nobody.
  std::string owner() {
    std::string found;
    commit([&](outbox::Transaction& transaction) -> Status {
      const auto row = *transaction.account(settings::account_key("account", "district"));
      found = row ? row->owner_id : "";
      return ok_status();
    });
    return found;
  }

  /// One round, that much later by all clocks.
  std::optional<SteadyTime> round(std::chrono::milliseconds later = 10ms) {
    now += later;
    clock.now += later.count();
    return worker->step(now);
  }
  /// As many as it takes from a record that is due to its first request: two looks at the account,
  /// a plan, the request.
  void begin_to_send() {
    for (int i = 0; i < 4; ++i) {
      round();
    }
    ASSERT_EQ(transport.in_flight(), 1U) << why();
  }

  outbox::TemporaryFolder folder;
  oneroster::ProfileCatalog profiles;
  settings::SecretCache secrets;
  SilentLog log;
  HandClock clock;
  SteadyTime now{1h};
  ScriptedTransport transport;
  std::string connection_id;
  std::unique_ptr<HandStore> store;
  std::unique_ptr<Worker> worker; ///< goes first
};

} // namespace passback::delivery
