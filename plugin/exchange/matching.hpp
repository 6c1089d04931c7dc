// Finds a record that we may have made among those that the SIS has. Pure.
//
// A line item is recognised by our id, by the profile's marker, else by being the only one that is
// new and says the same as what was sent; a result by its student. Nothing is adopted by its title.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "plugin/exchange/planned_request.hpp"

namespace passback::exchange {

struct Match {
  enum class Kind { none, one, several } kind = Kind::none;
  std::size_t at = 0; ///< in what was listed, if it is one
};

/// `made`: a request to make it was sent before `listed` was read, so that a new record may be
/// ours. What that request said is `planned.doubted_line_item`, or the present content.
Match find_line_item(const PlannedRequest& planned, std::span<const oneroster::SisLineItem> listed,
                     bool made, std::int64_t now_unix_ms);
Match find_result(const PlannedRequest& planned, std::span<const oneroster::SisResult> listed);

/// True if the SIS's record says what would be sent now.
bool says_the_same(const PlannedRequest& planned, const oneroster::SisLineItem& in_sis,
                   std::int64_t now_unix_ms);
bool says_the_same(const PlannedRequest& planned, const oneroster::SisResult& in_sis,
                   std::int64_t now_unix_ms);

/// What the record is called in a document.
std::string_view envelope_of(const PlannedRequest& planned);

/// The answer to a write shows the result with another score than was sent: limited, rounded, or
/// how it was before.
bool shows_other_score(const PlannedRequest& planned, const oneroster::HttpAnswer& answer,
                       std::int64_t now_unix_ms);

/// True if what the SIS shows under the record's own id proves that the write was done. Only what
/// it shows can speak against it; what it shows as deleted is gone.
bool proves(const PlannedRequest& planned, const boost::json::object& shown,
            std::int64_t now_unix_ms);

} // namespace passback::exchange
