// The actions over the same outbox, settings and events as the intake's tests.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::actions {

class Vault : public SecretSink {
 public:
  Status put(const std::string& name, const settings::Secret& value) override {
    if (broken) {
      return Code::host_no_reply;
    }
    if (value.empty()) {
      kept.erase(name);
    } else {
      kept[name] = std::string(value.reveal());
    }
    if (const auto next = std::exchange(meanwhile, nullptr)) {
      next();
    }
    return ok_status();
  }
  std::map<std::string, std::string> kept;
  bool broken = false;
  std::function<void()> meanwhile; ///< happens once, while a secret is being put
};

/// Everybody may operate every domain, and send in every class, but those named.
class Permissions : public PermissionSource {
 public:
  Status may_operate(const Asker& asker) override {
    return denied.contains(asker.domain.value) ? Status(Code::denied) : ok_status();
  }
  Result<Capacity> may_send(const Asker& asker) override {
    ++asked_to_send;
    return denied.contains(asker.class_id.value)  ? Result<Capacity>(Code::denied)
           : later.contains(asker.class_id.value) ? Result<Capacity>(Code::busy)
                                                  : Capacity::own;
  }
  std::set<std::string> denied, later;
  int asked_to_send = 0;
};

class ActionsTest : public intake::IntakeTest {
 protected:
  ActionsTest()
      : actions({*store, profiles, clock, vault, tree, gradebook::DomainId("district"), "site-2",
                 "https://moved.example", permissions}) {}

  boost::json::object use(std::string_view item, const Asker& asker, const std::string& input) {
    auto reply = actions.invoke(item, asker, input, kDeadline);
    EXPECT_TRUE(reply.ok()) << reply.error().detail;
    changed = reply && reply->changed;
    return reply ? boost::json::parse(reply->document).get_object() : boost::json::object();
  }
  boost::json::object sync(const std::string& input) {
    return use(kSyncGradesToSis, teacher(), input);
  }
  boost::json::object card(const std::string& input, const std::string& domain = "district") {
    Asker asker;
    asker.user = gradebook::UserId("admin");
    asker.domain = gradebook::DomainId(domain);
    return use(kSisSettings, asker, input);
  }
  static Asker teacher() {
    Asker asker;
    asker.user = gradebook::UserId("teacher");
    asker.domain = gradebook::DomainId("north");
    asker.class_id = gradebook::ClassId("algebra");
    asker.school_year = gradebook::SchoolYear("2026");
    return asker;
  }
  void make_manual() {
    district.send_automatically = false;
    save(district);
  }
  settings::DomainSettings stored(const std::string& domain = "district") {
    settings::DomainSettings found;
    const auto read = store->intake().read([&](outbox::Transaction& transaction) {
      auto row = transaction.settings(outbox::Scope::domain, domain);
      if (row && *row) {
        found = *settings::domain_settings_from_json((*row)->document);
      }
      return ok_status();
    });
    EXPECT_TRUE(read.ok());
    return found;
  }

  Vault vault;
  Permissions permissions;
  Actions actions;
  bool changed = false;
};

/// The fields that an lms.result/1 complains about, joined.
inline std::string problems_of(const boost::json::object& document) {
  std::string fields;
  if (const auto* list = document.if_contains("problems")) {
    for (const auto& problem : list->as_array()) {
      fields += (fields.empty() ? "" : ",") + std::string(problem.at("field").as_string());
    }
  }
  return fields;
}

} // namespace passback::actions
