#include "host_stub/loader/schema_check.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace host_stub::loader {
namespace {

// valijson names a place as "<root>", "[library]", "[linux_amd64]".
std::string to_pointer(const std::vector<std::string>& context) {
  std::string pointer;
  for (const std::string& step : context) {
    if (step == "<root>") {
      continue;
    }
    pointer += '/';
    bool bracketed = step.size() >= 2 && step.front() == '[' && step.back() == ']';
    for (char c : bracketed ? step.substr(1, step.size() - 2) : step) {
      pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
  }
  return pointer;
}

} // namespace

std::vector<Misfit> check_against_schema(const boost::json::value& document,
                                         std::string_view schema_json) {
  boost::json::value schema_document = boost::json::parse({schema_json.data(), schema_json.size()});
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::BoostJsonAdapter(schema_document), schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  validator.validate(schema, valijson::adapters::BoostJsonAdapter(document), &results);
  std::vector<Misfit> misfits;
  for (const auto& error : results) {
    misfits.push_back({to_pointer(error.context), error.description});
  }
  std::ranges::stable_sort(misfits, std::ranges::greater(), [](const Misfit& misfit) {
    return std::ranges::count(misfit.pointer, '/');
  });
  return misfits;
}

} // namespace host_stub::loader
