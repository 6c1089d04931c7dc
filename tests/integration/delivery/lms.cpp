#include "tests/integration/delivery/lms.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include <gtest/gtest.h>

#include "manifests/schemas.hpp"
#include "plugin/gradebook/facts.hpp"
#include "plugin/oneroster/wire/endpoint.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/settings/account_key.hpp"

namespace passback::integration {

namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::Transaction;

template <class T> T must(Result<T> result) {
  if (!result) {
    throw std::runtime_error(std::string(info(result.error().code).id) + " " +
                             result.error().detail);
  }
  return std::move(*result);
}

void must(const Status& status) {
  if (!status) {
    throw std::runtime_error(std::string(info(status.error().code).id) + " " +
                             status.error().detail);
  }
}

void replace(std::string& text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  if (at == std::string::npos) {
    throw std::runtime_error("the profile has no " + what);
  }
  text.replace(at, what.size(), by);
}

// The shipped profiles, but as fast as a test wants to be.
oneroster::ProfileCatalog quick_profiles(const std::string& sections,
                                         settings::OneRosterVersion version) {
  std::vector<oneroster::ProfileFile> files;
  for (const char* name : {"generic-1.1.yaml", "generic-1.2.yaml"}) {
    const auto path = std::filesystem::path(PROFILES_DIR) / name;
    std::ifstream in(path);
    std::string yaml{std::istreambuf_iterator<char>(in), {}};
    replace(yaml, "max_in_flight: 2", "max_in_flight: 8");
    replace(yaml, "requests_per_second: 5", "requests_per_second: 500");
    replace(yaml, "request_timeout_s: 30", "request_timeout_s: 2");
    files.push_back({name, std::move(yaml)});
  }
  const bool old = version == settings::OneRosterVersion::v1p1;
  files.push_back({"test.yaml", std::string("name: test\ntitle: Test\nversion: 1\noneroster: \"") +
                                    (old ? "1.1" : "1.2") +
                                    "\"\npace: {max_in_flight: 8, requests_per_second: 500, "
                                    "request_timeout_s: 2}\n" +
                                    sections});
  return oneroster::ProfileCatalog(std::move(files), manifests::kSisSchema);
}

} // namespace

void KeptLog::write(platform::LogLevel, std::string_view event, std::string_view message,
                    std::initializer_list<std::pair<std::string_view, std::string>> fields) {
  const std::lock_guard lock(mutex_);
  text_.append(event).append(" ").append(message);
  for (const auto& [name, value] : fields) {
    text_.append(" ").append(name).append("=").append(value);
  }
  text_.append("\n");
}

std::string KeptLog::text() const {
  const std::lock_guard lock(mutex_);
  return text_;
}

outbox::RecordKey Lms::key_of(Kind kind, const std::string& activity,
                              const std::string& student) const {
  outbox::RecordKey key;
  key.connection_id = connection_id_;
  key.kind = kind;
  key.school_year.value = "2027";
  key.class_id.value = class_id_;
  key.sis_class_id.value = "c1";
  key.activity_id.value = activity;
  key.student_id.value = student;
  return key;
}

Lms::Lms(const std::string& profile, settings::OneRosterVersion version)
    : profiles_(quick_profiles(profile, version)) {
  std::string name = (std::filesystem::temp_directory_path() / "passback-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no temporary folder");
  }
  folder_ = name;
  store_ = must(outbox::open_sqlite_store({folder_, outbox::Durability::process}));
}

