#include "plugin/oneroster/wire/routes.hpp"

#include "plugin/oneroster/wire/url.hpp"

namespace passback::oneroster {
namespace {

using gradebook::SourcedId;

std::string member_url(const std::string& base, std::string_view collection, const SourcedId& id) {
  return base + "/" + std::string(collection) + "/" + path_segment(id.value);
}

std::string with_query(std::string url, const std::string& parameter) {
  const char mark = url.find('?') == std::string::npos ? '?' : '&';
  return std::move(url) + mark + parameter;
}

} // namespace

std::string line_item_url(const Endpoint& endpoint, const SourcedId& id) {
  return member_url(endpoint.gradebook_base, "lineItems", id);
}

std::string result_url(const Endpoint& endpoint, const SourcedId& id) {
  return member_url(endpoint.gradebook_base, "results", id);
}

std::string category_url(const Endpoint& endpoint, const SourcedId& id) {
  return member_url(endpoint.gradebook_base, "categories", id);
}

std::string assessment_line_item_url(const Endpoint& endpoint, const SourcedId& id) {
  return member_url(endpoint.gradebook_base, "assessmentLineItems", id);
}

std::string assessment_result_url(const Endpoint& endpoint, const SourcedId& id) {
  return member_url(endpoint.gradebook_base, "assessmentResults", id);
}

std::string class_url(const Endpoint& endpoint, const SourcedId& id) {
  return member_url(endpoint.rostering_base, "classes", id);
}

std::string user_url(const Endpoint& endpoint, const SourcedId& id) {
  return member_url(endpoint.rostering_base, "users", id);
}

std::optional<std::string> class_categories_url(const Endpoint& endpoint, CategoryRoute route,
                                                const SourcedId& class_id) {
  switch (route) {
  case CategoryRoute::of_class:
    return member_url(endpoint.gradebook_base, "classes", class_id) + "/categories";
  case CategoryRoute::all:
    return endpoint.gradebook_base + "/categories";
  case CategoryRoute::none:
    break;
  }
  return std::nullopt;
}

std::string class_in_list_url(const Endpoint& endpoint, const SourcedId& class_id) {
  return filtered(endpoint.rostering_base + "/classes",
                  filter_clause("sourcedId", class_id.value));
}

std::string class_line_items_url(const Endpoint& endpoint, NestedRoute route,
                                 const SourcedId& class_id) {
  return route == NestedRoute::of_class
             ? member_url(endpoint.gradebook_base, "classes", class_id) + "/lineItems"
             : filtered(endpoint.gradebook_base + "/lineItems",
                        filter_clause("class.sourcedId", class_id.value));
}

std::string class_results_url(const Endpoint& endpoint, NestedRoute route,
                              const SourcedId& class_id) {
  return route == NestedRoute::of_class
             ? member_url(endpoint.gradebook_base, "classes", class_id) + "/results"
             : filtered(endpoint.gradebook_base + "/results",
                        filter_clause("class.sourcedId", class_id.value));
}

std::string line_item_results_url(const Endpoint& endpoint, NestedRoute route,
                                  const SourcedId& class_id, const SourcedId& line_item_id) {
  return route == NestedRoute::of_class
             ? member_url(member_url(endpoint.gradebook_base, "classes", class_id), "lineItems",
                          line_item_id) +
                   "/results"
             : filtered(endpoint.gradebook_base + "/results",
                        filter_clause("lineItem.sourcedId", line_item_id.value));
}

std::string assessment_line_items_url(const Endpoint& endpoint, const SourcedId& class_id) {
  return filtered(endpoint.gradebook_base + "/assessmentLineItems",
                  filter_clause("class.sourcedId", class_id.value));
}

std::string assessment_results_url(const Endpoint& endpoint, const SourcedId& line_item_id) {
  return filtered(endpoint.gradebook_base + "/assessmentResults",
                  filter_clause("assessmentLineItem.sourcedId", line_item_id.value));
}

std::vector<std::string> grading_periods_urls(const Endpoint& endpoint, PeriodRoute route,
                                              const std::vector<SourcedId>& term_ids) {
  std::vector<std::string> urls;
  switch (route) {
  case PeriodRoute::of_terms:
    for (const SourcedId& term : term_ids) {
      urls.push_back(member_url(endpoint.rostering_base, "terms", term) + "/gradingPeriods");
    }
    break;
  case PeriodRoute::all:
    urls.push_back(endpoint.rostering_base + "/gradingPeriods");
    break;
  case PeriodRoute::none:
    break;
  }
  return urls;
}

std::string score_scales_url(const Endpoint& endpoint, const SourcedId& class_id) {
  return member_url(endpoint.gradebook_base, "classes", class_id) + "/scoreScales";
}

std::string gradebook_collection_url(const Endpoint& endpoint, std::string_view collection) {
  return endpoint.gradebook_base + "/" + std::string(collection);
}

std::string rostering_collection_url(const Endpoint& endpoint, std::string_view collection) {
  return endpoint.rostering_base + "/" + std::string(collection);
}

std::string post_line_items_url(const Endpoint& endpoint, const SourcedId& class_id) {
  return member_url(endpoint.gradebook_base, "classes", class_id) + "/lineItems";
}

std::string post_school_line_items_url(const Endpoint& endpoint, const SourcedId& school_id) {
  return member_url(endpoint.gradebook_base, "schools", school_id) + "/lineItems";
}

std::string post_results_url(const Endpoint& endpoint, const SourcedId& line_item_id) {
  return member_url(endpoint.gradebook_base, "lineItems", line_item_id) + "/results";
}

std::string post_session_results_url(const Endpoint& endpoint, const SourcedId& class_id,
                                     const SourcedId& session_id) {
  return member_url(member_url(endpoint.gradebook_base, "classes", class_id), "academicSessions",
                    session_id) +
         "/results";
}

std::vector<std::string> discovery_urls(const Endpoint& endpoint) {
  if (endpoint.version == OneRosterVersion::v1p1) {
    return {};
  }
  const std::string folder = endpoint.gradebook_base + "/discovery/";
  return {folder + "onerosterv1p2gradebookservice_openapi3_v1p0.json",
          folder + "imsorv1p2_gradebook_openapi3_v1p0.json"};
}

std::string filter_clause(std::string_view field, std::string_view value) {
  std::string clause = std::string(field) + "='";
  for (const char c : value) {
    clause += c;
    if (c == '\'') {
      clause += c;
    }
  }
  return clause + "'";
}

std::string filtered(std::string url, std::string_view filter) {
  return with_query(std::move(url), "filter=" + percent_encoded(filter));
}

std::string limited(std::string url, int limit) {
  return with_query(std::move(url), "limit=" + std::to_string(limit));
}

} // namespace passback::oneroster
