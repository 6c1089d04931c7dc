// What one SIS does differently, as data: a file of manifests/sis. A quirk is a field here, never
// an `if` on a name.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/gradebook/decimal.hpp"
#include "plugin/gradebook/ids.hpp"
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
enum class TokenParameters { body, query };      ///< where grant_type and scope travel
enum class Need { required, when_known, never }; ///< of a reference in a document
enum class References { full, id_only };         ///< href, sourcedId, type; or sourcedId alone
enum class Owner { lms, sis }; ///< of a field of a line item, after the first send
enum class CategoryStrategy { by_id, by_exact_name };
enum class TitleUnique { no, in_class };  ///< does the SIS refuse a second equal title in a class?
enum class BooleanForm { boolean, text }; ///< late, missing, ...: true, or "true" as in the OpenAPI
enum class Flags { when_true, always, never };
enum class CommentRemoved { omit, empty }; ///< how a comment that was sent is taken back
enum class DueDateForm { instant, local_date }; ///< local_date: midnight UTC of the SIS's local day
enum class ScoreDateForm { date, date_time };
enum class OutsidePeriod { send, refuse, clamp }; ///< dates outside the grading period
enum class ZeroPossible { send, refuse };
enum class OverMaximum { send, refuse, cap };        ///< a score above the points possible
enum class ExtraCredit { send, no_points_possible }; ///< an activity that only adds
enum class ScoreForm { points, percent };
/// What a score that is only a text (a letter, pass/fail) becomes: nothing (it waits); 1.2's
/// textScore; the number that the scale's table gives; a place in `metadata`.
enum class TextScores { refuse, text_score, number, metadata };
enum class Objectives { result_sets, line_items, leave_out };
enum class Withdrawal { remove, tobedeleted, unsupported }; ///< how a record is taken back
enum class Clearing { not_submitted, remove, unsupported }; ///< what a cleared score becomes
/// What stands in, in the order of the profile's list, for a due date that the activity does not
/// have. An empty list: nothing, the line item waits.
enum class DueDateFallback {
  student_dates, ///< the latest due date of a single student
  period_end,
  class_end,
  assigned, ///< the assigned date
  made,     ///< when the record was made here, or the assigned date if it is later
};
/// OneRoster 1.1 has no result without a score. What an exemption without points becomes there:
/// nothing (it waits; the SIS shows no score, which harms nobody), a 0 with status exempt, or a
/// result without a score, against the letter of the specification.
enum class ExemptWithoutPoints { refuse, zero, omit };
enum class ExemptScore { keep, omit };    ///< does an exemption keep the score that is there?
enum class Dropped { as_scored, exempt }; ///< what a dropped score becomes
enum class IncompleteScored {
  fully_graded,
  partially_graded
};                                             ///< status of points of incomplete
                                               ///< work
enum class Gradebook { of_class, assessment }; ///< assessment: the assessment routes of 1.2
enum class FinalGrades { none, sis_slot };
enum class Writing { put, post, none };
enum class PostLineItemsTo { its_class, school };
enum class PostResultsTo { line_item, session };
enum class WireIds { client, allocated, rewritten };
enum class ResultIdentity { ours, look_up_first };
enum class Confirm { trust, read }; ///< of an answer that says "done": believed, or looked at
enum class CategoryRoute { of_class, all, none };
enum class NestedRoute { of_class, filtered };
enum class PeriodRoute { of_terms, all, none };

/// One line of the table "HTTP status and the SIS's code -> what it means"; the first that fits
/// counts.
struct AnswerRule {
  int status = 0;            ///< 0 = any 4xx/5xx
  std::string code_minor;    ///< imsx code minor value; empty = any
  std::string text;          ///< part of the description, without case; empty = any
  std::string meaning;       ///< id of a Code, "record.rejected_conflict"
  std::string sentence = {}; ///< instead of the catalogue's; empty = the catalogue's
  std::string next_step = {};
};

/// What scoreStatus says for each fact; the defaults are the specification's own words.
struct StatusWords {
  std::string graded = "fully graded", partial = "partially graded", exempt = "exempt";
  std::string handed_in = "submitted", blank = "not submitted", cleared = "not submitted";
  std::string missing; ///< missing and not scored; empty = as blank
};

