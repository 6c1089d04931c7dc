#pragma once
// Rostering data goes in: as JSON in the form of the API (POST /_sis/roster), or from a OneRoster
// CSV bundle.
#include <cstdint>
#include <string>

#include "host_stub/sis/json.hpp"
#include "host_stub/sis/store.hpp"

namespace host_stub::sis {

/// Takes {"orgs": […], "users": […], …} of either version into the store: references lose their
/// href, status and dateLastModified get defaults, users get both role and orgs (1.1) and roles
/// (1.2). All or nothing; returns the number of objects. Throws std::runtime_error that names the
/// list, the place and the member.
std::size_t load_roster(const json::value& document, Store& store, std::int64_t now_ms);

/// What of a roster belongs to the gradebook: its categories, line items and results.
json::object gradebook_of(const json::value& document);

/// Reads a folder with orgs.csv, academicSessions.csv, … in the columns of 1.1 or 1.2 and gives the
/// document that load_roster takes. Throws std::runtime_error that names file, line and column.
json::value read_roster_bundle(const std::string& folder);

} // namespace host_stub::sis
