#pragma once
// Everything about this provider that a test or a person may choose. Each field is also a key of
// the YAML (or JSON) file that load_config reads; docs/sis-simulator.md lists them. Defaults are
// what the OneRoster specification says, where it says something; where implementations disagree
// there is a switch.
#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "host_stub/sis/json.hpp"

namespace host_stub::sis {

/// strict: every member the data model requires, no other, right types, full references, enrolled
/// students. lenient: what large live consumers send: references with a sourcedId only, no status
/// or dateLastModified, scoreDate as a date-time, unknown members ignored, null read as absent.
enum class Validation { strict, lenient };
enum class PutSemantics { replace, merge };
enum class PutBody { none, object, text };
enum class DeleteMode { gone, tobedeleted };
enum class FlagForm { both, text, boolean, by_validation };
enum class DateForm { by_validation, date, date_time, both };
enum class Presence { optional, required, refused };
enum class ScoreRange { keep, refuse, fault, clamp };
enum class FieldsForm { both, comma, repeated };
enum class PairOrder { same, reversed };
enum class PairShape { array, object, absent };
enum class ScopeRule { any, all };
enum class UngrantedScope { refuse, leave_out };
enum class ErrorStyle { spec, lower_minor, text_minor, wrapped, says_success };
enum class HrefStyle { url, tilde };
enum class BasicCredentials { form, plain };
enum class Overflow { refuse, cut };
enum class TokenParameters { body, query, both };
enum class CategoryNeed { by_version, optional, required, refused };
enum class SecondResult { keep, refuse, rewrite };
enum class DecimalsRule { round, refuse, cut };
enum class TextScores { keep, refuse };
enum class ExemptScore { keep, zero, drop };
enum class IdRewriting { no, told, silent };
enum class ErrorStyle1p1 { list, object, status_info, bare };

struct Client {
  std::string id;                  ///< OAuth 2 client id, and OAuth 1.0a consumer key
  std::string secret;              ///< shared secret of both
  std::vector<std::string> scopes; ///< full scope addresses it may have; empty = all
};

struct BearerToken {
  std::string token;               ///< a fixed access token that never expires
  std::vector<std::string> scopes; ///< full scope addresses; empty = all
};

/// A member of `metadata` that this system wants in what is written.
struct MetadataRule {
  std::string kind; ///< plural: "lineItems"
  std::string member;
  std::vector<std::string> values; ///< one of these, exactly; empty = any text
};

/// A line item that the system makes itself, for each class: the place of a final or period grade.
/// It does not count in the average.
struct FinalSlot {
  std::string title;
  std::string per = "period"; ///< one for each "period" or each "term" of the class
  std::map<std::string, std::string> metadata;
};

/// A grading period that the system has beside those of the roster, over the whole of each term:
/// periods overlap.
struct ExtraPeriod {
  std::string title;
};

struct SisConfig {
  std::string profile; ///< the built-in profile that this began with; "" = none
  std::string title;   ///< what it plays, in a line

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

  // What there is: versions, base paths (A19), routes.
  std::set<std::string> versions = {"1.1", "1.2"}; ///< the other's base path is 404
  std::string base_1p1 = "/ims/oneroster/v1p1";
  std::string rostering_1p2 = "/ims/oneroster/rostering/v1p2";
  std::string gradebook_1p2 = "/ims/oneroster/gradebook/v1p2";
  /// "DELETE /lineItems/{}", "GET /classes/{}/categories", "* /scoreScales/{}": as if they had
  /// never been built, so 405 where the path has another method, else 404.
  std::vector<std::string> absent_routes;
  std::vector<std::string> refused_routes; ///< the same, but there, and switched off: 403

