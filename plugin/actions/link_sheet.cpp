#include "plugin/actions/link_sheet.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/csv_cell.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/link_sheet_facts.hpp"
#include "plugin/actions/link_sheet_plan.hpp"
#include "plugin/actions/people_names.hpp"
#include "plugin/actions/readiness.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/decision/settings_view.hpp"
#include "plugin/intake/link_by_hand.hpp"
#include "plugin/oneroster/wire/base64.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using intake::HandLink;
using std::chrono::milliseconds;

constexpr std::string_view kUnlinked = "unlinked";
constexpr std::string_view kLinkPreview = "link_preview";
constexpr std::string_view kLinkSheet = "link_sheet";

// A document has at most 1 MiB, and the file stands in it as base64.
constexpr std::size_t kMostBytes = 700'000;
constexpr std::size_t kMostLines = 4000;
// A student may be in ten classes, each an enrolment of its own, and other writers wait meanwhile.
constexpr std::size_t kLinksAtOnce = 20;

/// Who and what there is, and where.
struct SheetPlace {
  intake::LinkScope scope;
  settings::IdWays ways;
  Readiness roster;
};

Result<std::optional<SheetPlace>> look_at_place(const ActionParts& parts, const Asker& asker) {
  std::optional<SheetPlace> found;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    found.reset();
    PASSBACK_TRY_AS(const auto effective,
                    decision::effective_of_domain(work.transaction, work.settings(), asker.domain));
    if (!effective.connection) {
      return ok_status();
    }
    SheetPlace place;
    place.scope = {asker.domain, effective.connection->id};
    place.ways = effective.ids;
    PASSBACK_TRY_AS(place.roster, look_at_readiness(work, asker.domain, *effective.connection));
    found = std::move(place);
    return ok_status();
  }));
  return found;
}

std::string sheet_row(const Linked& one, const LinkSheetFacts& facts) {
  std::string row = one.kind;
  for (const auto& cell : {one.id, facts.name(one), one.class_id, facts.field(one, "identifier"),
                           facts.field(one, "email")}) {
    row += "," + csv_cell(cell);
  }
  return row + ",\r\n";
}

Result<Reply> hand_out(const ActionParts& parts, const Asker& asker, const SheetPlace& place) {
  std::vector<const Linked*> lines;
  std::int64_t students = 0, classes = 0;
  for (const auto& one : place.roster.all) {
    if (!is_in_link_sheet(one) || !one.sis_id.empty()) {
      continue;
    }
    (one.kind == "class" ? classes : students) += 1;
    if (lines.size() < kMostLines) {
      lines.push_back(&one);
    }
  }
  json::object document{
      {"schema", "lms.unlinked/1"}, {"ok", true}, {"students", students}, {"classes", classes}};
  LinkSheetFacts facts(parts, asker);
  PASSBACK_TRY(facts.read(lines, document));
  std::string text = "kind,id,name,class_id,identifier,email,sis_id\r\n";
  std::size_t written = 0;
  for (const auto* one : lines) {
    const auto row = sheet_row(*one, facts);
    if (text.size() + row.size() > kMostBytes) {
      break;
    }
    text += row;
    ++written;
  }
  json::object file{{"name", "not-linked.csv"},
                    {"media_type", "text/csv; charset=utf-8"},
                    {"content_base64", oneroster::base64(text)}};
  document["lines"] = written;
  document["files"] = json::array{std::move(file)};
  return Reply{json::serialize(document), false};
}

Phrase how_many_links(std::string_view key, const LinkSheetPlan& plan) {
  const auto classes = std::ranges::count(plan.links, true, &HandLink::of_class);
  const auto students = static_cast<std::ptrdiff_t>(plan.links.size()) - classes;
  return say(key, {{"students", std::to_string(students)}, {"classes", std::to_string(classes)}});
}

Result<Reply> show_plan(const ActionParts& parts, const Asker& asker, const texts::Words& words,
                        const LinkSheetPlan& plan) {
  std::vector<std::string> people;
  for (const auto& link : plan.links) {
    if (!link.of_class) {
      people.push_back(link.id);
    }
  }
  const bool good = plan.problems.empty();
  auto document = result_document(
      words, good, good ? how_many_links("link_sheet.would", plan) : say("link_sheet.wrong_lines"),
      plan.problems);
  PASSBACK_TRY_AS(const auto names, names_of(parts, asker, people, document));
  json::array lines;
  for (const auto& link : plan.links) {
    json::object line{{"kind", link.of_class ? "class" : "student"},
                      {"id", link.id},
                      {"sis_id", link.sis_id.value}};
    if (const auto name = names.find(link.id); !link.of_class && name != names.end()) {
      line["name"] = name->second;
    }
    lines.push_back(std::move(line));
  }
  document["links"] = std::move(lines);
  if (good) {
    document["token"] = plan.token;
  }
  return Reply{json::serialize(document), false};
}

Result<Reply> apply_plan(const ActionParts& parts, const Asker& asker, const texts::Words& words,
                         const SheetPlace& place, LinkSheetPlan plan, milliseconds deadline) {
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) {
    return intake::find_link_places(work, plan.links, place.scope);
  }));
  const std::span<const HandLink> links(plan.links);
  for (std::size_t from = 0; from < links.size(); from += kLinksAtOnce) {
    const auto some = links.subspan(from, std::min(kLinksAtOnce, links.size() - from));
    PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) {
      return intake::link_by_hand(work, some, place.scope.connection_id, actor_of(asker));
    }));
  }
  return Reply{
      json::serialize(result_document(words, true, how_many_links("link_sheet.done", plan))), true};
}

} // namespace

bool is_link_sheet_op(std::string_view op) {
  return op == kUnlinked || op == kLinkPreview || op == kLinkSheet;
}

void add_link_sheet_operations(FormDocument& form) {
  form.operation(kUnlinked, "link_sheet.unlinked");
  auto& preview = form.operation(kLinkPreview, "link_sheet.preview");
  form.field_of(preview, "sheet", "text", "link_sheet.sheet", true)["multiline"] = true;
}

Result<Reply> use_link_sheet(const ActionParts& parts, const Asker& asker, std::string_view op,
                             const json::object& input, milliseconds deadline) {
  const auto words = language_of(parts, asker);
  std::vector<Problem> problems;
  const InputReader reader(input, "", problems);
  reader.refuse_others({"schema", "op", "sheet", "token"});
  const auto sheet = reader.text("sheet").value.value_or("");
  const auto token = reader.text("token").value.value_or("");
  PASSBACK_TRY_AS(const auto place, look_at_place(parts, asker));
  if (!place) {
    problems.push_back({"op", say("link_sheet.not_connected")});
  }
  if (!problems.empty()) {
    return nothing_changed_reply(words, problems);
  }
  if (op == kUnlinked) {
    return hand_out(parts, asker, *place);
  }
  auto plan = plan_link_sheet(sheet, place->roster, place->ways);
  if (op == kLinkPreview || !plan.problems.empty()) {
    return show_plan(parts, asker, words, plan);
  }
  if (token != plan.token) {
    return nothing_changed_reply(words, {{"token", say("link_sheet.not_previewed")}});
  }
  return apply_plan(parts, asker, words, *place, std::move(plan), deadline);
}

} // namespace passback::actions
