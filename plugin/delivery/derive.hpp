// The request of a planned record, derived at the moment it goes.
#pragma once

#include <cstdint>

#include "plugin/delivery/plan.hpp"
#include "plugin/oneroster/http.hpp"
#include "plugin/oneroster/reads.hpp"
#include "plugin/platform/result.hpp"

namespace passback::delivery {

/// PUT with its document, or DELETE; without credentials. Errors are those of
/// oneroster/documents.hpp: what the record lacks.
Result<oneroster::HttpRequest> write_request(const PlannedRequest& planned,
                                             std::int64_t now_unix_ms);

/// True if write_request will work once the planned reads have answered. The planner asks before it
/// commits `sent`, so that a record that lacks something waits without having been in doubt.
Status check_derivable(const PlannedRequest& planned, std::int64_t now_unix_ms);

/// Takes over what was read first: the school of the class; the fields of a line item that the SIS
/// owns after the first send.
void use_class(PlannedRequest& planned, const oneroster::SisClass& sis_class);
void carry_over(PlannedRequest& planned, const oneroster::SisLineItem& in_sis);

oneroster::HttpRequest read_request(std::string url);

} // namespace passback::delivery
