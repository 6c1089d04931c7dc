// The POST requests of OneRoster 1.2, for SISs that give the ids themselves. A POST only creates;
// what exists is changed by PUT under the id that the SIS gave.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "plugin/oneroster/documents/documents.hpp"

namespace passback::oneroster {

/// Where new line items of a class go, by the profile. Code::school_unknown if that is the school's
/// address and the school is not known.
Result<std::string> line_items_post_address(const Profile& profile, const Endpoint& endpoint,
                                            const gradebook::SourcedId& class_id,
                                            const gradebook::SourcedId& school_id);
/// Where new results of a line item go, by the profile. Code::grading_period_missing if that is the
/// address of its session and the session is not known.
Result<std::string> results_post_address(const Profile& profile, const Endpoint& endpoint,
                                         const gradebook::SourcedId& class_id,
                                         const gradebook::SourcedId& line_item_id,
                                         const gradebook::SourcedId& session_id);

/// {"lineItems":[...]}, to line_items_post_address. Each wire_id goes as the sourcedId that the answer
/// refers to. The first record that no document can be made of answers its error: leave it out and
/// ask again.
Result<std::string> line_items_post(const Profile& profile, const Endpoint& endpoint,
                                    std::span<const LineItemInput> inputs,
                                    const DocumentContext& context);
/// {"results":[...]}, to results_post_address of their one line item.
Result<std::string> results_post(const Profile& profile, const Endpoint& endpoint,
                                 std::span<const ResultInput> inputs,
                                 const DocumentContext& context);

/// From the id that we supplied to the one that the SIS gave.
struct IdPair {
  gradebook::SourcedId supplied, allocated;
  bool operator==(const IdPair&) const = default;
};

/// The pairs of a 2xx answer, in any order and number: {"sourcedIdPairs":[...]}, one object in
/// place of the list, a bare list or pair. Pairs that lack an id are left out, and so are those
/// that contradict one another (one id supplied twice with different answers, or one given to two).
/// None at all is no error: what exists must be read then. answer_unreadable for a body that is
/// there and is no JSON, or a status that is no success.
Result<std::vector<IdPair>> read_id_pairs(const HttpAnswer& answer);

} // namespace passback::oneroster
