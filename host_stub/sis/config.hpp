#pragma once
// Everything about this provider that a test or a person may choose. Each field is also a key of
// the YAML (or JSON) file that load_config reads; docs/sis-simulator.md lists them. Defaults are
// what the OneRoster specification says, where it says something; where implementations disagree
// there is a switch.
#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace host_stub::sis {

/// strict: every member the data model requires, no other, right types, full references, enrolled
/// students. lenient: what large live consumers send: references with a sourcedId only, no status
/// or dateLastModified, scoreDate as a date-time, unknown members ignored, null read as absent.
enum class Validation { strict, lenient };
enum class PutSemantics { replace, merge };
enum class PutBody { none, object, text };
enum class DeleteMode { gone, tobedeleted };
enum class FlagForm { both, text, boolean };
enum class DateForm { by_validation, date, date_time, both };
enum class Presence { optional, required, refused };
enum class ScoreRange { keep, refuse, fault, clamp };
enum class FieldsForm { both, comma, repeated };
enum class PairOrder { same, reversed };
enum class PairShape { array, object, absent };
enum class ScopeRule { any, all };
enum class ErrorStyle { spec, lower_minor, text_minor, wrapped, says_success };
enum class HrefStyle { url, tilde };
enum class BasicCredentials { form, plain };
enum class Overflow { refuse, cut };

struct Client {
  std::string id;                  ///< OAuth 2 client id, and OAuth 1.0a consumer key
  std::string secret;              ///< shared secret of both
  std::vector<std::string> scopes; ///< full scope addresses it may have; empty = all
};

struct BearerToken {
  std::string token;               ///< a fixed access token that never expires
  std::vector<std::string> scopes; ///< full scope addresses; empty = all
};

struct SisConfig {
  // Where it listens and what it keeps.
  std::string bind_address = "127.0.0.1"; ///< address to bind
  std::uint16_t port = 0;                 ///< 0 = the system chooses; SisServer::port() tells
  unsigned threads = 2;                   ///< threads that serve connections
  bool tls = false;                       ///< serve https with a certificate generated at start
  std::string ca_file;    ///< where the generated CA certificate (PEM) is written; "" = nowhere
  std::string data_file;  ///< SQLite file for the records; "" = memory only
  std::string roster_dir; ///< OneRoster CSV bundle (folder) to load at start; "" = none
  std::size_t max_body = 8U * 1024 * 1024; ///< larger request bodies are answered 413
  std::size_t log_limit = 100000;          ///< requests remembered; the oldest go first

  // Base paths (A19).
  std::string base_1p1 = "/ims/oneroster/v1p1";
  std::string rostering_1p2 = "/ims/oneroster/rostering/v1p2";
  std::string gradebook_1p2 = "/ims/oneroster/gradebook/v1p2";

  // Who may come in.
  bool accept_oauth2 = true; ///< tokens of the token endpoint
  bool accept_bearer = true; ///< the fixed tokens below
  bool accept_oauth1 = true; ///< OAuth 1.0a signatures, for OneRoster 1.1 only
  std::string token_path = "/oauth/token";
  std::chrono::seconds token_lifetime{3600};
  bool send_expires_in = true;       ///< expires_in is optional in RFC 6749
  std::string token_type = "Bearer"; ///< both "Bearer" and "bearer" occur
  bool require_scope = true;         ///< a token request without scope is refused (invalid_scope)
  bool accept_basic_credentials = true; ///< client id and secret in the Authorization header
  bool accept_body_credentials = true;  ///< client id and secret in the form body
  BasicCredentials basic_credentials =
      BasicCredentials::form; ///< RFC 6749, 2.3.1; or taken as they are
  std::set<std::string> oauth1_methods = {"HMAC-SHA1", "HMAC-SHA256"};
  std::chrono::seconds timestamp_window{300}; ///< OAuth 1.0a timestamps farther away are refused
  ScopeRule scope_rule =
      ScopeRule::any;           ///< a route that names several scopes needs any or all (A16)
  int wrong_scope_status = 403; ///< or 401 (A16)
  std::string
      vendor_authorization;  ///< when set, X-Vendor-Authorization must carry it ("key:secret")
  bool token_cookie = false; ///< the token answer sets a cookie that later calls must send back
  std::vector<Client> clients = {{"lms", "lms-secret", {}}};
  std::vector<BearerToken> bearer_tokens = {{"lms-token", {}}};