/// One step of a scale: a text, the number that is sent for it, and the lowest number that reads as
/// it. Numbers are parts of the points possible in percent.
struct ScaleStep {
  std::string text;
  gradebook::Decimal percent;
  gradebook::Decimal from;
};
struct Scale {
  gradebook::SourcedId sourced_id; ///< of the SIS's score scale; empty = it has none
  std::vector<ScaleStep> steps;    ///< best first
};

/// Name of a metadata member -> template; placeholders are {points}, {possible}, {percent},
/// {text_score}, {activity_id}, {class_id}, {late}, {missing}, {incomplete}. A member whose
/// placeholder has no value is left out.
using MetadataTemplates = std::map<std::string, std::string>;

struct LineItemOwners {
  Owner title = Owner::lms, description = Owner::lms, points_possible = Owner::lms,
        dates = Owner::lms;
  Owner category = Owner::sis, grading_period = Owner::sis, school = Owner::sis;
  Owner metadata = Owner::sis; ///< members that we do not write are carried over either way
};

/// How a slot for a final or period grade is recognised among the line items that the SIS has: all
/// that is given must fit.
struct FinalSlot {
  std::map<std::string, std::string> metadata; ///< member -> value
  std::string title;                           ///< a part of it, without case
  std::string category_title;                  ///< the whole of it, without case
};

struct Writes {
  Writing categories = Writing::put, line_items = Writing::put, results = Writing::put;
  /// client: ours, by PUT. allocated: given by the SIS to a POST. rewritten: our PUT is taken, and
  /// the answer or the next read shows another id.
  WireIds ids = WireIds::client;
  int post_size = 20;       ///< members of one POST
  PostLineItemsTo post_line_items_to = PostLineItemsTo::its_class;
  /// session: of the class and the session that the SIS shows for the line item
  PostResultsTo post_results_to = PostResultsTo::line_item;
  std::string marker;       ///< metadata member of a line item that holds our id; empty = none
  bool id_in_body = true;   ///< sourcedId stands in the body too
  bool base_members = true; ///< status and dateLastModified
  ResultIdentity result_identity = ResultIdentity::ours;
  Confirm confirm = Confirm::trust;
};

struct Reads {
  int page_limit = 100;
  CategoryRoute categories = CategoryRoute::of_class;
  NestedRoute line_items = NestedRoute::of_class, results = NestedRoute::of_class;
  PeriodRoute grading_periods = PeriodRoute::of_terms;
};

/// Where the SIS shows that a grading window is open, beside its refusals.
struct WindowSign {
  std::string metadata; ///< member of a grading period, class or line item; empty = no sign
  std::string open = "true";
};

/// How an SIS wants grades as files: the bundle of the standard, or a CSV for each activity.
enum class FileForm { bundle, scores };
enum class FileDelimiter { comma, semicolon, tab };
enum class FileQuotes { where_needed, always };
enum class FileDecimalMark { point, comma };

struct FileManner {
  FileForm form = FileForm::bundle;
  // Of scores alone.
  /// "Heading={student}": a heading, and what stands below it. Placeholders are {student}, {score},
  /// {text_score}, {status}, {date}, {comment}, {title} and {class}; one without a value is blank.
  std::vector<std::string> columns = {"Student Number={student}", "Score={score}"};
  bool header = true; ///< the first row holds the headings
  FileDelimiter delimiter = FileDelimiter::comma;
  FileQuotes quotes = FileQuotes::where_needed;
  FileDecimalMark decimal_mark = FileDecimalMark::point;
};

struct Profile {
  std::string name, title;
  int version = 1; ///< of the file
  OneRosterVersion oneroster = OneRosterVersion::v1p2;
  std::vector<std::string> before_you_start; ///< licence, plug-in, permissions; for administrators

  // Where.
  std::string rostering_path,
      gradebook_path;             ///< appended to the API Base URL unless it already ends so
  std::string token_url_template; ///< "{base_url}/token"; empty = none known

