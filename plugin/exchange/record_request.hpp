// The request of a planned record, derived at the moment it goes.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "plugin/exchange/planned_request.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/oneroster/wire/http.hpp"
#include "plugin/platform/result.hpp"

namespace passback::exchange {

/// PUT with its document, or DELETE; without credentials. Errors are those of
/// oneroster/documents/documents.hpp: what the record lacks.
Result<oneroster::HttpRequest> write_request(const PlannedRequest& planned,
                                             std::int64_t now_unix_ms);
/// One POST that makes all of them; they are of one class, or of one line item.
Result<oneroster::HttpRequest> post_request(std::span<const PlannedRequest* const> members,
                                            std::int64_t now_unix_ms);
/// The JSON of a PUT.
Result<std::string> document_of(const PlannedRequest& planned, std::int64_t now_unix_ms);
/// What a PUT says and where it goes, but for the time: two that are equal get the same answer.
std::string words_of(const PlannedRequest& planned);
/// The SIS keeps it under that id.
void take_id(PlannedRequest& planned, const gradebook::SourcedId& id, outbox::WireIdOrigin origin);

/// True if write_request will work once the planned reads have answered. The planner asks before it
/// commits `sent`, so that a record that lacks something waits without having been in doubt.
Status check_derivable(const PlannedRequest& planned, std::int64_t now_unix_ms);

/// Takes over the fields of a line item that the SIS owns after the first send.
void carry_over(PlannedRequest& planned, const oneroster::SisLineItem& in_sis);

/// Where the record itself is: its PUT, its DELETE and its GET go there.
std::string record_address(const PlannedRequest& planned);
/// Where a line item is: among those of the class, or of the assessments, by profile.
std::string line_item_address(const Route& route, const gradebook::SourcedId& id);

} // namespace passback::exchange
