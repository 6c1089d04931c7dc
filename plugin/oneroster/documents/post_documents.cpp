#include "plugin/oneroster/documents/post_documents.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <boost/json/array.hpp>

#include "plugin/oneroster/documents/document_parts.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/routes.hpp"
#include "plugin/platform/try.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;
using gradebook::SourcedId;

template <class Input, class Make>
Result<std::string> set_of(const Profile& profile, std::string_view name,
                           std::span<const Input> inputs, Make make) {
  // Without its id a record could not be told from the others in the answer.
  Profile with_ids = profile;
  with_ids.writes.id_in_body = true;
  std::string records;
  for (const Input& input : inputs) {
    PASSBACK_TRY_AS(auto record, make(with_ids, input));
    records += (records.empty() ? "" : ",") + record.str();
  }
  JsonObject set;
  set.raw(name, "[" + records + "]");
  return set.str();
}

void collect(const json::value& value, std::vector<IdPair>& pairs) {
  if (const json::array* list = value.if_array()) {
    for (const json::value& item : *list) {
      if (item.is_object()) {
        collect(item, pairs);
      }
    }
    return;
  }
  const json::object* object = value.if_object();
  if (object == nullptr) {
    return;
  }
  if (const json::value* inner = member(*object, "sourcedIdPairs")) {
    return collect(*inner, pairs);
  }
  IdPair pair{SourcedId(text_of(member(*object, "suppliedSourcedId"))),
              SourcedId(text_of(member(*object, "allocatedSourcedId")))};
  if (!pair.supplied.empty() && !pair.allocated.empty()) {
    pairs.push_back(std::move(pair));
  }
}

/// Without pairs that cannot all be true.
std::vector<IdPair> consistent(std::vector<IdPair> pairs) {
  std::ranges::sort(pairs, {},
                    [](const IdPair& pair) { return std::tie(pair.supplied, pair.allocated); });
  const auto repeats = std::ranges::unique(pairs);
  pairs.erase(repeats.begin(), repeats.end());
  std::map<SourcedId, int> supplied;
  std::map<SourcedId, int> allocated;
  for (const IdPair& pair : pairs) {
    ++supplied[pair.supplied];
    ++allocated[pair.allocated];
  }
  std::erase_if(pairs, [&](const IdPair& pair) {
    return supplied[pair.supplied] > 1 || allocated[pair.allocated] > 1;
  });
  return pairs;
}

} // namespace

Result<std::string> line_items_post_address(const Profile& profile, const Endpoint& endpoint,
                                            const gradebook::SourcedId& class_id,
                                            const gradebook::SourcedId& school_id) {
  if (profile.writes.post_line_items_to == PostLineItemsTo::its_class) {
    return post_line_items_url(endpoint, class_id);
  }
  return school_id.empty() ? Result<std::string>(Code::school_unknown)
                           : Result<std::string>(post_school_line_items_url(endpoint, school_id));
}

Result<std::string> results_post_address(const Profile& profile, const Endpoint& endpoint,
                                         const gradebook::SourcedId& class_id,
                                         const gradebook::SourcedId& line_item_id,
                                         const gradebook::SourcedId& session_id) {
  if (profile.writes.post_results_to == PostResultsTo::line_item) {
    return post_results_url(endpoint, line_item_id);
  }
  return session_id.empty()
             ? Result<std::string>(Code::grading_period_missing)
             : Result<std::string>(post_session_results_url(endpoint, class_id, session_id));
}

Result<std::string> line_items_post(const Profile& profile, const Endpoint& endpoint,
                                    std::span<const LineItemInput> inputs,
                                    const DocumentContext& context) {
  return set_of(profile, "lineItems", inputs,
                [&](const Profile& with_ids, const LineItemInput& input) {
                  return line_item_object(with_ids, endpoint, input, context);
                });
}

Result<std::string> results_post(const Profile& profile, const Endpoint& endpoint,
                                 std::span<const ResultInput> inputs,
                                 const DocumentContext& context) {
  return set_of(profile, "results", inputs, [&](const Profile& with_ids, const ResultInput& input) {
    return result_object(with_ids, endpoint, input, context);
  });
}

Result<std::vector<IdPair>> read_id_pairs(const HttpAnswer& answer) {
  if (!is_success(answer)) {
    return Error{Code::answer_unreadable, "the SIS's answer holds no sourcedIdPairs"};
  }
  std::vector<IdPair> pairs;
  if (ascii::trimmed(answer.body).empty()) {
    return pairs;
  }
  const auto body = read_json(answer.body);
  if (!body) {
    return Error{Code::answer_unreadable, "the SIS's answer holds no sourcedIdPairs"};
  }
  collect(*body, pairs);
  return consistent(std::move(pairs));
}

} // namespace passback::oneroster
