#include "plugin/actions/custom_data_card.hpp"

#include <algorithm>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/intake/events.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using intake::CustomStep;
using settings::IdWayList;
using settings::IdWays;

constexpr std::size_t kShown = 10;

std::string ways_text(const std::optional<IdWayList>& ways) {
  std::string text;
  for (const auto& way : ways.value_or(IdWayList{})) {
    text += (text.empty() ? "" : ", ") + settings::to_text(way);
  }
  return text;
}

json::value ways_value(const std::optional<IdWayList>& ways) {
  return ways ? json::value(ways_text(ways)) : json::value();
}

bool is_empty_way(const json::value& value) {
  return value.is_null() || (value.is_string() && value.get_string().empty());
}

std::string listed_fields(const OfferedData& data, std::string_view kind) {
  std::string text;
  for (const auto& field : data.fields) {
    if (field.of == kind) {
      text += (text.empty() ? "" : ", ") + field.name;
    }
  }
  return text;
}

/// Some classes of the domain and some of the students in them, as the outbox knows them.
struct Sample {
  IdWays ways; ///< as they hold for the domain now
  std::vector<outbox::ClassRow> classes;
  std::vector<outbox::EnrolmentRow> people;
};

Status read_sample(decision::UnitOfWork& work, const gradebook::DomainId& domain, Sample& sample) {
  sample = {};
  PASSBACK_TRY_AS(const auto own_path, outbox::path_or_root(work.transaction, domain));
  PASSBACK_TRY_AS(const auto effective, work.settings().effective(own_path, {}));
  sample.ways = effective.ids;
  PASSBACK_TRY_AS(auto classes, work.transaction.classes({}));
  for (auto& row : classes) {
    if (sample.classes.size() == kShown) {
      break;
    }
    PASSBACK_TRY_AS(const auto path, outbox::path_or_root(work.transaction, row.domain_id));
    if (std::ranges::find(path, domain) == path.end()) {
      continue;
    }
    PASSBACK_TRY_AS(const auto people,
                    work.transaction.enrolments_after(row.class_id, row.school_year, "", kShown));
    for (const auto& person : people) {
      if (sample.people.size() < kShown && !person.ended &&
          person.role == static_cast<std::int32_t>(intake::Role::student)) {
        sample.people.push_back(person);
      }
    }
    sample.classes.push_back(std::move(row));
  }
  return ok_status();
}

/// One line: who or what it is, and the ids.
json::object sample_line(const gradebook::CustomId& custom, const gradebook::SourcedId& by_roster) {
  return {{"sis_id", custom.over(by_roster).value}, {"by_roster", by_roster.value}};
}

/// Asks the host and writes the lines.
class SampleLines {
 public:
  SampleLines(const ActionParts& parts, const Asker& asker, const Sample& sample)
      : parts_(parts), asker_(asker), sample_(sample) {}

  Result<json::array> of_classes(const std::optional<IdWayList>& ways);
  Result<json::array> of_users(const std::optional<IdWayList>& ways);
  Result<json::array> of_enrolments(const std::optional<IdWayList>& ways);
  /// The host says some of it later.
  const std::optional<Error>& later() const { return later_; }

 private:
  Result<intake::CustomAnswers> ask(CustomStep step, std::vector<std::string> ids,
                                    const std::optional<IdWayList>& ways,
                                    const gradebook::ClassId& class_id = {});
  std::map<std::string, std::string> names() const;

  std::optional<Error> later_;
  const ActionParts& parts_;
  const Asker& asker_;
  const Sample& sample_;
};

Result<intake::CustomAnswers> SampleLines::ask(CustomStep step, std::vector<std::string> ids,
                                               const std::optional<IdWayList>& ways,
                                               const gradebook::ClassId& class_id) {
  intake::CustomQuestion question;
  question.step = step;
  question.class_id = class_id;
  question.ids = std::move(ids);
  settings::add_fields(ways, question.fields);
  if (question.fields.empty() || question.ids.empty()) {
    return intake::CustomAnswers{};
  }
  auto answers = parts_.custom_data->values(question);
  // Whatever else is needed is asked for too, so that the call that is made again has all of it.
  if (!answers && answers.error().code == Code::busy) {
    later_ = answers.error();
    return intake::CustomAnswers{};
  }
  return answers;
}

