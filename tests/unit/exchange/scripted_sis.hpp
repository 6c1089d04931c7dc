// An SIS that a test plays by hand: what it answers to which request.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "plugin/exchange/conversation/conversation.hpp"
#include "plugin/exchange/conversation/recording.hpp"
#include "plugin/texts/kept_phrase.hpp"

namespace passback::exchange {

constexpr std::int64_t kNow = 1'790'000'000'000; // 2026-09-21T14:13:20Z

inline Partner partner_of(const oneroster::Profile& profile, oneroster::AuthWay way) {
  Partner partner;
  partner.profile = &profile;
  partner.endpoint.version = profile.oneroster;
  const bool is_1p1 = profile.oneroster == oneroster::OneRosterVersion::v1p1;
  partner.endpoint.rostering_base = is_1p1 ? "https://sis.example/ims/oneroster/v1p1"
                                           : "https://sis.example/ims/oneroster/rostering/v1p2";
  partner.endpoint.gradebook_base = is_1p1 ? "https://sis.example/ims/oneroster/v1p1"
                                           : "https://sis.example/ims/oneroster/gradebook/v1p2";
  partner.endpoint.token_url = "https://sis.example/token";
  partner.way = way;
  partner.asked_scope = "https://s/roster-core.readonly https://s/gradebook.readonly "
                        "https://s/gradebook.createput https://s/gradebook.delete";
  return partner;
}

/// Answers by "METHOD /path" behind the host and without the query; what nothing is set for is 404.
/// It keeps what is PUT, gives it back on GET, and forgets it on DELETE.
class ScriptedSis {
 public:
  struct Request {
    std::string method, path, query, body;
  };
  using Answer = std::function<oneroster::HttpAnswer(const Request&)>;

  void answer(const std::string& request, int status, std::string body = {},
              std::vector<oneroster::Header> headers = {}) {
    set_[request] = [=](const Request&) { return oneroster::HttpAnswer{status, headers, body}; };
  }
  void answer(const std::string& request, Answer with) { set_[request] = std::move(with); }
  /// From now on nothing is answered to that request.
  void keep_silent(const std::string& request, Code code) { silent_[request] = code; }
  void token(const std::string& scope, int status = 200) {
    token_ = {status,
              {},
              status == 200 ? R"({"access_token":"t0k3n","token_type":"bearer",)"
                              R"("expires_in":3600,"scope":")" +
                                  scope + "\"}"
                            : R"({"error":"invalid_client"})"};
  }

  /// A token only for what these scopes hold; `listed` = the answer says so.
  void token_only_for(const std::string& granted, bool listed) {
    granted_ = granted;
    listed_ = listed;
  }

  /// Holds the whole conversation; recorded if wanted.
  boost::json::object hold(Conversation& conversation, Recorder* recorder = nullptr) {
    for (int steps = 0; auto next = conversation.next(); ++steps) {
      if (steps > 500) {
        throw std::runtime_error("the conversation does not end at " + next->name);
      }
      Response response = answer_to(*next);
      response.now_unix_ms = kNow;
      if (recorder != nullptr) {
        recorder->exchange(*next, response);
      }
      conversation.take_response(response);
    }
    expect_keys(conversation.kept_report());
    return conversation.report();
  }

  std::vector<Request> requests;
  std::vector<std::string> asked_scopes;   ///< of each request for a token
  std::map<std::string, std::string> kept; ///< path -> body of what was PUT
  bool deletes = true;

  std::size_t count(const std::string& method) const {
    std::size_t found = 0;
    for (const auto& one : requests) {
      found += one.method == method ? 1 : 0;
    }
    return found;
  }

  /// Whatever is said to people can be said in another language: a text without a key is nobody's
  /// but the SIS's.
  static void expect_keys(const boost::json::object& kept) {
    for (const auto& one : kept.at("checks").as_array()) {
      const auto& check = one.as_object();
      for (const auto* name : {"sentence", "next_step"}) {
        const auto* phrase = check.if_contains(std::string(name) + "_phrase");
        if (check.contains(name) && (phrase == nullptr || !texts::phrase_of(*phrase))) {
          throw std::runtime_error("no key: " + boost::json::serialize(check));
        }
      }
    }
  }

 private:
  Response answer_to(const NextStep& next) {
    Response response;
    if (next.token) {
      asked_scopes.push_back(next.scope);
      response.answer = granted_ ? token_for(next.scope) : token_;
      return response;
    }
    const std::string& url = next.request.url;
    const auto path_at = url.find('/', url.find("//") + 2);
    const auto query_at = url.find('?');
    Request now{next.request.method, url.substr(path_at, query_at - path_at),
                query_at == std::string::npos ? "" : url.substr(query_at + 1), next.request.body};
    requests.push_back(now);
    const std::string key = now.method + " " + now.path;
    if (const auto quiet = silent_.find(key); quiet != silent_.end()) {
      response.code = quiet->second;
      return response;
    }
    if (const auto found = set_.find(key); found != set_.end()) {
      response.answer = found->second(now);
    } else {
      response.answer = by_itself(now);
    }
    return response;
  }