Lms::~Lms() {
  store_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Lms::commit(const outbox::Intake::Work& work) {
  must(store_->intake().commit(std::chrono::seconds(20), work));
}

settings::Connection Lms::connection_to(const std::string& base_url,
                                        settings::OneRosterVersion version) {
  settings::Connection connection;
  connection.id = "7b1c6a52-1f43-4a0e-9e55-2f3f0c1d7a10";
  connection.sis_name = "Test SIS";
  connection.version = version;
  connection.profile = version == settings::OneRosterVersion::v1p1 ? "generic-1.1" : "generic-1.2";
  connection.base_url = base_url;
  connection.token_url = base_url + "/oauth/token";
  connection.api_key = "lms";
  connection.secret_ref = "sis-secret";
  connection.secret_version = 1;
  connection.secret_origins = {must(oneroster::origin(base_url))};
  return connection;
}

void Lms::connect(settings::Connection connection, const std::string& secret,
                  const std::string& domain_id, const std::string& class_id) {
  connection_id_ = connection.id;
  domain_id_ = domain_id;
  class_id_ = class_id;
  const auto client_key = settings::client_key(connection, connection.token_url,
                                               must(oneroster::origin(connection.base_url)));
  account_key_ = settings::account_key(client_key, domain_id);
  if (!secret.empty()) {
    secrets.put(connection.secret_ref, connection.secret_version, settings::Secret(secret));
  }
  commit([&](Transaction& transaction) {
    outbox::ConnectionRow row;
    row.id = connection.id;
    row.generation = connection.generation;
    row.domain_id.value = domain_id;
    row.account_key = client_key;
    row.document = settings::to_json(connection);
    must(transaction.put_connection(row));
    settings::DomainSettings domain;
    domain.allow_grades = true;
    domain.send_automatically = true;
    domain.connection = connection;
    must(transaction.put_domain({gradebook::DomainId(domain_id), {}, "District"}));
    must(transaction.put_settings(outbox::Scope::domain, domain_id, settings::to_json(domain)));
    outbox::ClassRow lms_class;
    lms_class.class_id.value = class_id;
    lms_class.school_year.value = "2027";
    lms_class.domain_id.value = domain_id;
    gradebook::ClassFacts facts;
    facts.title = "Algebra";
    facts.class_sis_id.value = "c1";
    lms_class.facts = gradebook::to_json(facts);
    return transaction.put_class(lms_class);
  });
}

void Lms::class_settings(const settings::ClassSettings& settings) {
  commit([&](Transaction& transaction) {
    return transaction.put_settings(outbox::Scope::lms_class, class_id_,
                                    settings::to_json(settings));
  });
}

void Lms::adopt_line_item(const std::string& id, const std::string& wire_id) {
  commit([&](Transaction& transaction) {
    Record record = must(transaction.find(key_of(Kind::line_item, id, ""))).value();
    record.wire_id.value = wire_id;
    record.wire_id_origin = outbox::WireIdOrigin::adopted;
    return transaction.put_record(record);
  });
}

void Lms::withdraw_activity(const std::string& id) {
  commit([&](Transaction& transaction) {
    Record record = must(transaction.find(key_of(Kind::line_item, id, ""))).value();
    outbox::observe(record, Form::absent, {}, must(transaction.next_seq()), 0, 0);
    outbox::release(record);
    outbox::enqueue(record, true, clock.unix_ms());
    return transaction.put_record(record);
  });
}

void Lms::activity(const std::string& id, const std::string& title,
                   const std::function<void(gradebook::ActivityFacts&)>& change) {
  commit([&](Transaction& transaction) {
    const auto key = key_of(Kind::line_item, id, "");
    Record record = must(transaction.find(key)).value_or(Record{});
    record.key = key;
    record.domain_id.value = domain_id_;
    if (record.wire_id.empty()) {
      record.wire_id.value = "li-" + id;
    }
    if (record.created_unix_ms == 0) {
      record.created_unix_ms = clock.unix_ms();
    }
    record.updated_unix_ms = clock.unix_ms();
    gradebook::ActivityFacts facts;
    facts.title = title;
    facts.points_possible = gradebook::Decimal::from_integer(100);
    facts.assigned_at_unix_ms = 1'790'000'000'000;
    facts.due_at_unix_ms = 1'790'600'000'000;
    facts.category_sis_id.value = "cat-1";
    facts.published = true;
    facts.counts = true;
    if (change) {
      change(facts);
    }
    outbox::observe(record, Form::present, gradebook::to_json(facts), must(transaction.next_seq()),
                    0, 0);
    outbox::release(record);
    outbox::enqueue(record, true, clock.unix_ms());
    return transaction.put_record(record);
  });
}

void Lms::cell(const std::string& student, const std::string& activity, Form form,
               const std::string& points) {
  commit([&](Transaction& transaction) {
    const auto parent = must(transaction.find(key_of(Kind::line_item, activity, ""))).value();
    const auto key = key_of(Kind::result, activity, student);
    Record record = must(transaction.find(key)).value_or(Record{});
    record.key = key;
    record.domain_id.value = domain_id_;
    record.line_item_id = parent.id;
    if (record.wire_id.empty()) {
      record.wire_id.value = "res-" + activity + "-" + student;
    }
    if (record.created_unix_ms == 0) {
      record.created_unix_ms = clock.unix_ms();
    }
    record.updated_unix_ms = clock.unix_ms();
    gradebook::ScoreFacts facts;
    facts.student_sis_id.value = student;
    facts.scored_at_unix_ms = clock.unix_ms();
    facts.flags.released = true;
    if (form == Form::present) {
      facts.points = must(gradebook::Decimal::parse(points));
    }
    outbox::observe(record, form, form == Form::absent ? "" : gradebook::to_json(facts),
                    must(transaction.next_seq()), 0, 0);
    outbox::release(record);
    outbox::enqueue(record, parent.confirmed.form == Form::present, clock.unix_ms());
    return transaction.put_record(record);
  });
}

void Lms::score(const std::string& student, const std::string& points,
                const std::string& activity) {
  cell(student, activity, Form::present, points);
}

void Lms::clear(const std::string& student, const std::string& activity) {
  cell(student, activity, Form::cleared, "");
}

void Lms::withdraw(const std::string& student, const std::string& activity) {
  cell(student, activity, Form::absent, "");
}

void Lms::send_again() {
  commit([&](Transaction& transaction) {
    for (Record& record : must(transaction.records({}))) {
      const auto state = record.state;
      if (state != outbox::State::rejected && state != outbox::State::failed &&
          state != outbox::State::conflict && state != outbox::State::unlinked &&
          state != outbox::State::waiting) {
        continue;
      }
      record.in_doubt = record.in_doubt || state == outbox::State::unlinked;
      const auto parent = must(transaction.record(record.line_item_id));
      outbox::enqueue(record, !parent || parent->confirmed.form == Form::present, clock.unix_ms(),
                      1);
      must(transaction.put_record(record));
    }
    return ok_status();
  });
}

Record Lms::result(const std::string& student, const std::string& activity) {
  Record found;
  must(store_->intake().read([&](Transaction& transaction) {
    found = must(transaction.find(key_of(Kind::result, activity, student))).value();
    return ok_status();
  }));
  return found;
}

Record Lms::line_item(const std::string& activity) {
  Record found;
  must(store_->intake().read([&](Transaction& transaction) {
    found = must(transaction.find(key_of(Kind::line_item, activity, ""))).value();
    return ok_status();
  }));
  return found;
}

outbox::AccountRow Lms::account() {
  outbox::AccountRow row;
  must(store_->intake().read([&](Transaction& transaction) {
    row = must(transaction.account(account_key_)).value_or(outbox::AccountRow{});
    return ok_status();
  }));
  return row;
}

std::vector<std::string> Lms::history(std::int64_t record_id) {
  std::vector<std::string> events;
  for (const auto& row : history_rows(record_id)) {
    events.insert(events.begin(), row.event);
  }
  return events;
}

std::int64_t Lms::ask(const std::string& kind, const std::string& input,
                      const std::string& subject) {
  outbox::JobRow row;
  row.connection_id = connection_id_;
  row.kind = kind;
  row.subject = subject;
  row.input = input;
  row.asked_by = "admin";
  row.asked_unix_ms = clock.unix_ms();
  commit([&](Transaction& transaction) { return transaction.put_job(row); });
  return row.id;
}

outbox::JobRow Lms::job(std::int64_t id) {
  outbox::JobRow found;
  must(store_->intake().read([&](Transaction& transaction) {
    found = must(transaction.job(id)).value();
    return ok_status();
  }));
  return found;
}

std::string Lms::sis_document(const std::string& kind, const std::string& key) {
  std::string found;
  must(store_->intake().read([&](Transaction& transaction) {
    const auto row = must(transaction.sis_document(connection_id_, 1, kind, key));
    found = row ? row->document : "";
    return ok_status();
  }));
  return found;
}

std::vector<outbox::HistoryRow> Lms::history_rows(std::int64_t record_id) {
  std::vector<outbox::HistoryRow> rows;
  must(store_->intake().read([&](Transaction& transaction) {
    rows = must(transaction.history(record_id, 100));
    return ok_status();
  }));
  return rows;
}

std::vector<Record> Lms::records() {
  std::vector<Record> all;
  must(store_->intake().read([&](Transaction& transaction) {
    all = must(transaction.records({}));
    return ok_status();
  }));
  return all;
}

bool Lms::all_settled() {
  const auto all = records();
  return std::ranges::all_of(all, [](const Record& record) {
    return record.state == outbox::State::settled || record.state == outbox::State::withdrawn;
  });
}

std::vector<delivery::Notice> Lms::notices() {
  const std::lock_guard lock(notices_mutex_);
  return notices_;
}

Lms::Deliverer Lms::deliverer() {
  Deliverer made;
  made.store = must(outbox::open_sqlite_store({folder_, outbox::Durability::process}));
  delivery::DeliveryOptions options;
  options.data_dir = folder_;
  options.lease_ms = lease_ms;
  options.user_agent = "Passback/test";
  options.breaker_probe_max_ms = probe_max_ms;
  options.addresses = addresses;
  options.ca_pem = ca_pem;
  made.delivery = delivery::Delivery::create({*made.store, profiles_, secrets, log, clock,
                                              [this](delivery::Notice notice) {
                                                const std::lock_guard lock(notices_mutex_);
                                                notices_.push_back(std::move(notice));
                                              },
                                              [this] { woken.fetch_add(1); }},
                                             options);
  must(made.delivery->start());
  return made;
}

} // namespace passback::integration
