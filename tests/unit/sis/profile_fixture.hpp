#pragma once
// The small school behind one of the profiles, and a client that sends what that system accepts.
#include <functional>
#include <string>

#include "host_stub/sis/profiles.hpp"
#include "tests/unit/sis/fixture.hpp"

namespace host_stub::sis::testing {

class ProfileFixture : public SisFixture {
 protected:
  void play(const std::string& profile) {
    config_ = load_profile(profile);
    start(config_);
  }
  bool old() const { return !config_.versions.contains("1.2"); }
  std::string base() const { return old() ? config_.base_1p1 : config_.gradebook_1p2; }

  http::Response send(const std::string& method, const std::string& path,
                      const std::string& body = {}) {
    auto out = request(method, path, body);
    out.headers.push_back({"X-Vendor-Authorization", "lms:lms-secret"});
    return service_->handle(out);
  }

  /// A line item and a result that every profile of the catalogue accepts.
  json::object good_item(const std::string& id = "li-1") const {
    auto item = old() ? line_item_1p1(id) : line_item(id);
    item["gradingPeriod"] = ref("academicSession", "gp-1");
    item["metadata"] = json::object{{"scoreType", "POINTS"}};
    return item;
  }
  json::object good_result(const std::string& id = "r-1") const {
    return result(id, "li-1", "s1", 80);
  }
  http::Response send_item(const json::object& item) {
    return send("PUT", base() + "/lineItems/" + item.at("sourcedId").as_string().c_str(),
                to_text(json::object{{"lineItem", item}}));
  }
  http::Response send_result(const json::object& object) {
    return send("PUT", base() + "/results/" + object.at("sourcedId").as_string().c_str(),
                to_text(json::object{{"result", object}}));
  }
  http::Response send_category(const json::object& object) {
    return send("PUT", base() + "/categories/" + object.at("sourcedId").as_string().c_str(),
                to_text(json::object{{"category", object}}));
  }
  static json::object category(const std::string& id, const std::string& title) {
    return {{"sourcedId", id},
            {"status", "active"},
            {"dateLastModified", "2026-09-01T10:00:00.000Z"},
            {"title", title}};
  }
  json::value stored(const char* kind, const std::string& id) {
    const auto all = get(std::string("/_sis/records?kind=") + kind).at(kind).as_array();
    for (const auto& record : all) {
      if (record.at("sourcedId").as_string() == id) {
        return record.at("value");
      }
    }
    return nullptr;
  }

  SisConfig config_;
};

} // namespace host_stub::sis::testing