  // Who may come in.
  bool accept_oauth2 = true; ///< tokens of the token endpoint
  bool accept_bearer = true; ///< the fixed tokens below
  bool accept_oauth1 = true; ///< OAuth 1.0a signatures, for OneRoster 1.1 only
  std::string token_path = "/oauth/token";
  std::vector<std::string> token_path_aliases;              ///< where tokens are given out as well
  TokenParameters token_parameters = TokenParameters::body; ///< where grant_type and scope travel
  std::chrono::seconds token_lifetime{3600};
  bool send_expires_in = true;       ///< expires_in is optional in RFC 6749
  std::string token_type = "Bearer"; ///< both "Bearer" and "bearer" occur
  bool require_scope = true;         ///< a token request without scope is refused (invalid_scope)
  /// One that asks for a scope that is not the client's: refused (invalid_scope), or the token is
  /// given without that scope (RFC 6749 3.3).
  UngrantedScope ungranted_scope = UngrantedScope::refuse;
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
  FlagForm flags = FlagForm::by_validation; ///< strict: "true"; lenient: "true" or true (A5)
  Presence grading_period_1p1 = Presence::optional; ///< lineItem.gradingPeriod in 1.1 (A7)
  Presence session_1p2 =
      Presence::optional; ///< 1.2: gradingPeriod or academicSession required (A7)
  DateForm score_date = DateForm::by_validation; ///< strict: date; lenient: both (A8)
  bool score_required_1p1 = true;                ///< A9; without it 1.1 results may omit the score
  bool null_clears_score = false;                ///< "score": null is taken as "no score" (A9)
  bool refuse_empty_comments = false;            ///< "comment": "" is refused, as some routers do
  ScoreRange score_range = ScoreRange::keep;     ///< a score outside resultValueMin/Max (A14)
  bool refuse_exponents = false;     ///< refuse numbers such as 2.5E0, as some SIS parsers do
  bool refuse_duplicate_keys = true; ///< strict only
  bool check_enrollment = true; ///< strict only: the student is enrolled in the line item's class
  int broken_json_status = 400; ///< A17
  int missing_parent_status = 422; ///< a reference to an object that does not exist: 422 or 404
  std::set<std::string> read_only; ///< kinds (plural: "categories") whose writes are answered 403

  // Rules of the house, beyond the data model. Where one is broken: rule_status; where something is
  // in the way: conflict_status.
  int rule_status = 422;
  int conflict_status = 409;
  std::size_t title_max = 0; ///< longest title in characters, categories apart; 0 = any
  Overflow title_overflow = Overflow::refuse;
  bool unique_titles = false;         ///< of line items in a class
  std::size_t category_title_max = 0; ///< longest title of a category
  bool unique_category_titles = false;
  std::string category_owner; ///< metadata member of a category that names its teacher; when set,
                              ///< it is required and titles are unique for each teacher
  CategoryNeed category = CategoryNeed::by_version; ///< of a line item
  bool category_error_lists = false; ///< the error about an unknown category lists those there are
  bool assign_before_due = false;    ///< assignDate after dueDate is refused
  bool due_in_period = false; ///< the due date's local day lies in the item's grading period, else
                              ///< in any of the class
  bool assign_in_period = false; ///< the same of assignDate
  bool period_of_class = false;  ///< the grading period is one of the class's terms
  int utc_offset_minutes = 0;    ///< local time of the schools, for the days of dates
  std::vector<MetadataRule> require_metadata;
  /// Metadata member of a line item that says how it is scored. Any value but score_type_points
  /// (also none) becomes score_type_other, and then numbers are refused. "" = no such member.
  std::string score_type_member;
  std::string score_type_points = "POINTS";
  std::string score_type_other = "GRADESCALE";
  int result_max_default = 0; ///< resultValueMax of a line item that names none; 0 = none
  SecondResult second_result =
      SecondResult::keep; ///< of a student and a line item, under another id
  bool score_date_not_before_assign = false;
  DecimalsRule score_decimals_rule =
      DecimalsRule::round; ///< what happens to more than score_decimals
  TextScores text_scores = TextScores::keep;
  ExemptScore exempt_score = ExemptScore::keep;      ///< the score of an exempt result
  std::map<std::string, std::string> status_becomes; ///< scoreStatus as sent -> as stored
  std::set<std::string> refused_statuses;
  bool not_submitted_is_missing = false; ///< "not submitted" shows as missing
  bool submitted_is_zero = false;        ///< "submitted" without a score counts as 0
  bool missing_is_zero = false;          ///< missing without a score counts as 0
  bool flags_need_score = false;         ///< late and missing without a score are refused
  bool typed_grades_stay =
      false; ///< a result that was changed by hand (/_sis/by_hand) refuses ours

