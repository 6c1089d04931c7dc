// The LMS side of a test: an outbox on disk with one class, and workers that deliver from it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "plugin/delivery/delivery.hpp"
#include "plugin/gradebook/facts.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::integration {

/// The system's clock, moved: three days pass in no time.
class MovedClock final : public platform::Clock {
 public:
  std::int64_t unix_ms() const override {
    return platform::system_clock().unix_ms() + moved_ms_.load();
  }
  std::int64_t boot_ms() const override {
    return platform::system_clock().boot_ms() + moved_ms_.load();
  }
  void move(std::chrono::milliseconds by) { moved_ms_.fetch_add(by.count()); }

 private:
  std::atomic<std::int64_t> moved_ms_{0};
};

class KeptLog final : public platform::Log {
 public:
  void write(platform::LogLevel level, std::string_view event, std::string_view message,
             std::initializer_list<std::pair<std::string_view, std::string>> fields) override;
  std::string text() const;

 private:
  mutable std::mutex mutex_;
  std::string text_; // GUARDED_BY(mutex_)
};

class Lms {
 public:
  /// One domain, one class (c1 at the SIS), no connection yet. `profile`: sections of the profile
  /// "test", which a connection names to be served by it.
  explicit Lms(const std::string& profile = {},
               settings::OneRosterVersion version = settings::OneRosterVersion::v1p2);
  ~Lms();
  Lms(const Lms&) = delete;
  Lms& operator=(const Lms&) = delete;

  static settings::Connection connection_to(const std::string& base_url,
                                            settings::OneRosterVersion version);
  /// Saves the connection as that domain's and puts the secret into the cache. What follows is
  /// about that domain's class.
  void connect(settings::Connection connection, const std::string& secret,
               const std::string& domain = "root", const std::string& class_id = "algebra");
  void commit(const outbox::Intake::Work& work);

  /// Due on 2026-09-28, in category cat-1, unless `change` says otherwise.
  void activity(const std::string& id, const std::string& title = "Essay",
                const std::function<void(gradebook::ActivityFacts&)>& change = {});
  /// The activity's grade goes into that line item of the SIS.
  void adopt_line_item(const std::string& id, const std::string& wire_id);
  void class_settings(const settings::ClassSettings& settings);
  /// A cell of the activity "essay" or another; the score goes at once.
  void score(const std::string& student, const std::string& points,
             const std::string& activity = "essay");
  void clear(const std::string& student, const std::string& activity = "essay");
  void withdraw(const std::string& student, const std::string& activity = "essay");
  /// What a person does about everything that was refused: sends it again.
  void send_again();
  void withdraw_activity(const std::string& id);

  outbox::Record result(const std::string& student, const std::string& activity = "essay");
  outbox::Record line_item(const std::string& activity = "essay");
  outbox::AccountRow account();
  std::vector<std::string> history(std::int64_t record_id);
  std::vector<outbox::HistoryRow> history_rows(std::int64_t record_id);
  std::vector<outbox::Record> records();
  /// Asks for a job on the connection; its row's id.
  std::int64_t ask(const std::string& kind, const std::string& input = "{}",
                   const std::string& subject = "");
  outbox::JobRow job(std::int64_t id);
  /// What was read from the SIS and kept; empty if nothing was.
  std::string sis_document(const std::string& kind, const std::string& key = "");
  /// True if every record is settled (or withdrawn).
  bool all_settled();

  /// A worker of its own on this outbox, as another process would have; started.
  struct Deliverer {
    std::unique_ptr<outbox::Store> store;
    std::unique_ptr<delivery::Delivery> delivery;
  };
  Deliverer deliverer();

  MovedClock clock;
  KeptLog log;
  settings::SecretCache secrets;
  std::int64_t lease_ms = 3'000;
  std::int64_t probe_max_ms = 300'000;
  /// What the operator allows: this machine, where the simulated SIS is.
  platform::AddressPolicy addresses{
      {*platform::Cidr::parse("127.0.0.0/8"), *platform::Cidr::parse("::1/128")}};
  std::string ca_pem;
  std::atomic<int> woken{0};
  std::vector<delivery::Notice> notices();

 private:
  outbox::RecordKey key_of(outbox::Kind kind, const std::string& activity,
                           const std::string& student) const;
  void cell(const std::string& student, const std::string& activity, outbox::Form form,
            const std::string& points);

  std::string folder_;
  std::unique_ptr<outbox::Store> store_;
  oneroster::ProfileCatalog profiles_;
  std::string account_key_;
  std::string connection_id_;
  std::string domain_id_;
  std::string class_id_;
  std::mutex notices_mutex_;
  std::vector<delivery::Notice> notices_; // GUARDED_BY(notices_mutex_)
};

} // namespace passback::integration
