#include "tests/unit/one_put/counted.hpp"

#include "plugin/gradebook/facts.hpp"
#include "plugin/oneroster/documents/documents.hpp"

namespace passback {

Counted& counted() {
  static Counted all;
  return all;
}

namespace {

using gradebook::ActivityFacts;
using gradebook::ScoreFacts;
using oneroster::DocumentContext;
using oneroster::Endpoint;
using oneroster::LineItemInput;
using oneroster::Profile;
using oneroster::ResultInput;

} // namespace

extern "C" {

Result<ScoreFacts>
__real__ZN8passback9gradebook21score_facts_from_jsonESt17basic_string_viewIcSt11char_traitsIcEE(
    std::string_view text);
Result<ScoreFacts>
__wrap__ZN8passback9gradebook21score_facts_from_jsonESt17basic_string_viewIcSt11char_traitsIcEE(
    std::string_view text) {
  counted().scores_read.emplace_back(text);
  return __real__ZN8passback9gradebook21score_facts_from_jsonESt17basic_string_viewIcSt11char_traitsIcEE(
      text);
}

Result<ActivityFacts>
__real__ZN8passback9gradebook24activity_facts_from_jsonESt17basic_string_viewIcSt11char_traitsIcEE(
    std::string_view text);
Result<ActivityFacts>
__wrap__ZN8passback9gradebook24activity_facts_from_jsonESt17basic_string_viewIcSt11char_traitsIcEE(
    std::string_view text) {
  counted().activities_read.emplace_back(text);
  return __real__ZN8passback9gradebook24activity_facts_from_jsonESt17basic_string_viewIcSt11char_traitsIcEE(
      text);
}

Result<std::string>
__real__ZN8passback9oneroster15result_documentB5cxx11ERKNS0_7ProfileERKNS0_8EndpointERKNS0_11ResultInputERKNS0_15DocumentContextE(
    const Profile& profile, const Endpoint& endpoint, const ResultInput& input,
    const DocumentContext& context);
Result<std::string>
__wrap__ZN8passback9oneroster15result_documentB5cxx11ERKNS0_7ProfileERKNS0_8EndpointERKNS0_11ResultInputERKNS0_15DocumentContextE(
    const Profile& profile, const Endpoint& endpoint, const ResultInput& input,
    const DocumentContext& context) {
  ++counted().results_derived;
  return __real__ZN8passback9oneroster15result_documentB5cxx11ERKNS0_7ProfileERKNS0_8EndpointERKNS0_11ResultInputERKNS0_15DocumentContextE(
      profile, endpoint, input, context);
}

Result<std::string>
__real__ZN8passback9oneroster18line_item_documentB5cxx11ERKNS0_7ProfileERKNS0_8EndpointERKNS0_13LineItemInputERKNS0_15DocumentContextE(
    const Profile& profile, const Endpoint& endpoint, const LineItemInput& input,
    const DocumentContext& context);
Result<std::string>
__wrap__ZN8passback9oneroster18line_item_documentB5cxx11ERKNS0_7ProfileERKNS0_8EndpointERKNS0_13LineItemInputERKNS0_15DocumentContextE(
    const Profile& profile, const Endpoint& endpoint, const LineItemInput& input,
    const DocumentContext& context) {
  ++counted().line_items_derived;
  return __real__ZN8passback9oneroster18line_item_documentB5cxx11ERKNS0_7ProfileERKNS0_8EndpointERKNS0_13LineItemInputERKNS0_15DocumentContextE(
      profile, endpoint, input, context);
}

} // extern "C"

} // namespace passback