  // Who.
  TokenAuth token_auth = TokenAuth::basic_encoded;
  TokenParameters token_parameters = TokenParameters::body;
  bool send_scope = true;
  bool oauth1 = false; ///< key and secret without any token URL are signed with OAuth 1.0a
  SignatureMethod signature_method = SignatureMethod::hmac_sha256;
  std::vector<std::string> scopes; ///< asked for; empty = those of the operations in use
  /// Extra headers of every OneRoster request; {api_key} and {api_secret} are put in.
  std::map<std::string, std::string> headers;

  // How: line items and categories.
  bool create_categories = false; ///< the SIS lets a client make categories
  CategoryStrategy category_strategy = CategoryStrategy::by_id;
  int category_title_max = 0;
  Need category = Need::when_known, school = Need::when_known, grading_period = Need::when_known;
  Need points_possible = Need::when_known; ///< resultValueMin and resultValueMax
  Need description = Need::when_known;
  References references = References::full;
  std::vector<DueDateFallback> missing_due_date = {DueDateFallback::assigned,
                                                   DueDateFallback::made};
  DueDateForm due_date_form = DueDateForm::instant;
  OutsidePeriod outside_period = OutsidePeriod::send;
  ZeroPossible zero_possible = ZeroPossible::refuse;
  ExtraCredit extra_credit = ExtraCredit::send;
  int title_max = 0; ///< code points; 0 = no limit known
  TitleUnique title_unique = TitleUnique::no;
  LineItemOwners owner;
  MetadataTemplates line_item_metadata, result_metadata;
  Gradebook gradebook = Gradebook::of_class;
  FinalGrades final_grades = FinalGrades::none;
  FinalSlot final_slot;

  // How: results.
  ScoreForm score_form = ScoreForm::points;
  std::optional<int> decimals; ///< digits kept behind the point; none = as they are
  gradebook::Rounding rounding = gradebook::Rounding::half_up;
  OverMaximum over_maximum = OverMaximum::send;
  TextScores text_scores = TextScores::text_score;
  std::map<std::string, Scale> scales; ///< by the host's scale id; "default" for every other
  Need score_scale = Need::never;      ///< the reference to a score scale
  Objectives objectives = Objectives::result_sets;
  std::string objective_source = "unknown"; ///< "case", "unknown" or the SIS's own
  StatusWords statuses;
  Flags flags = Flags::when_true;
  BooleanForm boolean_form = BooleanForm::text;
  bool comments = true;
  CommentRemoved comment_removed = CommentRemoved::omit;
  int comment_max = 0;
  ScoreDateForm score_date_form = ScoreDateForm::date;
  bool score_date_not_before_assigned = true;
  Withdrawal withdrawal = Withdrawal::remove;
  Withdrawal line_item_withdrawal = Withdrawal::remove; ///< absent in the file: as withdrawal
  Clearing clearing = Clearing::not_submitted;
  ExemptWithoutPoints exempt_without_points = ExemptWithoutPoints::refuse;
  ExemptScore exempt_score = ExemptScore::keep;
  Dropped dropped = Dropped::as_scored;
  IncompleteScored incomplete_scored = IncompleteScored::fully_graded;

  Writes writes;
  Reads reads;
  FileManner file; ///< for connections whose grades go as files

  // How fast.
  int max_in_flight = 2;
  double requests_per_second = 5;
  int request_timeout_s = 30;
  int settle_s = 0; ///< wait so long after an answer that is in doubt before the record goes again

  WindowSign window;
  std::vector<AnswerRule> answers;

  /// Where the facts come from, by field ("documents.title_max") or "" for the whole file; shown to
  /// people, never acted on.
  std::map<std::string, std::string> evidence;
  /// Somebody other than us says that grades can be written to this SIS over OneRoster: the
  /// evidence of "grades_written" is neither absent nor unverified.
  bool writing_confirmed() const;
};

/// Reads and checks one profile file (docs/sis-profiles-format.md). `file` names it in errors:
/// Code::document with "manifests/sis/x.yaml:12: unknown key 'titel_max'; did you mean
/// 'title_max'?". schema_json: manifests/sis.schema.json, JSON Schema draft-07. Pure; throws
/// nothing but std::bad_alloc.
Result<Profile> parse_profile(std::string_view yaml, std::string_view schema_json,
                              std::string_view file);

} // namespace passback::oneroster
