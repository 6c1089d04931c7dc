#include "host_stub/sis/config_keys.hpp"

// The keys of a settings file. docs/sis-simulator.md says what each means.
namespace host_stub::sis {

namespace {

Settings place_settings(SisConfig& c) {
  return {{"bind_address", setting(c.bind_address)}, {"port", setting(c.port)},
          {"threads", setting(c.threads)},           {"tls", setting(c.tls)},
          {"ca_file", setting(c.ca_file)},           {"data_file", setting(c.data_file)},
          {"roster_dir", setting(c.roster_dir)},     {"max_body", setting(c.max_body)},
          {"log_limit", setting(c.log_limit)}};
}

Settings route_settings(SisConfig& c) {
  return {{"title", setting(c.title)},
          {"versions", setting(c.versions)},
          {"base_1p1", setting(c.base_1p1)},
          {"rostering_1p2", setting(c.rostering_1p2)},
          {"gradebook_1p2", setting(c.gradebook_1p2)},
          {"absent_routes", setting(c.absent_routes)},
          {"refused_routes", setting(c.refused_routes)}};
}

Settings auth_settings(SisConfig& c) {
  return {{"accept_oauth2", setting(c.accept_oauth2)},
          {"accept_bearer", setting(c.accept_bearer)},
          {"accept_oauth1", setting(c.accept_oauth1)},
          {"token_path", setting(c.token_path)},
          {"token_path_aliases", setting(c.token_path_aliases)},
          {"token_parameters", setting(c.token_parameters, {{"body", TokenParameters::body},
                                                            {"query", TokenParameters::query},
                                                            {"both", TokenParameters::both}})},
          {"token_lifetime", setting(c.token_lifetime)},
          {"send_expires_in", setting(c.send_expires_in)},
          {"token_type", setting(c.token_type)},
          {"require_scope", setting(c.require_scope)},
          {"ungranted_scope",
           setting(c.ungranted_scope,
                   {{"refuse", UngrantedScope::refuse}, {"leave_out", UngrantedScope::leave_out}})},
          {"accept_basic_credentials", setting(c.accept_basic_credentials)},
          {"accept_body_credentials", setting(c.accept_body_credentials)},
          {"basic_credentials", setting(c.basic_credentials, {{"form", BasicCredentials::form},
                                                              {"plain", BasicCredentials::plain}})},
          {"oauth1_methods", setting(c.oauth1_methods)},
          {"timestamp_window", setting(c.timestamp_window)},
          {"scope_rule", setting(c.scope_rule, {{"any", ScopeRule::any}, {"all", ScopeRule::all}})},
          {"wrong_scope_status", setting(c.wrong_scope_status)},
          {"vendor_authorization", secret_setting(c.vendor_authorization)},
          {"token_cookie", setting(c.token_cookie)},
          {"clients", list_setting<Client>(c.clients,
                                           [](Client& client) -> Settings {
                                             return {{"id", setting(client.id)},
                                                     {"secret", secret_setting(client.secret)},
                                                     {"scopes", setting(client.scopes)}};
                                           })},
          {"bearer_tokens",
           list_setting<BearerToken>(c.bearer_tokens, [](BearerToken& token) -> Settings {
             return {{"token", secret_setting(token.token)}, {"scopes", setting(token.scopes)}};
           })}};
}

Settings body_settings(SisConfig& c) {
  const std::vector<std::pair<std::string, Presence>> presence = {{"optional", Presence::optional},
                                                                  {"required", Presence::required},
                                                                  {"refused", Presence::refused}};
  return {{"validation", setting(c.validation, {{"strict", Validation::strict},
                                                {"lenient", Validation::lenient}})},
          {"flags", setting(c.flags, {{"by_validation", FlagForm::by_validation},
                                      {"both", FlagForm::both},
                                      {"text", FlagForm::text},
                                      {"boolean", FlagForm::boolean}})},
          {"grading_period_1p1", setting(c.grading_period_1p1, presence)},
          {"session_1p2", setting(c.session_1p2, presence)},
          {"score_date", setting(c.score_date, {{"by_validation", DateForm::by_validation},
                                                {"date", DateForm::date},
                                                {"date_time", DateForm::date_time},
                                                {"both", DateForm::both}})},
          {"score_required_1p1", setting(c.score_required_1p1)},
          {"refuse_empty_comments", setting(c.refuse_empty_comments)},
          {"null_clears_score", setting(c.null_clears_score)},
          {"score_range", setting(c.score_range, {{"keep", ScoreRange::keep},
                                                  {"refuse", ScoreRange::refuse},
                                                  {"fault", ScoreRange::fault},
                                                  {"clamp", ScoreRange::clamp}})},
          {"refuse_exponents", setting(c.refuse_exponents)},
          {"refuse_duplicate_keys", setting(c.refuse_duplicate_keys)},
          {"check_enrollment", setting(c.check_enrollment)},
          {"broken_json_status", setting(c.broken_json_status)},
          {"missing_parent_status", setting(c.missing_parent_status)},
          {"read_only", setting(c.read_only)}};
}

Settings house_settings(SisConfig& c) {
  return {{"rule_status", setting(c.rule_status)},
          {"conflict_status", setting(c.conflict_status)},
          {"title_max", setting(c.title_max)},
          {"title_overflow",
           setting(c.title_overflow, {{"refuse", Overflow::refuse}, {"cut", Overflow::cut}})},
          {"unique_titles", setting(c.unique_titles)},
          {"category_title_max", setting(c.category_title_max)},
          {"unique_category_titles", setting(c.unique_category_titles)},
          {"category_owner", setting(c.category_owner)},
          {"category", setting(c.category, {{"by_version", CategoryNeed::by_version},
                                            {"optional", CategoryNeed::optional},
                                            {"required", CategoryNeed::required},
                                            {"refused", CategoryNeed::refused}})},
          {"category_error_lists", setting(c.category_error_lists)},
          {"assign_before_due", setting(c.assign_before_due)},
          {"due_in_period", setting(c.due_in_period)},
          {"assign_in_period", setting(c.assign_in_period)},
          {"period_of_class", setting(c.period_of_class)},
          {"utc_offset_minutes", setting(c.utc_offset_minutes)},
          {"require_metadata", list_setting<MetadataRule>(c.require_metadata,
                                                          [](MetadataRule& rule) -> Settings {
                                                            return {
                                                                {"kind", setting(rule.kind)},
                                                                {"member", setting(rule.member)},
                                                                {"values", setting(rule.values)}};
                                                          })},
          {"score_type_member", setting(c.score_type_member)},
          {"score_type_points", setting(c.score_type_points)},
          {"score_type_other", setting(c.score_type_other)},
          {"result_max_default", setting(c.result_max_default)},
          {"second_result", setting(c.second_result, {{"keep", SecondResult::keep},
                                                      {"refuse", SecondResult::refuse},
                                                      {"rewrite", SecondResult::rewrite}})},
          {"score_date_not_before_assign", setting(c.score_date_not_before_assign)},
          {"score_decimals_rule", setting(c.score_decimals_rule, {{"round", DecimalsRule::round},
                                                                  {"refuse", DecimalsRule::refuse},
                                                                  {"cut", DecimalsRule::cut}})},
          {"text_scores",
           setting(c.text_scores, {{"keep", TextScores::keep}, {"refuse", TextScores::refuse}})},
          {"exempt_score", setting(c.exempt_score, {{"keep", ExemptScore::keep},
                                                    {"zero", ExemptScore::zero},
                                                    {"drop", ExemptScore::drop}})},
          {"status_becomes", setting(c.status_becomes)},
          {"refused_statuses", setting(c.refused_statuses)},
          {"not_submitted_is_missing", setting(c.not_submitted_is_missing)},
          {"submitted_is_zero", setting(c.submitted_is_zero)},
          {"missing_is_zero", setting(c.missing_is_zero)},
          {"flags_need_score", setting(c.flags_need_score)},
          {"typed_grades_stay", setting(c.typed_grades_stay)}};
}

Settings own_record_settings(SisConfig& c) {
  return {{"precreate_results", setting(c.precreate_results)},
          {"final_slots", list_setting<FinalSlot>(c.final_slots,
                                                  [](FinalSlot& slot) -> Settings {
                                                    return {{"title", setting(slot.title)},
                                                            {"per", setting(slot.per)},
                                                            {"metadata", setting(slot.metadata)}};
                                                  })},
          {"extra_periods", list_setting<ExtraPeriod>(c.extra_periods,
                                                      [](ExtraPeriod& period) -> Settings {
                                                        return {{"title", setting(period.title)}};
                                                      })},
          {"window_open", setting(c.window_open)},
          {"window_status", setting(c.window_status)},
          {"window_words", setting(c.window_words)},
          {"window_member", setting(c.window_member)}};
}

Settings answer_settings(SisConfig& c) {
  return {
      {"put_create_status", setting(c.put_create_status)},
      {"put_update_status", setting(c.put_update_status)},
      {"put_body",
       setting(c.put_body,
               {{"none", PutBody::none}, {"object", PutBody::object}, {"text", PutBody::text}})},
      {"put_semantics", setting(c.put_semantics, {{"replace", PutSemantics::replace},
                                                  {"merge", PutSemantics::merge}})},
      {"put_creates", setting(c.put_creates)},
      {"put_unknown_status", setting(c.put_unknown_status)},
      {"rewrites_ids", setting(c.rewrites_ids, {{"no", IdRewriting::no},
                                                {"told", IdRewriting::told},
                                                {"silent", IdRewriting::silent}})},
      {"allocated_prefix", setting(c.allocated_prefix)},
      {"collection_put", setting(c.collection_put)},
      {"rate_limit", setting(c.rate_limit)},
      {"rate_status", setting(c.rate_status)},
      {"rate_retry_after", setting(c.rate_retry_after)},
      {"score_decimals", setting(c.score_decimals)},
      {"delete_mode", setting(c.delete_mode, {{"gone", DeleteMode::gone},
                                              {"tobedeleted", DeleteMode::tobedeleted}})},
      {"delete_status", setting(c.delete_status)},
      {"post_atomic", setting(c.post_atomic)},
      {"post_pair_order",
       setting(c.post_pair_order, {{"same", PairOrder::same}, {"reversed", PairOrder::reversed}})},
      {"post_pair_shape", setting(c.post_pair_shape, {{"array", PairShape::array},
                                                      {"object", PairShape::object},
                                                      {"absent", PairShape::absent}})},
      {"post_allocates", setting(c.post_allocates)},
      {"fields_form", setting(c.fields_form, {{"both", FieldsForm::both},
                                              {"comma", FieldsForm::comma},
                                              {"repeated", FieldsForm::repeated}})},
      {"default_limit", setting(c.default_limit)},
      {"page_ceiling", setting(c.page_ceiling)},
      {"total_count", setting(c.total_count)},
      {"link_header", setting(c.link_header)},
      {"link_loop", setting(c.link_loop)},
      {"relative_links", setting(c.relative_links)},
      {"lower_case_headers", setting(c.lower_case_headers)},
      {"date_skew", setting(c.date_skew)},
      {"success_status_1p1", setting(c.success_status_1p1)},
      {"max_filter_clauses", setting(c.max_filter_clauses)},
      {"filter_ignores_case", setting(c.filter_ignores_case)},
      {"roster_unknown_parent_is_404", setting(c.roster_unknown_parent_is_404)},
      {"class_categories", setting(c.class_categories)},
      {"class_categories_1p1", setting(c.class_categories_1p1)},
      {"error_style", setting(c.error_style, {{"spec", ErrorStyle::spec},
                                              {"lower_minor", ErrorStyle::lower_minor},
                                              {"text_minor", ErrorStyle::text_minor},
                                              {"wrapped", ErrorStyle::wrapped},
                                              {"says_success", ErrorStyle::says_success}})},
      {"error_style_1p1", setting(c.error_style_1p1, {{"list", ErrorStyle1p1::list},
                                                      {"object", ErrorStyle1p1::object},
                                                      {"status_info", ErrorStyle1p1::status_info},
                                                      {"bare", ErrorStyle1p1::bare}})},
      {"error_descriptions", setting(c.error_descriptions)},
      {"explicit_nulls", setting(c.explicit_nulls)},
      {"envelopes", setting(c.envelopes)},
      {"href_style",
       setting(c.href_style, {{"url", HrefStyle::url}, {"tilde", HrefStyle::tilde}})}};
}

} // namespace

Settings behaviour_settings(SisConfig& config) {
  Settings all;
  for (auto* part : {route_settings, auth_settings, body_settings, house_settings,
                     own_record_settings, answer_settings}) {
    all.merge(part(config));
  }
  return all;
}

Settings all_settings(SisConfig& config) {
  auto all = behaviour_settings(config);
  all.merge(place_settings(config));
  return all;
}

} // namespace host_stub::sis
