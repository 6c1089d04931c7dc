#pragma once
// A provider in memory with a small school, a clock that a test moves, and requests in two lines.
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "host_stub/sis/json.hpp"
#include "host_stub/sis/service.hpp"

namespace host_stub::sis::testing {

inline constexpr const char* k1p1 = "/ims/oneroster/v1p1";
inline constexpr const char* kRostering = "/ims/oneroster/rostering/v1p2";
inline constexpr const char* kGradebook = "/ims/oneroster/gradebook/v1p2";
inline constexpr std::int64_t kNow = 1790000000000; // 2026-09-21T14:13:20Z

/// One school, one teacher (t1), students s1 and s2 in class c1, s3 in nothing; class c2 is empty.
inline const char* roster_json() {
  return R"({
    "orgs": [{"sourcedId":"school-1","name":"North","type":"school","identifier":"N"}],
    "academicSessions": [
      {"sourcedId":"term-1","title":"Autumn","type":"term","startDate":"2026-08-01","endDate":"2027-01-31","schoolYear":"2027"},
      {"sourcedId":"gp-1","title":"Quarter 1","type":"gradingPeriod","startDate":"2026-08-01","endDate":"2026-10-31","schoolYear":"2027","parent":{"sourcedId":"term-1"}}],
    "courses": [{"sourcedId":"course-1","title":"Algebra","org":{"sourcedId":"school-1"}}],
    "classes": [
      {"sourcedId":"c1","title":"Algebra 1","course":{"sourcedId":"course-1"},"school":{"sourcedId":"school-1"},"terms":[{"sourcedId":"term-1"}]},
      {"sourcedId":"c2","title":"Algebra 2","course":{"sourcedId":"course-1"},"school":{"sourcedId":"school-1"},"terms":[{"sourcedId":"term-1"}]}],
    "users": [
      {"sourcedId":"t1","enabledUser":true,"givenName":"Ada","familyName":"Byron","role":"teacher","orgs":[{"sourcedId":"school-1"}],"email":"ada@north.example"},
      {"sourcedId":"s1","enabledUser":true,"givenName":"Sam","familyName":"O'Neil","role":"student","orgs":[{"sourcedId":"school-1"}],"email":"s1@north.example"},
      {"sourcedId":"s2","enabledUser":true,"givenName":"Kim","familyName":"Li","roles":[{"roleType":"primary","role":"student","org":{"sourcedId":"school-1","type":"org"}}],"email":"s2@north.example"},
      {"sourcedId":"s3","enabledUser":true,"givenName":"Max","familyName":"Ort","role":"student","orgs":[{"sourcedId":"school-1"}],"email":"s3@north.example"}],
    "enrollments": [
      {"sourcedId":"e1","user":{"sourcedId":"t1"},"class":{"sourcedId":"c1"},"school":{"sourcedId":"school-1"},"role":"teacher"},
      {"sourcedId":"e2","user":{"sourcedId":"s1"},"class":{"sourcedId":"c1"},"school":{"sourcedId":"school-1"},"role":"student"},
      {"sourcedId":"e3","user":{"sourcedId":"s2"},"class":{"sourcedId":"c1"},"school":{"sourcedId":"school-1"},"role":"student"}],
    "categories": [{"sourcedId":"cat-1","title":"Homework"}]
  })";
}

inline json::object ref(const std::string& type, const std::string& id) {
  return {{"href", "https://sis.example/" + type + "/" + id}, {"sourcedId", id}, {"type", type}};
}

inline json::object line_item(const std::string& id) {
  return {{"sourcedId", id},
          {"status", "active"},
          {"dateLastModified", "2026-09-01T10:00:00.000Z"},
          {"title", "Essay"},
          {"assignDate", "2026-09-01T10:00:00.000Z"},
          {"dueDate", "2026-09-10T10:00:00.000Z"},
          {"class", ref("class", "c1")},
          {"school", ref("org", "school-1")},
          {"category", ref("category", "cat-1")},
          {"resultValueMin", 0},
          {"resultValueMax", 100}};
}

inline json::object line_item_1p1(const std::string& id) {
  auto object = line_item(id);
  object.erase("school");
  return object;
}

inline json::object result(const std::string& id, const std::string& item,
                           const std::string& student, double score) {
  return {{"sourcedId", id},
          {"status", "active"},
          {"dateLastModified", "2026-09-11T10:00:00.000Z"},
          {"lineItem", ref("lineItem", item)},
          {"student", ref("user", student)},
          {"scoreStatus", "fully graded"},
          {"score", score},
          {"scoreDate", "2026-09-11"}};
}

class SisFixture : public ::testing::Test {
 protected:
  /// Starts (again) with these settings and the small school.
  void start(SisConfig config = {}) {
    service_ = std::make_unique<Service>(
        std::move(config), Clock{[this] { return now_ms_; }, [this] { return now_ms_ * 1000; }});
    ASSERT_EQ(call("POST", "/_sis/roster", roster_json()).status, 200);
  }

  http::Request request(const std::string& method, const std::string& target,
                        const std::string& body = {}) {
    http::Request out;
    out.method = method;
    const auto mark = target.find('?');
    out.path = target.substr(0, mark);
    out.query = mark == std::string::npos ? "" : target.substr(mark + 1);
    out.body = body;
    out.headers = {{"Host", "sis.example:8080"}, {"Authorization", "Bearer lms-token"}};
    if (!body.empty()) {
      out.headers.push_back({"Content-Type", "application/json"});
    }
    return out;
  }

  http::Response call(const std::string& method, const std::string& target,
                      const std::string& body = {}) {
    return service_->handle(request(method, target, body));
  }
  http::Response put(const std::string& path, const char* member, const json::object& object) {
    return call("PUT", path, to_text(json::object{{member, object}}));
  }
  http::Response put_item(const json::object& object) {
    return put(std::string(kGradebook) + "/lineItems/" + object.at("sourcedId").as_string().c_str(),
               "lineItem", object);
  }
  http::Response put_result(const json::object& object) {
    return put(std::string(kGradebook) + "/results/" + object.at("sourcedId").as_string().c_str(),
               "result", object);
  }
  static json::object body_of(const http::Response& response) {
    return json::parse(response.body).as_object();
  }
  json::value get(const std::string& target) { return json::parse(call("GET", target).body); }
  static std::string header(const http::Response& response, const char* name) {
    const auto* value = http::find_header(response.headers, name);
    return value == nullptr ? "" : *value;
  }
  /// imsx_codeMinorFieldValue of a 1.2 error.
  static std::string minor(const http::Response& response) {
    return json::parse(response.body)
        .at("imsx_CodeMinor")
        .at("imsx_codeMinorField")
        .at(0)
        .at("imsx_codeMinorFieldValue")
        .as_string()
        .c_str();
  }

  std::int64_t now_ms_ = kNow;
  std::unique_ptr<Service> service_;
};

} // namespace host_stub::sis::testing
