#include "plugin/actions/not_looked_at.hpp"

#include "plugin/actions/input.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::string_view kMember = "not_looked_at";
constexpr std::size_t kLongestId = 255;

} // namespace

Status add_not_looked_at(outbox::Transaction& transaction, const texts::Words& words,
                         json::object& document) {
  PASSBACK_TRY_AS(const auto state, intake::sweep_state(transaction));
  document.erase(kMember);
  if (!state.nothing_left()) {
    document[kMember] = json::object{{"domains", state.totals.domains},
                                     {"classes", state.totals.classes},
                                     {"scores", state.totals.scores},
                                     {"reason", reason_object(state.why(), words)}};
  }
  return ok_status();
}

Status add_not_looked_at(decision::UnitOfWork& work, const decision::ClassView& view,
                         const texts::Words& words, json::object& document) {
  PASSBACK_TRY_AS(const auto left, intake::not_looked_at(work, view));
  document.erase(kMember);
  if (left) {
    json::object said{{"reason", reason_object(left->why, words)}};
    if (left->scores) {
      said["scores"] = *left->scores;
    }
    document[kMember] = std::move(said);
  }
  return ok_status();
}

Result<intake::SweepRequest> read_sweep_request(std::string_view text,
                                                const gradebook::DomainId& default_domain) {
  PASSBACK_TRY_AS(const auto object, read_input(text, "lms.reconcile_query/1"));
  std::vector<Problem> problems;
  const InputReader reader(object, "", problems);
  const auto id = [&](std::string_view name) {
    auto given = reader.text(name).value.value_or("");
    if (given.size() > kLongestId) {
      problems.push_back({std::string(name), say("problem.expected_short")});
    }
    return given;
  };
  auto request = intake::all_below(gradebook::DomainId(id("domain_id")), default_domain);
  request.class_id = gradebook::ClassId(id("class_id"));
  request.school_year = gradebook::SchoolYear(id("school_year"));
  PASSBACK_TRY(refuse_problems(problems));
  return request;
}

} // namespace passback::actions
