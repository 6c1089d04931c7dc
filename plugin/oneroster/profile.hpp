// What one SIS does differently, as data: a file of manifests/sis. A quirk is a field here, never
// an `if` on a name.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/gradebook/decimal.hpp"
#include "plugin/platform/result.hpp"
#include "plugin/settings/connection.hpp"

namespace passback::oneroster {

using settings::OneRosterVersion;

enum class TokenAuth {
  basic_encoded,
  basic_plain,
  body
}; ///< RFC 6749 2.3.1; plain = not form-encoded first
enum class SignatureMethod { hmac_sha1, hmac_sha256 };
enum class Need { required, when_known, never }; ///< of a reference in a document
enum class BooleanForm { boolean, text };        ///< late, missing, ...: true or "true"
enum class ScoreDateForm { date, date_time };
enum class Withdrawal { remove, tobedeleted, unsupported }; ///< how a record is taken back
enum class Clearing { not_submitted, remove, unsupported }; ///< what a cleared score becomes
/// What stands in for a due date that the activity does not have: nothing (the line item waits);
/// the assigned date, else the moment when the record was made; that moment.
enum class MissingDueDate { refuse, assigned, now };
/// OneRoster 1.1 has no result without a score. What an exemption without points becomes there:
/// nothing (it waits; the SIS shows no score, which harms nobody), a 0 with status exempt, or a
/// result without a score, against the letter of the specification.
enum class ExemptWithoutPoints { refuse, zero, omit };
enum class Dropped { as_scored, exempt }; ///< what a dropped score becomes
enum class IncompleteScored {
  fully_graded,
  partially_graded
}; ///< status of points of incomplete
   ///< work

/// One line of the table "HTTP status and the SIS's code -> what it means"; the first that fits
/// counts.
struct AnswerRule {
  int status = 0;         ///< 0 = any 4xx/5xx
  std::string code_minor; ///< imsx code minor value; empty = any
  std::string text;       ///< part of the description, without case; empty = any
  std::string meaning;    ///< id of a Code, "record.rejected_conflict"
};

struct Profile {
  std::string name, title;
  int version = 1; ///< of the file
  OneRosterVersion oneroster = OneRosterVersion::v1p2;

  // Where.
  std::string rostering_path,
      gradebook_path;             ///< appended to the API Base URL unless it already ends so
  std::string token_url_template; ///< "{base_url}/token"; empty = none known

  // Who.
  TokenAuth token_auth = TokenAuth::basic_encoded;
  bool oauth1 = false; ///< key and secret without any token URL are signed with OAuth 1.0a
  SignatureMethod signature_method = SignatureMethod::hmac_sha256;
  std::vector<std::string> scopes; ///< asked for; empty = those of the operations in use

  // How.
  bool create_categories = false; ///< the SIS lets a client make categories
  Need category = Need::when_known, school = Need::when_known, grading_period = Need::when_known;
  Need points_possible = Need::when_known; ///< resultValueMin and resultValueMax
  MissingDueDate missing_due_date = MissingDueDate::assigned;
  int title_max = 0;           ///< code points; 0 = no limit known
  std::optional<int> decimals; ///< digits kept behind the point; none = as they are
  gradebook::Rounding rounding = gradebook::Rounding::half_up;
  BooleanForm boolean_form = BooleanForm::boolean;
  ScoreDateForm score_date_form = ScoreDateForm::date;
  Withdrawal withdrawal = Withdrawal::remove;
  Clearing clearing = Clearing::not_submitted;
  ExemptWithoutPoints exempt_without_points = ExemptWithoutPoints::refuse;
  Dropped dropped = Dropped::as_scored;
  IncompleteScored incomplete_scored = IncompleteScored::fully_graded;

  // How fast.
  int max_in_flight = 2;
  double requests_per_second = 5;
  int request_timeout_s = 30;

  std::vector<AnswerRule> answers;

  /// Where the facts come from, by field ("documents.title_max") or "" for the whole file; shown to
  /// people, never acted on.
  std::map<std::string, std::string> evidence;
};

/// Reads and checks one profile file (docs/sis-profiles-format.md). `file` names it in errors:
/// Code::document with "manifests/sis/x.yaml:12: unknown key 'titel_max'; did you mean
/// 'title_max'?". schema_json: manifests/sis.schema.json, JSON Schema draft-07. Pure; throws
/// nothing but std::bad_alloc.
Result<Profile> parse_profile(std::string_view yaml, std::string_view schema_json,
                              std::string_view file);

} // namespace passback::oneroster
