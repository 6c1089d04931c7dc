#include "tests/integration/delivery/sis.hpp"

#include <map>
#include <stdexcept>
#include <utility>

#include <curl/curl.h>

#include "plugin/delivery/worker/curl_library.hpp"

namespace passback::integration {

namespace {

namespace json = boost::json;

std::string small_school() {
  json::array users{{{"sourcedId", "t1"},
                     {"enabledUser", true},
                     {"givenName", "Ada"},
                     {"familyName", "Byron"},
                     {"role", "teacher"},
                     {"orgs", {{{"sourcedId", "school-1"}}}}}};
  json::array enrollments;
  for (int i = 1; i <= 9; ++i) {
    const std::string id = "s" + std::to_string(i);
    users.push_back({{"sourcedId", id},
                     {"enabledUser", true},
                     {"givenName", "Student"},
                     {"familyName", id},
                     {"role", "student"},
                     {"orgs", {{{"sourcedId", "school-1"}}}}});
    enrollments.push_back({{"sourcedId", "e-" + id},
                           {"user", {{"sourcedId", id}}},
                           {"class", {{"sourcedId", "c1"}}},
                           {"school", {{"sourcedId", "school-1"}}},
                           {"role", "student"}});
  }
  const json::value document{
      {"orgs", {{{"sourcedId", "school-1"}, {"name", "North"}, {"type", "school"}}}},
      {"academicSessions",
       {{{"sourcedId", "term-1"},
         {"title", "Autumn"},
         {"type", "term"},
         {"startDate", "2026-08-01"},
         {"endDate", "2027-01-31"},
         {"schoolYear", "2027"}},
        {{"sourcedId", "gp-1"},
         {"title", "Quarter 1"},
         {"type", "gradingPeriod"},
         {"startDate", "2026-08-01"},
         {"endDate", "2026-10-31"},
         {"parent", {{"sourcedId", "term-1"}}},
         {"schoolYear", "2027"}},
        {{"sourcedId", "gp-2"},
         {"title", "Quarter 2"},
         {"type", "gradingPeriod"},
         {"startDate", "2026-11-01"},
         {"endDate", "2027-01-31"},
         {"parent", {{"sourcedId", "term-1"}}},
         {"schoolYear", "2027"}}}},
      {"courses",
       {{{"sourcedId", "course-1"}, {"title", "Algebra"}, {"org", {{"sourcedId", "school-1"}}}}}},
      {"classes",
       {{{"sourcedId", "c1"},
         {"title", "Algebra 1"},
         {"course", {{"sourcedId", "course-1"}}},
         {"school", {{"sourcedId", "school-1"}}},
         {"terms", {{{"sourcedId", "term-1"}}}}}}},
      {"users", users},
      {"enrollments", enrollments},
      {"categories",
       {{{"sourcedId", "cat-1"}, {"title", "Homework"}},
        {{"sourcedId", "cat-2"}, {"title", "Tests"}}}}};
  return json::serialize(document);
}

std::size_t append(char* data, std::size_t size, std::size_t count, void* user) {
  static_cast<std::string*>(user)->append(data, size * count);
  return size * count;
}

std::string text_of(const json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string().c_str()) : "";
}

} // namespace

Sis::Sis(host_stub::sis::SisConfig config)
    : ca_file_(config.ca_file),
      server_(std::make_unique<host_stub::sis::SisServer>(std::move(config))),
      url_(server_->url()) {
  if (!delivery::start_curl_library()) {
    throw std::runtime_error("libcurl does not start");
  }
  thread_ = std::thread([this] { server_->run(); });
  control("POST", "/_sis/roster", small_school());
}

void Sis::load(const std::string& roster) {
  control("POST", "/_sis/roster", roster);
}

Sis::~Sis() {
  server_->stop();
  thread_.join();
}

std::string Sis::call(const std::string& method, const std::string& path, const std::string& body) {
  const std::unique_ptr<CURL, void (*)(CURL*)> easy(curl_easy_init(), &curl_easy_cleanup);
  std::string answer;
  const std::string address = url_ + path;
  curl_easy_setopt(easy.get(), CURLOPT_URL, address.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &append);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &answer);
  if (!ca_file_.empty()) {
    curl_easy_setopt(easy.get(), CURLOPT_CAINFO, ca_file_.c_str());
  }
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(
      curl_slist_append(nullptr, "Content-Type: application/json"), &curl_slist_free_all);
  curl_slist_append(headers.get(), "Authorization: Bearer lms-token");
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  if (!body.empty()) {
    curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, body.c_str());
  }
  curl_easy_setopt(easy.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
  if (curl_easy_perform(easy.get()) != CURLE_OK) {
    throw std::runtime_error("the simulated SIS does not answer " + path);
  }
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status >= 300) {
    throw std::runtime_error(path + " answered " + std::to_string(status) + " " + answer);
  }
  return answer;
}

json::value Sis::control(const std::string& method, const std::string& path,
                         const std::string& body) {
  return json::parse(call(method, path, body));
}

void Sis::fault(const std::string& rules) {
  control("POST", "/_sis/faults", rules);
}

void Sis::clear_faults() {
  control("DELETE", "/_sis/faults");
}

void Sis::put(const std::string& path, const std::string& body) {
  call("PUT", path, body);
}

json::object Sis::record(const std::string& kind, const std::string& id) {
  const auto all = control("GET", "/_sis/records?kind=" + kind);
  for (const auto& one : all.as_object().at(kind).as_array()) {
    if (text_of(one.as_object(), "sourcedId") == id) {
      return one.as_object();
    }
  }
  return {};
}

std::vector<json::object> Sis::values(const std::string& kind) {
  std::vector<json::object> found;
  const auto all = control("GET", "/_sis/records?kind=" + kind);
  for (const auto& one : all.as_object().at(kind).as_array()) {
    found.push_back(one.as_object().at("value").as_object());
  }
  return found;
}

void Sis::roster(const std::string& document) {
  control("POST", "/_sis/roster", document);
}

void Sis::remove(const std::string& path) {
  call("DELETE", path, {});
}

bool Sis::has(const std::string& kind, const std::string& id) {
  return !record(kind, id).empty();
}

std::string Sis::score_of(const std::string& result_id) {
  const auto one = record("results", result_id);
  const auto* value = one.if_contains("value");
  const auto* score = value == nullptr ? nullptr : value->as_object().if_contains("score");
  if (score == nullptr) {
    return {};
  }
  return score->is_double() ? std::to_string(score->as_double()) : json::serialize(*score);
}

std::vector<json::object> Sis::requests(const std::string& method, const std::string& path) {
  std::vector<json::object> found;
  const auto all = control("GET", "/_sis/requests");
  for (const auto& one : all.as_object().at("requests").as_array()) {
    const auto& request = one.as_object();
    const bool fits = (method.empty() || text_of(request, "method") == method) &&
                      text_of(request, "path").find(path) != std::string::npos;
    if (fits) {
      found.push_back(request);
    }
  }
  return found;
}

bool Sis::overlapped() {
  std::map<std::string, std::int64_t> busy_until;
  for (const auto& request : requests("PUT")) {
    const std::string path = text_of(request, "path");
    const auto started = request.at("started_us").to_number<std::int64_t>();
    const auto& end = request.at("ended_us");
    const auto before = busy_until.find(path);
    if (before != busy_until.end() && started < before->second) {
      return true;
    }
    busy_until[path] = end.is_null() ? started : end.to_number<std::int64_t>();
  }
  return false;
}

} // namespace passback::integration