  // What the system makes itself.
  bool precreate_results = false; ///< a blank result per student as soon as a line item is there
  std::vector<FinalSlot> final_slots;
  std::vector<ExtraPeriod> extra_periods;
  bool window_open =
      true; ///< the grading window; shut: writes of line items and results are refused
  int window_status = 403;
  std::string window_words = "the grading window is closed";
  std::string
      window_member; ///< metadata member of a grading period that shows it, "true" or "false"

  // How writes behave and are answered.
  int put_create_status = 201;                        ///< A3
  int put_update_status = 201;                        ///< A3; 200 is common
  PutBody put_body = PutBody::none;                   ///< A3
  PutSemantics put_semantics = PutSemantics::replace; ///< A4
  bool put_creates = true; ///< false: put_unknown_status for an unknown id
  int put_unknown_status = 404;
  IdRewriting rewrites_ids =
      IdRewriting::no;                   ///< a new object is stored under an id of the system's own
  std::string allocated_prefix = "sis-"; ///< of ids that the system gives
  bool collection_put =
      false; ///< PUT /categories, /lineItems, /LineItems and /results create, under a given id
  int score_decimals = -1;                   ///< scores are rounded to so many decimals; -1 = kept
  DeleteMode delete_mode = DeleteMode::gone; ///< A15
  int delete_status = 204;                   ///< 204, or 200 with an empty JSON object
  bool post_atomic = true;                   ///< A12: one bad item refuses the set
  PairOrder post_pair_order = PairOrder::same;  ///< A12
  PairShape post_pair_shape = PairShape::array; ///< A12; "object" = one object, no array
  bool post_allocates = true;                   ///< A12: false keeps the supplied ids

  // How fast.
  int rate_limit = 0;       ///< requests a second; 0 = any number
  int rate_status = 429;    ///< of one too many
  int rate_retry_after = 1; ///< Retry-After in seconds; 0 = no such header

  // How reads are answered.
  FieldsForm fields_form = FieldsForm::both; ///< A11
  int default_limit = 100;
  int page_ceiling = 0;        ///< clamps a larger limit; 0 = none (A20)
  bool total_count = true;     ///< X-Total-Count (A20)
  bool link_header = true;     ///< Link first/prev/next/last
  bool link_loop = false;      ///< rel=next points at the page itself (A20)
  bool relative_links = false; ///< Link has paths, not whole addresses
  bool lower_case_headers =
      false;         ///< names of headers in small letters, as HTTP/2 gateways leave them
  int date_skew = 0; ///< seconds by which the Date header is ahead of the clock
  bool success_status_1p1 =
      false; ///< 1.1 reads carry a statusInfoSet that says "success" beside the data
  int max_filter_clauses = 2;
  bool filter_ignores_case = false;
  bool roster_unknown_parent_is_404 =
      true;                          ///< nested rostering reads; false: 200 and an empty list
  bool class_categories = true;      ///< GET /classes/{c}/categories in 1.2
  bool class_categories_1p1 = false; ///< and in 1.1, where it is no standard route
  ErrorStyle error_style = ErrorStyle::spec; ///< shape of 1.2 errors (A6)
  ErrorStyle1p1 error_style_1p1 = ErrorStyle1p1::list;
  bool error_descriptions = true; ///< false: errors do not say why
  bool explicit_nulls = false;    ///< members without a value are shown as null
  /// Members of envelopes in answers: "lineItem" -> "LineItem"; "category" -> "category[]" (a list
  /// of one).
  std::map<std::string, std::string> envelopes;
  HrefStyle href_style = HrefStyle::url; ///< "tilde": "~/ims/…", which is not an address
};

/// Reads YAML or JSON over `base`. Throws std::runtime_error that names the file, the line and the
/// key for anything that is unknown, given twice or of the wrong kind.
SisConfig load_config(const std::string& path, SisConfig base = {});
/// The same, from text; `name` stands for the file in messages.
SisConfig parse_config(const std::string& text, const std::string& name, SisConfig base = {});
/// A profile of profiles/. Throws std::runtime_error that lists those there are.
SisConfig load_profile(const std::string& name);
/// Changes settings while the server runs, all or nothing: all but where it listens and what it
/// keeps.
void change_config(SisConfig& config, const std::string& text);
/// Every setting by its key, with no secret in it.
json::object show_config(const SisConfig& config);

} // namespace host_stub::sis
