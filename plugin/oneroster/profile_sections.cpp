#include "plugin/oneroster/profile_sections.hpp"

#include <optional>
#include <utility>

namespace passback::oneroster {

namespace json = boost::json;

void read_where(const Section& where, Profile& profile) {
  where.text("rostering_path", profile.rostering_path);
  where.text("gradebook_path", profile.gradebook_path);
  where.text("token_url_template", profile.token_url_template);
}

void read_who(const Section& who, Profile& profile) {
  who.choice<TokenAuth>("token_auth", profile.token_auth,
                        {{"basic_encoded", TokenAuth::basic_encoded},
                         {"basic_plain", TokenAuth::basic_plain},
                         {"body", TokenAuth::body}});
  who.choice<TokenParameters>("token_parameters", profile.token_parameters,
                              {{"body", TokenParameters::body}, {"query", TokenParameters::query}});
  who.boolean("send_scope", profile.send_scope);
  who.text_map("headers", profile.headers);
  who.boolean("oauth1", profile.oauth1);
  who.choice<SignatureMethod>(
      "signature_method", profile.signature_method,
      {{"hmac-sha1", SignatureMethod::hmac_sha1}, {"hmac-sha256", SignatureMethod::hmac_sha256}});
  who.texts("scopes", profile.scopes);
}

namespace {

const Names<Need> kNeeds = {
    {"required", Need::required}, {"when_known", Need::when_known}, {"never", Need::never}};

void read_owners(const Section& section, LineItemOwners& owner) {
  const auto read = [&](std::string_view name, Owner& value) {
    section.choice<Owner>(name, value, {{"lms", Owner::lms}, {"sis", Owner::sis}});
  };
  read("title", owner.title);
  read("description", owner.description);
  read("points_possible", owner.points_possible);
  read("dates", owner.dates);
  read("category", owner.category);
  read("grading_period", owner.grading_period);
  read("school", owner.school);
  read("metadata", owner.metadata);
}

/// A percentage of the file; the schema has checked its form.
gradebook::Decimal percentage(const Section& step, std::string_view name,
                              const gradebook::Decimal& otherwise) {
  std::string text;
  step.text(name, text);
  const auto value = gradebook::Decimal::parse(text);
  return value ? *value : otherwise;
}

void read_scales(const Section& documents, std::map<std::string, Scale>& scales) {
  const json::value* found = documents.find("scales");
  if (found == nullptr || !found->is_object()) {
    return;
  }
  for (const auto& [name, value] : found->get_object()) {
    const Section of_scale(&value);
    Scale scale;
    of_scale.text("sourced_id", scale.sourced_id.value);
    for (const json::value& item : of_scale.list("steps")) {
      const Section of_step(&item);
      ScaleStep step;
      of_step.text("text", step.text);
      step.percent = percentage(of_step, "percent", {});
      step.from = percentage(of_step, "from", step.percent);
      scale.steps.push_back(std::move(step));
    }
    scales.emplace(name, std::move(scale));
  }
}

void read_statuses(const Section& section, StatusWords& statuses) {
  section.text("graded", statuses.graded);
  section.text("partial", statuses.partial);
  section.text("exempt", statuses.exempt);
  section.text("handed_in", statuses.handed_in);
  section.text("blank", statuses.blank);
  section.text("cleared", statuses.cleared);
  section.text("missing", statuses.missing);
}

} // namespace

void read_line_items(const Section& documents, Profile& profile) {
  documents.choice<Gradebook>(
      "gradebook", profile.gradebook,
      {{"of_class", Gradebook::of_class}, {"assessment", Gradebook::assessment}});
  if (profile.gradebook == Gradebook::assessment) {
    // An assessment line item has none of these.
    profile.category = profile.school = profile.grading_period = Need::never;
  }
  documents.boolean("create_categories", profile.create_categories);
  documents.choice("category", profile.category, kNeeds);
  documents.choice("school", profile.school, kNeeds);
  documents.choice("grading_period", profile.grading_period, kNeeds);
  documents.choice("points_possible", profile.points_possible, kNeeds);
  documents.choice("description", profile.description, kNeeds);
  documents.choice<CategoryStrategy>(
      "category_strategy", profile.category_strategy,
      {{"by_id", CategoryStrategy::by_id}, {"by_exact_name", CategoryStrategy::by_exact_name}});
  documents.integer("category_title_max", profile.category_title_max);
  documents.choice<References>("references", profile.references,
                               {{"full", References::full}, {"id_only", References::id_only}});
  documents.choices<DueDateFallback>("missing_due_date", profile.missing_due_date,
                                     {{"student_dates", DueDateFallback::student_dates},
                                      {"period_end", DueDateFallback::period_end},
                                      {"class_end", DueDateFallback::class_end},
                                      {"assigned", DueDateFallback::assigned},
                                      {"made", DueDateFallback::made}});
  documents.choice<DueDateForm>(
      "due_date_form", profile.due_date_form,
      {{"instant", DueDateForm::instant}, {"local_date", DueDateForm::local_date}});
  documents.choice<OutsidePeriod>("outside_period", profile.outside_period,
                                  {{"send", OutsidePeriod::send},
                                   {"refuse", OutsidePeriod::refuse},
                                   {"clamp", OutsidePeriod::clamp}});
  documents.choice<ZeroPossible>("zero_possible", profile.zero_possible,
                                 {{"send", ZeroPossible::send}, {"refuse", ZeroPossible::refuse}});
  documents.choice<ExtraCredit>(
      "extra_credit", profile.extra_credit,
      {{"send", ExtraCredit::send}, {"no_points_possible", ExtraCredit::no_points_possible}});
  documents.choice<TitleUnique>("title_unique", profile.title_unique,
                                {{"no", TitleUnique::no}, {"in_class", TitleUnique::in_class}});
  read_owners(documents.section("owner"), profile.owner);
  documents.text_map("line_item_metadata", profile.line_item_metadata);
  documents.choice<FinalGrades>("final_grades", profile.final_grades,
                                {{"none", FinalGrades::none}, {"sis_slot", FinalGrades::sis_slot}});
  const Section slot = documents.section("final_slot");
  slot.text_map("metadata", profile.final_slot.metadata);
  slot.text("title", profile.final_slot.title);
  slot.text("category_title", profile.final_slot.category_title);
  documents.integer("title_max", profile.title_max);
}

void read_results(const Section& documents, Profile& profile) {
  if (const json::value* decimals = documents.find("decimals")) {
    int places = 0;
    documents.integer("decimals", places);
    profile.decimals = decimals->is_int64() ? std::optional(places) : std::nullopt;
  }
  documents.choice<gradebook::Rounding>("rounding", profile.rounding,
                                        {{"half_up", gradebook::Rounding::half_up},
                                         {"half_even", gradebook::Rounding::half_even},
                                         {"down", gradebook::Rounding::down}});
  documents.choice<ScoreForm>("score_form", profile.score_form,
                              {{"points", ScoreForm::points}, {"percent", ScoreForm::percent}});
  documents.choice<OverMaximum>(
      "over_maximum", profile.over_maximum,
      {{"send", OverMaximum::send}, {"refuse", OverMaximum::refuse}, {"cap", OverMaximum::cap}});
  documents.choice<TextScores>("text_scores", profile.text_scores,
                               {{"refuse", TextScores::refuse},
                                {"text_score", TextScores::text_score},
                                {"number", TextScores::number},
                                {"metadata", TextScores::metadata}});
  read_scales(documents, profile.scales);
  documents.choice("score_scale", profile.score_scale, kNeeds);
  documents.choice<Objectives>("objectives", profile.objectives,
                               {{"result_sets", Objectives::result_sets},
                                {"line_items", Objectives::line_items},
                                {"leave_out", Objectives::leave_out}});
  documents.text("objective_source", profile.objective_source);
  read_statuses(documents.section("statuses"), profile.statuses);
  documents.text_map("result_metadata", profile.result_metadata);
  documents.choice<Flags>(
      "flags", profile.flags,
      {{"when_true", Flags::when_true}, {"always", Flags::always}, {"never", Flags::never}});
  documents.boolean("comments", profile.comments);
  documents.integer("comment_max", profile.comment_max);
  documents.choice<CommentRemoved>(
      "comment_removed", profile.comment_removed,
      {{"omit", CommentRemoved::omit}, {"empty", CommentRemoved::empty}});
  documents.boolean("score_date_not_before_assigned", profile.score_date_not_before_assigned);
  documents.choice<ExemptScore>("exempt_score", profile.exempt_score,
                                {{"keep", ExemptScore::keep}, {"omit", ExemptScore::omit}});
  documents.choice<BooleanForm>("boolean_form", profile.boolean_form,
                                {{"boolean", BooleanForm::boolean}, {"text", BooleanForm::text}});
  documents.choice<ScoreDateForm>(
      "score_date_form", profile.score_date_form,
      {{"date", ScoreDateForm::date}, {"date_time", ScoreDateForm::date_time}});
  static const Names<Withdrawal> kWithdrawals = {{"remove", Withdrawal::remove},
                                                 {"tobedeleted", Withdrawal::tobedeleted},
                                                 {"unsupported", Withdrawal::unsupported}};
  documents.choice("withdrawal", profile.withdrawal, kWithdrawals);
  profile.line_item_withdrawal = profile.withdrawal;
  documents.choice("line_item_withdrawal", profile.line_item_withdrawal, kWithdrawals);
  documents.choice<Clearing>("clearing", profile.clearing,
                             {{"not_submitted", Clearing::not_submitted},
                              {"remove", Clearing::remove},
                              {"unsupported", Clearing::unsupported}});
  documents.choice<ExemptWithoutPoints>("exempt_without_points", profile.exempt_without_points,
                                        {{"refuse", ExemptWithoutPoints::refuse},
                                         {"zero", ExemptWithoutPoints::zero},
                                         {"omit", ExemptWithoutPoints::omit}});
  documents.choice<Dropped>("dropped", profile.dropped,
                            {{"as_scored", Dropped::as_scored}, {"exempt", Dropped::exempt}});
  documents.choice<IncompleteScored>("incomplete_scored", profile.incomplete_scored,
                                     {{"fully_graded", IncompleteScored::fully_graded},
                                      {"partially_graded", IncompleteScored::partially_graded}});
}

void read_writes(const Section& section, Writes& writes) {
  static const Names<Writing> kWays = {
      {"put", Writing::put}, {"post", Writing::post}, {"none", Writing::none}};
  section.choice("categories", writes.categories, kWays);
  section.choice("line_items", writes.line_items, kWays);
  section.choice("results", writes.results, kWays);
  section.choice<WireIds>("ids", writes.ids,
                          {{"client", WireIds::client},
                           {"allocated", WireIds::allocated},
                           {"rewritten", WireIds::rewritten}});
  section.integer("post_size", writes.post_size);
  section.choice<PostLineItemsTo>(
      "post_line_items_to", writes.post_line_items_to,
      {{"class", PostLineItemsTo::its_class}, {"school", PostLineItemsTo::school}});
  section.choice<PostResultsTo>(
      "post_results_to", writes.post_results_to,
      {{"line_item", PostResultsTo::line_item}, {"session", PostResultsTo::session}});
  section.text("marker", writes.marker);
  section.boolean("id_in_body", writes.id_in_body);
  section.boolean("base_members", writes.base_members);
  section.choice<ResultIdentity>(
      "result_identity", writes.result_identity,
      {{"ours", ResultIdentity::ours}, {"look_up_first", ResultIdentity::look_up_first}});
}

void read_reads(const Section& section, Reads& reads) {
  section.integer("page_limit", reads.page_limit);
  section.choice<CategoryRoute>("categories", reads.categories,
                                {{"of_class", CategoryRoute::of_class},
                                 {"all", CategoryRoute::all},
                                 {"none", CategoryRoute::none}});
  static const Names<NestedRoute> kRoutes = {{"of_class", NestedRoute::of_class},
                                             {"filtered", NestedRoute::filtered}};
  section.choice("line_items", reads.line_items, kRoutes);
  section.choice("results", reads.results, kRoutes);
  section.choice<PeriodRoute>("grading_periods", reads.grading_periods,
                              {{"of_terms", PeriodRoute::of_terms},
                               {"all", PeriodRoute::all},
                               {"none", PeriodRoute::none}});
}

void read_pace(const Section& pace, Profile& profile) {
  pace.integer("max_in_flight", profile.max_in_flight);
  pace.number("requests_per_second", profile.requests_per_second);
  pace.integer("request_timeout_s", profile.request_timeout_s);
  pace.integer("settle_s", profile.settle_s);
}

} // namespace passback::oneroster