  oneroster::HttpAnswer token_for(const std::string& asked) const {
    if (!oneroster::not_granted(asked, *granted_).empty()) {
      return {400, {}, R"({"error":"invalid_scope"})"};
    }
    return {200,
            {},
            R"({"access_token":"t0k3n")" +
                (listed_ ? R"(,"scope":")" + asked + "\"}" : std::string("}"))};
  }

  oneroster::HttpAnswer by_itself(const Request& now) {
    if (now.method == "PUT") {
      kept[now.path] = now.body;
      return {201, {}, {}};
    }
    if (now.method == "DELETE") {
      if (!deletes) {
        return {405, {}, {}};
      }
      kept.erase(now.path);
      return {204, {}, {}};
    }
    const auto found = kept.find(now.path);
    return found == kept.end() ? oneroster::HttpAnswer{404, {}, {}}
                               : oneroster::HttpAnswer{200, {}, found->second};
  }

  oneroster::HttpAnswer token_{
      200, {}, R"({"access_token":"t0k3n","token_type":"bearer","expires_in":3600})"};
  std::optional<std::string> granted_;
  bool listed_ = false;
  std::map<std::string, Answer> set_;
  std::map<std::string, Code> silent_;
};

/// The outcome of a check in a report; "absent" if it is not there.
inline std::string outcome_of(const boost::json::object& report, std::string_view id) {
  std::string found = "absent";
  for (const auto& check : report.at("checks").as_array()) {
    if (check.at("id").as_string() == boost::json::string_view(id.data(), id.size())) {
      found = std::string(check.at("outcome").as_string());
    }
  }
  return found;
}

inline std::string text_of_check(const boost::json::object& report, std::string_view id,
                                 const char* member) {
  std::string found;
  for (const auto& check : report.at("checks").as_array()) {
    const auto* value = check.as_object().if_contains(member);
    if (check.at("id").as_string() == boost::json::string_view(id.data(), id.size()) &&
        value != nullptr) {
      found = std::string(value->as_string());
    }
  }
  return found;
}

/// A small school under the addresses of `partner`: class c1 (school org-1, term t1), student s1,
/// category cat-1, a grading period that contains today.
inline void play_school(ScriptedSis& sis, const Partner& partner) {
  const auto path = [](const std::string& base) { return base.substr(base.find('/', 8)); };
  const std::string roster = "GET " + path(partner.endpoint.rostering_base);
  const std::string grades = "GET " + path(partner.endpoint.gradebook_base);
  const std::string one_class =
      R"({"sourcedId":"c1","status":"active","title":"Algebra, Mrs. Smith","school":{"sourcedId":"org-1"},)"
      R"("terms":[{"sourcedId":"t1"}],"metadata":{"ext_room":"12"}})";
  const std::vector<oneroster::Header> date{{"Date", "Mon, 21 Sep 2026 14:13:18 GMT"},
                                            {"X-Total-Count", "1"}};
  sis.answer(roster + "/classes", 200, R"({"classes":[)" + one_class + "]}", date);
  sis.answer(roster + "/classes/c1", 200, R"({"class":)" + one_class + "}");
  sis.answer(
      roster + "/users/s1", 200,
      R"({"user":{"sourcedId":"s1","status":"active","givenName":"Anna","familyName":"Bell",)"
      R"("email":"anna@school.example"}})");
  sis.answer(roster + "/terms/t1/gradingPeriods", 200,
             R"({"academicSessions":[{"sourcedId":"gp1","type":"gradingPeriod","title":"Q1",)"
             R"("startDate":"2026-09-01","endDate":"2026-10-31"}]})");
  const std::string categories =
      R"({"categories":[{"sourcedId":"cat-1","status":"active","title":"Homework"}]})";
  sis.answer(grades + "/classes/c1/categories", 200, categories);
  sis.answer(grades + "/categories", 200, categories);
  sis.answer(grades + "/classes/c1/lineItems", 200, R"({"lineItems":[]})");
  sis.answer(
      grades + "/classes/c1/results", 200,
      R"({"results":[{"sourcedId":"r1","student":{"sourcedId":"s7","type":"user"},"score":3,)"
      R"("comment":"well done Bert"}]})");
  sis.answer(grades + "/classes/c1/scoreScales", 200, R"({"scoreScales":[]})");
}

} // namespace passback::exchange
