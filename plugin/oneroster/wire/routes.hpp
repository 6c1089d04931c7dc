// The addresses of the operations: what a passback reads and writes, of both versions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/oneroster/wire/endpoint.hpp"

namespace passback::oneroster {

// One record, to read, write or delete.
std::string line_item_url(const Endpoint& endpoint, const gradebook::SourcedId& id);
std::string result_url(const Endpoint& endpoint, const gradebook::SourcedId& id);
std::string category_url(const Endpoint& endpoint, const gradebook::SourcedId& id);
std::string assessment_line_item_url(const Endpoint& endpoint, const gradebook::SourcedId& id);
std::string assessment_result_url(const Endpoint& endpoint, const gradebook::SourcedId& id);
std::string class_url(const Endpoint& endpoint, const gradebook::SourcedId& id);
std::string user_url(const Endpoint& endpoint, const gradebook::SourcedId& id);

// Collections, to be read with a PageLoop; the name of its envelope's member stands behind each.
/// Where a class's categories are, by the profile ("categories"); none if they cannot be read.
std::optional<std::string> class_categories_url(const Endpoint& endpoint, CategoryRoute route,
                                                const gradebook::SourcedId& class_id);
/// "classes": all of them with a filter for the one.
std::string class_in_list_url(const Endpoint& endpoint, const gradebook::SourcedId& class_id);
/// "lineItems": those of the class, or all of them with a filter.
std::string class_line_items_url(const Endpoint& endpoint, NestedRoute route,
                                 const gradebook::SourcedId& class_id);
/// "results" of a class, and of one line item.
std::string class_results_url(const Endpoint& endpoint, NestedRoute route,
                              const gradebook::SourcedId& class_id);
std::string line_item_results_url(const Endpoint& endpoint, NestedRoute route,
                                  const gradebook::SourcedId& class_id,
                                  const gradebook::SourcedId& line_item_id);
/// "assessmentLineItems" that name the class.
std::string assessment_line_items_url(const Endpoint& endpoint,
                                      const gradebook::SourcedId& class_id);
/// "assessmentResults" of one assessment line item.
std::string assessment_results_url(const Endpoint& endpoint,
                                   const gradebook::SourcedId& line_item_id);
/// "academicSessions" (never gradingPeriods): one address per term, one for all of them, or none.
std::vector<std::string> grading_periods_urls(const Endpoint& endpoint, PeriodRoute route,
                                              const std::vector<gradebook::SourcedId>& term_ids);
/// "scoreScales" of a class; 1.2.
std::string score_scales_url(const Endpoint& endpoint, const gradebook::SourcedId& class_id);
/// A whole collection of the gradebook or rostering service by its path, "lineItems", "classes".
std::string gradebook_collection_url(const Endpoint& endpoint, std::string_view collection);
std::string rostering_collection_url(const Endpoint& endpoint, std::string_view collection);

// POST (1.2): the SIS gives the ids.
std::string post_line_items_url(const Endpoint& endpoint, const gradebook::SourcedId& class_id);
std::string post_school_line_items_url(const Endpoint& endpoint,
                                       const gradebook::SourcedId& school_id);
std::string post_results_url(const Endpoint& endpoint, const gradebook::SourcedId& line_item_id);
std::string post_session_results_url(const Endpoint& endpoint, const gradebook::SourcedId& class_id,
                                     const gradebook::SourcedId& session_id);

/// Where a 1.2 service may publish what it offers: two file names are in use. None in 1.1.
std::vector<std::string> discovery_urls(const Endpoint& endpoint);

/// One clause of a filter, `field='value'`, with a quotation mark in the value doubled.
std::string filter_clause(std::string_view field, std::string_view value);
/// The address with ?filter=..., encoded so that a signature over it holds: ' is %27, a space %20.
std::string filtered(std::string url, std::string_view filter);
/// The address with ?limit=..., for one look instead of a PageLoop.
std::string limited(std::string url, int limit);

} // namespace passback::oneroster
