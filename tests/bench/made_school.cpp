#include "tests/bench/made_school.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "manifests/schemas.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/uuid.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::bench {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr auto kDeadline = std::chrono::milliseconds(600s);
constexpr auto kDomain = "district";
constexpr auto kYear = "2026";

template <class Done> void must(const Done& done) {
  if (!done.ok()) {
    throw std::runtime_error(done.error().detail + " (" + std::string(info(done.error().code).id) +
                             ")");
  }
}

oneroster::ProfileCatalog profiles() {
  const auto path = std::filesystem::path(SOURCE_DIR) / "manifests" / "sis" / "generic-1.2.yaml";
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return oneroster::ProfileCatalog({{path.string(), text.str()}}, manifests::kSisSchema);
}

settings::DomainSettings district() {
  settings::DomainSettings made;
  made.allow_grades = true;
  made.send_automatically = false;
  settings::Connection connection;
  connection.id = "sis-1";
  connection.sis_name = "Lincoln SIS";
  connection.profile = "generic-1.2";
  connection.base_url = "https://sis.example";
  connection.token_url = "https://sis.example/token";
  connection.api_key = "key";
  made.connection = connection;
  return made;
}

decision::Origin origin_of(const std::string& class_id) {
  decision::Origin made;
  made.domain_id = gradebook::DomainId(kDomain);
  made.school_year = gradebook::SchoolYear(kYear);
  made.class_id = gradebook::ClassId(class_id);
  return made;
}

intake::ActivityEvent activity_of(const std::string& class_id, int number) {
  intake::ActivityEvent event;
  event.origin = origin_of(class_id);
  event.activity_id = gradebook::ActivityId("activity-" + std::to_string(number));
  event.class_sis_id = gradebook::SourcedId("sis-" + class_id);
  event.facts.title = "Homework " + std::to_string(number);
  event.facts.points_possible = gradebook::Decimal::from_integer(100);
  event.facts.category_sis_id = gradebook::SourcedId("sis-homework");
  event.facts.published = true;
  return event;
}

intake::ScoreEvent score_of(const std::string& class_id, int activity, int student, int points) {
  intake::ScoreEvent event;
  event.origin = origin_of(class_id);
  event.activity_id = gradebook::ActivityId("activity-" + std::to_string(activity));
  event.student_id = gradebook::StudentId("student-" + std::to_string(student));
  event.class_sis_id = gradebook::SourcedId("sis-" + class_id);
  event.facts.student_sis_id = gradebook::SourcedId("sis-student-" + std::to_string(student));
  event.facts.flags.released = true;
  event.facts.points = gradebook::Decimal::from_integer(points);
  return event;
}

constexpr int kChangedOneOf = 10, kRefusedOneOf = 50;

} // namespace

class MadeSchool::Host : public actions::SecretSink,
                         public actions::PermissionSource,
                         public intake::DomainPathSource,
                         public platform::Clock {
 public:
  Status put(const std::string& /*name*/, const settings::Secret& /*value*/) override {
    return ok_status();
  }
  Status may_operate(const actions::Asker& /*asker*/) override { return ok_status(); }
  Result<actions::Capacity> may_send(const actions::Asker& /*asker*/) override {
    return actions::Capacity::own;
  }
  Result<std::vector<gradebook::DomainId>> path(const gradebook::DomainId& id) override {
    return std::vector{id};
  }
  std::optional<std::vector<gradebook::DomainId>>
  below(const gradebook::DomainId& /*id*/) override {
    return std::nullopt;
  }
  std::int64_t unix_ms() const override { return 1'790'000'000'000; }
  std::int64_t boot_ms() const override { return 1'000'000; }
};

MadeSchool::MadeSchool(const SchoolSize& size)
    : folder_(std::filesystem::temp_directory_path() /
              ("passback-bench-" + platform::random_uuid())),
      profiles_(profiles()), host_(std::make_unique<Host>()) {
  std::filesystem::create_directory(folder_);
  auto opened = outbox::open_sqlite_store({folder_.string(), outbox::Durability::process});
  must(opened);
  store_ = std::move(*opened);
  const gradebook::DomainId domain(kDomain);
  intake_ = std::make_unique<intake::Intake>(
      intake::IntakeParts{*store_, profiles_, *host_, *host_, domain});
  actions_ = std::make_unique<actions::Actions>(actions::ActionParts{
      *store_, profiles_, *host_, *host_, *host_, domain, "site", "https://lms.example", *host_});
  must(store_->intake().commit(kDeadline, [&](outbox::Transaction& transaction) {
    return transaction.put_settings(outbox::Scope::domain, kDomain, settings::to_json(district()));
  }));
  for (int i = 0; i < size.classes; ++i) {
    fill_class("class-" + std::to_string(i), size);
  }
}

MadeSchool::~MadeSchool() {
  actions_.reset();
  intake_.reset();
  store_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void MadeSchool::fill_class(const std::string& class_id, const SchoolSize& size) {
  std::vector<intake::ScoreEvent> scores, changes;
  for (int activity = 0; activity < size.activities; ++activity) {
    must(intake_->activity(activity_of(class_id, activity), kDeadline));
    for (int student = 0; student < size.students; ++student) {
      const int cell = activity * size.students + student;
      scores.push_back(score_of(class_id, activity, student, cell % 100));
      if (cell % kChangedOneOf == 0) {
        changes.push_back(score_of(class_id, activity, student, 100 - cell % 100));
      }
    }
  }
  std::optional<Error> stopped;
  intake_->scores(scores, kDeadline, {}, stopped);
  deliver(class_id);
  intake_->scores(changes, kDeadline, {}, stopped);
  if (stopped) {
    must(Status(*stopped));
  }
}

// As the ledger writes it down when a teacher has sent everything and the SIS has answered.
void MadeSchool::deliver(const std::string& class_id) {
  must(store_->intake().commit(kDeadline, [&](outbox::Transaction& transaction) {
    outbox::RecordFilter filter;
    filter.class_id = gradebook::ClassId(class_id);
    return outbox::each_record(transaction, filter, [&](outbox::Record& record) {
      outbox::release(record);
      outbox::enqueue(record, true, host_->unix_ms());
      outbox::mark_sent(record, "request", 1, host_->unix_ms());
      if (record.key.kind == outbox::Kind::result && record.id % kRefusedOneOf == 0) {
        outbox::refuse(record, outbox::State::rejected, Code::rejected_content, 400,
                       "The score is not valid.");
      } else {
        outbox::confirm(record, host_->unix_ms());
      }
      return transaction.put_record(record);
    });
  }));
}

std::string MadeSchool::sync(const json::object& input) {
  actions::Asker asker;
  asker.user = gradebook::UserId("teacher");
  asker.domain = gradebook::DomainId(kDomain);
  asker.class_id = gradebook::ClassId("class-0");
  asker.school_year = gradebook::SchoolYear(kYear);
  const auto reply =
      actions_->invoke(actions::kSyncGradesToSis, asker, json::serialize(input), kDeadline);
  must(reply);
  return reply->document;
}

std::string MadeSchool::status(const json::object& query) {
  const auto reply = actions_->status(json::serialize(query), std::nullopt);
  must(reply);
  return *reply;
}

} // namespace passback::bench
