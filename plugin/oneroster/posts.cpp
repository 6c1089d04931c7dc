#include "plugin/oneroster/posts.hpp"

#include <boost/json/array.hpp>

#include "plugin/oneroster/json_read.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;

/// A document is {"lineItem":{...}}, as line_item_document writes it: the object alone.
std::string_view inside(std::string_view document) {
  const std::size_t colon = document.find(':');
  return document.substr(colon + 1, document.size() - colon - 2);
}

template <class Input, class Document>
Result<std::string> set_of(std::string_view name, std::span<const Input> inputs,
                           Document document_of) {
  std::string members;
  for (const Input& input : inputs) {
    const auto document = document_of(input);
    if (!document) {
      return document.error();
    }
    members += members.empty() ? "" : ",";
    members += inside(*document);
  }
  return "{\"" + std::string(name) + "\":[" + members + "]}";
}

void add_pair(const json::value& value, std::vector<IdPair>& pairs) {
  const json::object* pair = value.if_object();
  if (pair == nullptr) {
    return;
  }
  IdPair read{gradebook::SourcedId(text_of(member(*pair, "suppliedSourcedId"))),
              gradebook::SourcedId(text_of(member(*pair, "allocatedSourcedId")))};
  if (!read.supplied.empty() && !read.allocated.empty()) {
    pairs.push_back(std::move(read));
  }
}

} // namespace

Result<std::string> line_items_post(const Profile& profile, const Endpoint& endpoint,
                                    std::span<const LineItemInput> inputs,
                                    const DocumentContext& context) {
  return set_of("lineItems", inputs, [&](const LineItemInput& input) {
    return line_item_document(profile, endpoint, input, context);
  });
}

Result<std::string> results_post(const Profile& profile, const Endpoint& endpoint,
                                 std::span<const ResultInput> inputs,
                                 const DocumentContext& context) {
  return set_of("results", inputs, [&](const ResultInput& input) {
    return result_document(profile, endpoint, input, context);
  });
}

Result<std::vector<IdPair>> read_id_pairs(const HttpAnswer& answer) {
  const auto body = read_json(answer.body);
  const json::object* object = body ? body->if_object() : nullptr;
  if (object == nullptr) {
    return Error{Code::answer_unreadable, "the answer to a POST is no JSON object"};
  }
  std::vector<IdPair> pairs;
  const json::value* found = member(*object, "sourcedIdPairs");
  if (found != nullptr && found->is_array()) {
    for (const json::value& pair : found->get_array()) {
      add_pair(pair, pairs);
    }
  } else if (found != nullptr) {
    add_pair(*found, pairs);
  }
  return pairs;
}

} // namespace passback::oneroster