  // What a written body must look like.
  Validation validation = Validation::strict;       ///< A1, A2
  FlagForm flags = FlagForm::both;                  ///< late, missing, …: "true" or true (A5)
  Presence grading_period_1p1 = Presence::optional; ///< lineItem.gradingPeriod in 1.1 (A7)
  Presence session_1p2 =
      Presence::optional; ///< 1.2: gradingPeriod or academicSession required (A7)
  DateForm score_date = DateForm::by_validation; ///< strict: date; lenient: both (A8)
  bool score_required_1p1 = true;                ///< A9; without it 1.1 results may omit the score
  bool null_clears_score = false;                ///< "score": null is taken as "no score" (A9)
  ScoreRange score_range = ScoreRange::keep;     ///< a score outside resultValueMin/Max (A14)
  bool refuse_exponents = false;     ///< refuse numbers such as 2.5E0, as some SIS parsers do
  bool refuse_duplicate_keys = true; ///< strict only
  bool check_enrollment = true; ///< strict only: the student is enrolled in the line item's class
  int broken_json_status = 400; ///< A17
  int missing_parent_status = 422; ///< a reference to an object that does not exist: 422 or 404
  bool refuse_duplicate_results = false; ///< 409 for a second result of one student and line item
  std::size_t title_max = 0;             ///< longest title in characters; 0 = any
  Overflow title_overflow = Overflow::refuse;
  std::set<std::string> read_only; ///< kinds (plural: "categories") whose writes are answered 403

  // How writes behave and are answered.
  int put_create_status = 201;                        ///< A3
  int put_update_status = 201;                        ///< A3; 200 is common
  PutBody put_body = PutBody::none;                   ///< A3
  PutSemantics put_semantics = PutSemantics::replace; ///< A4
  bool put_creates = true;                   ///< false: 404 for an id that is not there yet
  int score_decimals = -1;                   ///< scores are rounded to so many decimals; -1 = kept
  DeleteMode delete_mode = DeleteMode::gone; ///< A15
  int delete_status = 204;                   ///< 204, or 200 with an empty JSON object
  bool post_atomic = true;                   ///< A12: one bad item refuses the set
  PairOrder post_pair_order = PairOrder::same;  ///< A12
  PairShape post_pair_shape = PairShape::array; ///< A12; "object" = one object, no array
  bool post_allocates = true;                   ///< A12: false keeps the supplied ids

  // How reads are answered.
  FieldsForm fields_form = FieldsForm::both; ///< A11
  int default_limit = 100;
  int page_ceiling = 0;    ///< clamps a larger limit; 0 = none (A20)
  bool total_count = true; ///< X-Total-Count (A20)
  bool link_header = true; ///< Link first/prev/next/last
  bool link_loop = false;  ///< rel=next points at the page itself (A20)
  int max_filter_clauses = 2;
  bool filter_ignores_case = false;
  bool roster_unknown_parent_is_404 =
      true;                          ///< nested rostering reads; false: 200 and an empty list
  bool class_categories = true;      ///< GET /classes/{c}/categories in 1.2
  bool class_categories_1p1 = false; ///< and in 1.1, where it is no standard route
  ErrorStyle error_style = ErrorStyle::spec; ///< shape of 1.2 errors (A6)
  HrefStyle href_style = HrefStyle::url;     ///< "tilde": "~/ims/…", which is not an address
};

/// Reads YAML or JSON. Throws std::runtime_error that names the file, the line and the key for
/// anything that is unknown, given twice or of the wrong kind.
SisConfig load_config(const std::string& path);
/// The same, from text; `name` stands for the file in messages.
SisConfig parse_config(const std::string& text, const std::string& name);

} // namespace host_stub::sis