std::map<std::string, std::string> SampleLines::names() const {
  std::vector<std::string> ids;
  for (const auto& person : sample_.people) {
    ids.push_back(person.user_id);
  }
  if (parts_.people == nullptr || ids.empty()) {
    return {};
  }
  auto names = parts_.people->names(asker_, ids);
  return names ? std::move(*names) : std::map<std::string, std::string>{};
}

Result<json::array> SampleLines::of_classes(const std::optional<IdWayList>& ways) {
  std::vector<std::string> ids;
  for (const auto& row : sample_.classes) {
    ids.push_back(row.class_id.value);
  }
  PASSBACK_TRY_AS(const auto answers, ask(CustomStep::lms_class, ids, ways));
  json::array lines;
  for (const auto& row : sample_.classes) {
    PASSBACK_TRY_AS(const auto links, outbox::links_of(row));
    auto line = sample_line(settings::id_by(ways, intake::values_of(answers, row.class_id.value)),
                            links.by_roster);
    line["id"] = row.class_id.value;
    line["now"] = links.now.value;
    lines.push_back(std::move(line));
  }
  return lines;
}

Result<json::array> SampleLines::of_users(const std::optional<IdWayList>& ways) {
  std::vector<std::string> ids;
  for (const auto& person : sample_.people) {
    ids.push_back(person.user_id);
  }
  PASSBACK_TRY_AS(const auto answers, ask(CustomStep::users, ids, ways));
  const auto called = names();
  json::array lines;
  for (const auto& person : sample_.people) {
    auto line = sample_line(settings::id_by(ways, intake::values_of(answers, person.user_id)),
                            person.user_sis_id);
    line["id"] = person.user_id;
    line["class_id"] = person.class_id.value;
    line["now"] = person.person().value;
    if (const auto name = called.find(person.user_id); name != called.end()) {
      line["name"] = name->second;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

Result<json::array> SampleLines::of_enrolments(const std::optional<IdWayList>& ways) {
  json::array lines;
  for (const auto& row : sample_.classes) {
    std::vector<std::string> ids;
    for (const auto& person : sample_.people) {
      if (person.class_id == row.class_id && person.school_year == row.school_year) {
        ids.push_back(person.user_id);
      }
    }
    PASSBACK_TRY_AS(const auto answers, ask(CustomStep::enrolments, ids, ways, row.class_id));
    for (const auto& person : sample_.people) {
      if (person.class_id != row.class_id || person.school_year != row.school_year) {
        continue;
      }
      auto line = sample_line(settings::id_by(ways, intake::values_of(answers, person.user_id)),
                              person.class_sis_id);
      line["class_id"] = person.class_id.value;
      line["user_id"] = person.user_id;
      line["now"] = person.own_class().value;
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

Result<Reply> show_sample(const ActionParts& parts, const Asker& asker, const json::object& input) {
  const auto words = language_of(parts, asker);
  std::vector<Problem> problems;
  const auto block = with_blocks(input, {"custom_data"}, problems);
  const auto entered = read_id_ways_input(block, problems);
  if (parts.custom_data == nullptr) {
    problems.push_back({"custom_data", say("custom_data.not_offered")});
  }
  if (!problems.empty()) {
    return Reply{
        json::serialize(result_document(words, false, say("result.nothing_to_show"), problems)),
        false};
  }
  Sample sample;
  PASSBACK_TRY(read_work(
      parts, [&](decision::UnitOfWork& work) { return read_sample(work, asker.domain, sample); }));
  auto ways = sample.ways;
  settings::inherit(ways, entered.values);
  SampleLines lines(parts, asker, sample);
  json::object document{{"schema", "lms.custom_data_sample/1"}};
  const auto add = [&](std::string_view name, Result<json::array> made) -> Status {
    if (made) {
      document[name] = std::move(*made);
      return ok_status();
    }
    return made.error();
  };
  PASSBACK_TRY(add("classes", lines.of_classes(ways.classes)));
  PASSBACK_TRY(add("users", lines.of_users(ways.users)));
  PASSBACK_TRY(add("enrolments", lines.of_enrolments(ways.enrolments)));
  if (lines.later()) {
    return *lines.later();
  }
  return Reply{json::serialize(document), false};
}

/// `support`: whom to ask.
Phrase help_of(const OfferedData& data, std::string_view name, const Phrase& support) {
  const auto fields = listed_fields(data, name);
  if (fields.empty()) {
    return say("custom_data." + std::string(name) + ".help", {{"support", support}});
  }
  return say("custom_data.help_fields", {{"support", support}, {"fields", fields}});
}

} // namespace

IdWaysInput read_id_ways_input(const json::object& object, std::vector<Problem>& problems) {
  IdWaysInput input;
  const auto* block = object.if_contains("custom_data");
  if (block == nullptr) {
    return input;
  }
  if (block->is_null()) {
    settings::each_id_kind([&](std::string_view name, auto) { input.given.push_back(name); });
    return input;
  }
  if (!block->is_object()) {
    problems.push_back({"custom_data", say("problem.expected_block")});
    return input;
  }
  const InputReader reader(block->get_object(), "custom_data.", problems);
  settings::each_id_kind([&](std::string_view name, auto member) {
    const auto* value = block->get_object().if_contains(name);
    if (value == nullptr) {
      return;
    }
    input.given.push_back(name);
    if (is_empty_way(*value)) {
      return;
    }
    if (!settings::from_value(*value, (input.values.*member).emplace())) {
      reader.refuse(name, say("problem.expected_id_ways"));
      (input.values.*member).reset();
    }
  });
  reader.refuse_others({"users", "classes", "enrolments"});
  return input;
}

void apply(const IdWaysInput& input, IdWays& ways) {
  settings::each_id_kind([&](std::string_view name, auto member) {
    if (std::ranges::find(input.given, name) != input.given.end()) {
      ways.*member = input.values.*member;
    }
  });
}

OfferedData look_at_custom_data(const ActionParts& parts) {
  OfferedData data;
  if (parts.custom_data == nullptr) {
    return data;
  }
  auto fields = parts.custom_data->fields();
  data.offered = fields.ok() || (fields.error().code != Code::host_missing &&
                                 fields.error().code != Code::unsupported);
  if (fields) {
    data.fields = std::move(*fields);
  }
  return data;
}

void add_custom_data(FormDocument& form, const OfferedData& data, const IdWays& own,
                     const IdWays& effective, const Phrase& support) {
  if (!data.offered) {
    form.note(settings::asks_host(effective) ? "problem" : "info", Code::none,
              say("custom_data.not_offered"));
  }
  // What was chosen is shown also where it has no use, so that it can be taken out.
  if (!data.offered && own == IdWays{}) {
    return;
  }
  settings::each_id_kind([&](std::string_view name, auto member) {
    const std::string whole = "custom_data." + std::string(name);
    auto& field = form.field(whole, "text", whole, ways_value(own.*member));
    field["effective"] = ways_value(effective.*member);
    form.help(field, help_of(data, name, support));
  });
}

void add_custom_data_operations(FormDocument& form, const OfferedData& data,
                                const Phrase& support) {
  if (!data.offered) {
    return;
  }
  auto& sample = form.operation(kCustomDataSample, "custom_data.sample");
  settings::each_id_kind([&](std::string_view name, auto) {
    const std::string whole = "custom_data." + std::string(name);
    form.help(form.field_of(sample, whole, "text", whole, false), help_of(data, name, support));
  });
  form.operation(kReadCustomData, "custom_data.read");
}

Result<Reply> use_custom_data(const ActionParts& parts, const Asker& asker, std::string_view op,
                              const json::object& input, std::chrono::milliseconds deadline) {
  if (op == kCustomDataSample) {
    return show_sample(parts, asker, input);
  }
  PASSBACK_TRY(commit_work(parts, deadline, [](decision::UnitOfWork& work) {
    return intake::ask_for_custom_data(work.transaction, work.now_unix_ms);
  }));
  return Reply{json::serialize(
                   result_document(language_of(parts, asker), true, say("custom_data.being_read"))),
               true};
}

} // namespace passback::actions
