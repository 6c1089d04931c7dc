// What an administrator's addresses and certificates may lead the worker to, and what may not.
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <gtest/gtest.h>

#include "plugin/platform/files.hpp"
#include "tests/integration/delivery/lms.hpp"
#include "tests/integration/delivery/sis.hpp"
#include "tests/integration/delivery/wait_until.hpp"

namespace passback::integration {
namespace {

using settings::OneRosterVersion;

/// True once the account says that.
bool says(Lms& lms, const std::string& code) {
  return wait_until([&] { return info(lms.account().code).id == code; }, std::chrono::seconds(5));
}

TEST(Addresses, WithoutTheOperatorThisMachineIsNotReachedAndTheGradesWait) {
  Sis sis;
  Lms lms;
  const auto allowed = std::exchange(lms.addresses, {});
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
  lms.activity("essay");
  lms.score("s1", "89.5");
  {
    auto deliverer = lms.deliverer();
    EXPECT_TRUE(says(lms, "account.address_not_allowed")) << info(lms.account().code).id;
    EXPECT_TRUE(deliverer.delivery->stop(std::chrono::seconds(5)).ok());
  }
  EXPECT_EQ(sis.count(), 0u) << "requests arrived";
  EXPECT_FALSE(lms.line_item().in_doubt);
  EXPECT_EQ(lms.account().state, outbox::AccountState::address);
  ASSERT_EQ(lms.notices().size(), 1u);
  EXPECT_NE(lms.notices()[0].body.english().find("operator.allow_addresses"), std::string::npos);
  EXPECT_NE(lms.log.text().find("delivery.address_refused"), std::string::npos);
  EXPECT_EQ(lms.notices()[0].body.english().find("127.0.0.1"), std::string::npos)
      << "where a name leads is not told to whoever entered it";

  // The operator allows it and starts the LMS anew: no waiting, and nothing to be done by anybody.
  lms.addresses = allowed;
  auto deliverer = lms.deliverer();
  EXPECT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
  EXPECT_EQ(sis.score_of("res-essay-s1").substr(0, 4), "89.5");
  EXPECT_EQ(lms.account().state, outbox::AccountState::ok);
}

TEST(Addresses, AnAddressThatIsRefusedIsLookedUpAgainAQuarterOfAnHourLaterAndToldOnceADay) {
  Sis sis;
  Lms lms;
  lms.addresses = {};
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
  lms.activity("essay");
  auto deliverer = lms.deliverer();
  ASSERT_TRUE(says(lms, "account.address_not_allowed"));
  const auto tried_again = [&](std::chrono::hours later) {
    const auto before = lms.account().retry_unix_ms;
    lms.clock.move(later);
    deliverer.delivery->nudge();
    return wait_until([&] { return lms.account().retry_unix_ms > before; });
  };
  ASSERT_TRUE(tried_again(std::chrono::hours(1)));
  EXPECT_EQ(lms.notices().size(), 1u);
  ASSERT_TRUE(tried_again(std::chrono::hours(24)));
  EXPECT_TRUE(wait_until([&] { return lms.notices().size() == 2; }));
  EXPECT_EQ(lms.line_item().attempts, 0);
}

TEST(Addresses, NeitherTheTokenNorTheGradesGoToAnAddressThatIsNotAllowed) {
  Sis sis;
  const std::string elsewhere = "http://127.0.0.2:" + std::to_string(sis.port());
  for (const bool token_elsewhere : {true, false}) {
    Lms lms;
    lms.addresses = platform::AddressPolicy({*platform::Cidr::parse("127.0.0.1")});
    auto connection =
        Lms::connection_to(token_elsewhere ? sis.url() : elsewhere, OneRosterVersion::v1p2);
    connection.token_url = (token_elsewhere ? elsewhere : sis.url()) + "/oauth/token";
    connection.secret_origins = {sis.url(), elsewhere};
    lms.connect(connection, "lms-secret");
    lms.activity("essay");
    auto deliverer = lms.deliverer();
    EXPECT_TRUE(says(lms, "account.address_not_allowed")) << info(lms.account().code).id;
    EXPECT_EQ(sis.count("POST", "/oauth/token"), token_elsewhere ? 0u : 1u);
    EXPECT_EQ(sis.count("GET") + sis.count("PUT"), 0u);
  }
}

TEST(Addresses, AJobSaysTheSameAsTheAccount) {
  Sis sis;
  Lms lms;
  lms.addresses = {};
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
  const auto test = lms.ask("test_connection");
  auto deliverer = lms.deliverer();
  ASSERT_TRUE(wait_until([&] { return !lms.job(test).open(); }));
  EXPECT_NE(lms.job(test).report.find("operator.allow_addresses"), std::string::npos)
      << lms.job(test).report;
  lms.activity("essay");
  deliverer.delivery->nudge();
  ASSERT_TRUE(says(lms, "account.address_not_allowed"));
  const auto grade = lms.ask("test_grade", R"({"class_id":"c1","student_id":"s1","seed":"seed-1",)"
                                           R"("now_unix_ms":1790000000000,"today":"2026-09-21"})");
  deliverer.delivery->nudge();
  ASSERT_TRUE(wait_until([&] { return !lms.job(grade).open(); }));
  EXPECT_EQ(lms.job(grade).code, Code::address_not_allowed);
}

TEST(Addresses, AnOpenPortAndAClosedOneGetTheSameWord) {
  std::vector<std::string> words;
  Sis sis;
  for (const std::string& url : {sis.url(), std::string("http://127.0.0.1:1")}) {
    Lms lms;
    lms.addresses = {};
    lms.connect(Lms::connection_to(url, OneRosterVersion::v1p2), "lms-secret");
    const auto id = lms.ask("test_connection");
    auto deliverer = lms.deliverer();
    ASSERT_TRUE(wait_until([&] { return !lms.job(id).open(); }));
    // But for the address itself, which the report names.
    auto report = lms.job(id).report;
    for (auto at = report.find(url); at != std::string::npos; at = report.find(url, at)) {
      report.erase(at, url.size());
    }
    words.push_back(std::move(report));
  }
  const auto first_of = [](const std::string& report) {
    const auto at = report.find(R"({"id":"token")");
    return at == std::string::npos ? report : report.substr(at, report.find('}', at) - at);
  };
  EXPECT_EQ(first_of(words[0]), first_of(words[1]));
}

TEST(Addresses, ANameThatLeadsToThisMachineIsRefusedLikeItsNumber) {
  Sis sis;
  Lms lms;
  lms.addresses = {};
  const std::string url = "http://localhost:" + std::to_string(sis.port());
  lms.connect(Lms::connection_to(url, OneRosterVersion::v1p2), "lms-secret");
  lms.activity("essay");
  auto deliverer = lms.deliverer();
  EXPECT_TRUE(says(lms, "account.address_not_allowed")) << info(lms.account().code).id;
  EXPECT_EQ(sis.count(), 0u) << "requests arrived";
}

/// A pipe: whoever opens it to read waits for somebody who writes.
class Pipe {
 public:
  Pipe()
      : path_(std::filesystem::temp_directory_path() /
              ("passback-pipe-" + std::to_string(::getpid()))) {
    EXPECT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  }
  ~Pipe() { std::filesystem::remove(path_); }
  std::string path() const { return path_.string(); }
  /// True if somebody has it open to read; lets them go on.
  bool has_reader() const {
    const platform::FileDescriptor end(::open(path_.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
    return end.is_open();
  }

 private:
  std::filesystem::path path_;
};

TEST(Addresses, ACertificateFileThatWasSavedBeforeIsNotOpened) {
  const Pipe pipe;
  host_stub::sis::SisConfig config;
  config.tls = true;
  config.ca_file = (std::filesystem::temp_directory_path() / "passback-ca3.pem").string();
  Sis sis(config);
  Lms lms;
  auto connection = Lms::connection_to(sis.url(), OneRosterVersion::v1p2);
  connection.ca_file = pipe.path();
  lms.connect(connection, "lms-secret");
  lms.activity("essay");
  auto deliverer = lms.deliverer();
  bool opened = false;
  EXPECT_TRUE(wait_until(
      [&] {
        opened = opened || pipe.has_reader();
        return opened || info(lms.account().code).id == "account.certificate_file";
      },
      std::chrono::seconds(10)));
  EXPECT_FALSE(opened) << "the worker waits in a read of a pipe";
  EXPECT_EQ(lms.account().state, outbox::AccountState::address);
  EXPECT_TRUE(wait_until([&] { return lms.notices().size() == 1; }));
  EXPECT_NE(lms.notices().at(0).body.english().find("ca_pem"), std::string::npos);

  // The administrator pastes the certificate instead.
  connection.ca_file.clear();
  connection.ca_pem = platform::read_file(config.ca_file, 65'536)->value();
  lms.connect(connection, "lms-secret");
  deliverer.delivery->nudge();
  EXPECT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
  EXPECT_TRUE(deliverer.delivery->stop(std::chrono::seconds(5)).ok());
  std::filesystem::remove(config.ca_file);
}

TEST(Addresses, ACertificateOfTheOperatorIsTrustedByEveryConnection) {
  host_stub::sis::SisConfig config;
  config.tls = true;
  config.ca_file = (std::filesystem::temp_directory_path() / "passback-ca4.pem").string();
  Sis sis(config);
  Lms lms;
  lms.ca_pem = platform::read_file(config.ca_file, 65'536)->value();
  lms.connect(Lms::connection_to(sis.url(), OneRosterVersion::v1p2), "lms-secret");
  lms.activity("essay");
  auto deliverer = lms.deliverer();
  EXPECT_TRUE(wait_until([&] { return lms.all_settled(); })) << lms.log.text();
  std::filesystem::remove(config.ca_file);
}

} // namespace
} // namespace passback::integration
