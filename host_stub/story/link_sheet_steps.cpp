// The spreadsheet of who is not linked, as an administrator has it, fills it in and reads it back.
// On the thread of `run`.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "host_stub/csv/reader.hpp"
#include "host_stub/csv/writer.hpp"
#include "host_stub/story/common_members.hpp"
#include "host_stub/story/matching.hpp"
#include "host_stub/story/scene.hpp"
#include "host_stub/story/step_failure.hpp"

namespace host_stub::story {
namespace {

namespace fs = std::filesystem;

std::vector<csv::Row> rows_of_sheet(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return csv::read(text).rows;
}

// The ids to fill in, by kind and the host's id.
std::map<std::string, std::string> ids_to_fill_in(Scene& scene, const Members& members) {
  std::map<std::string, std::string> ids;
  for (const auto& one : members.map("students")) {
    ids["student " + scene.student(std::string(one.key()))] = as_text(one.value());
  }
  for (const auto& one : members.map("classes")) {
    const boost::json::object called{{"class", one.key()}};
    ids["class " + scene.class_of(Members(called)).id] = as_text(one.value());
  }
  return ids;
}

void fill_in_sheet(Scene& scene, const Members& members) {
  const auto file = scene.folder() / "not-linked.csv";
  scene.host_as_told({"unlinked", "--out", file.string()}, Members(boost::json::object()));
  const auto rows = rows_of_sheet(file);
  auto ids = ids_to_fill_in(scene, members);
  csv::Writer filled({"kind", "id", "sis_id"});
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& kind = rows[i].fields.at(0);
    const auto& id = rows[i].fields.at(1);
    const auto wanted = ids.find(kind + " " + id);
    filled.add({kind, id, wanted == ids.end() ? std::string() : wanted->second});
    if (wanted != ids.end()) {
      ids.erase(wanted);
    }
  }
  if (!ids.empty()) {
    throw StepFailure("the sheet has a row for the " + ids.begin()->first, "it has none");
  }
  scene.write("not-linked.csv", filled.text());
  std::vector<std::string> arguments = {"unlinked", "--from", file.string()};
  if (!members.flag("only look")) {
    arguments.emplace_back("--apply");
  }
  scene.host_as_told(std::move(arguments), members);
}

} // namespace

std::vector<Verb> link_sheet_verbs() {
  return {{"fill in the sheet of who is not linked",
           "An administrator downloads the spreadsheet of students and classes without an id of "
           "the SIS, fills it in, and reads it back.",
           {{"students", Form::map, "a student to the SIS's id"},
            {"classes", Form::map, "a class to the SIS's id"},
            {"only look", Form::flag, "only to see what would be linked"},
            kSays,
            kRefused},
           "",
           fill_in_sheet}};
}

} // namespace host_stub::story
