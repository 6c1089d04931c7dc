// What changes in the roster, in the SIS first, and then in the LMS by an import. On the thread of
// `run`.
#include <algorithm>
#include <fstream>
#include <iterator>

#include <boost/json/serialize.hpp>

#include "host_stub/csv/reader.hpp"
#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/story/common_members.hpp"
#include "host_stub/story/scene.hpp"
#include "host_stub/story/step_failure.hpp"
#include "host_stub/support/json_member.hpp"

namespace host_stub::story {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr const char* kEnrolments = "enrollments.csv";

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// One of the roster's files, a row a line, as exports of rosters are.
class Table {
 public:
  Table(Scene& scene, const char* name) : scene_(scene), name_(std::string("roster/") + name) {
    const auto text = text_of(scene.folder() / name_);
    for (std::size_t from = 0; from < text.size();) {
      const auto end = text.find('\n', from);
      lines_.push_back(text.substr(from, end - from));
      from = end == std::string::npos ? text.size() : end + 1;
    }
    columns_ = csv::read(lines_.at(0)).rows.at(0).fields;
  }

  // Takes the rows out in which all of these stand, and gives them back.
  std::vector<std::string> take(const std::map<std::string, std::string>& with) {
    std::vector<std::string> taken;
    std::erase_if(lines_, [&](const std::string& line) {
      const bool fits = &line != &lines_.front() && has(line, with);
      if (fits) {
        taken.push_back(line);
      }
      return fits;
    });
    return taken;
  }

  void add(std::string line) { lines_.push_back(std::move(line)); }

  void add(const std::map<std::string, std::string>& row) {
    std::string line;
    for (const auto& column : columns_) {
      const auto value = row.find(column);
      line += (line.empty() ? "" : ",") + (value == row.end() ? std::string() : value->second);
    }
    add(std::move(line));
  }

  void save() {
    std::string text;
    for (const auto& line : lines_) {
      text += line + "\n";
    }
    scene_.write(name_, text);
  }

 private:
  bool has(const std::string& line, const std::map<std::string, std::string>& with) const {
    const auto row = csv::read(line).rows;
    return !row.empty() && std::ranges::all_of(with, [&](const auto& wanted) {
      const auto column = std::ranges::find(columns_, wanted.first) - columns_.begin();
      const auto& fields = row.front().fields;
      return static_cast<std::size_t>(column) < fields.size() &&
             fields[static_cast<std::size_t>(column)] == wanted.second;
    });
  }

  Scene& scene_;
  std::string name_;
  std::vector<std::string> lines_;
  std::vector<std::string> columns_;
};

std::string sis_id_of_student(Scene& scene, const std::string& called) {
  gradebook::Gradebook book(scene.lms());
  return gradebook::RosterStore(book).user(scene.student(called))->sis_id;
}

std::string school_of(Scene& scene, const gradebook::Class& in_class) {
  gradebook::Gradebook book(scene.lms());
  const auto domain = gradebook::RosterStore(book).domain(in_class.domain_id);
  return domain ? domain->sis_id : std::string();
}

void import_again(Scene& scene, const Members& members) {
  std::vector<std::string> arguments = {"import", scene.roster().string()};
  if (members.flag("really left")) {
    arguments.emplace_back("--accept-leavers");
  }
  scene.host_as_told(std::move(arguments), members);
}

void take_out(Scene& scene, const std::string& student, const gradebook::Class& in_class) {
  Table table(scene, kEnrolments);
  const auto rows = table.take({{"userSourcedId", student}, {"classSourcedId", in_class.sis_id}});
  if (rows.empty()) {
    throw StepFailure(student + " is in the class " + in_class.title, "the roster has no such row");
  }
  table.save();
  scene.left[{student, in_class.sis_id}] = rows.back();
  scene.sis().client().post(
      "/_sis/by_hand",
      json::serialize(json::object{{"kind", "enrollments"},
                                   {"sourcedId", csv::read(rows.back()).rows[0].fields[0]},
                                   {"delete", true}}));
}

void put_in(Scene& scene, const std::string& student, const gradebook::Class& in_class) {
  Table table(scene, kEnrolments);
  const auto school = school_of(scene, in_class);
  const auto before = scene.left.find({student, in_class.sis_id});
  std::string id = "e-" + student + "-" + in_class.sis_id;
  if (before != scene.left.end()) {
    id = csv::read(before->second).rows[0].fields[0];
    table.add(before->second);
    scene.left.erase(before);
  } else {
    table.add({{"sourcedId", id},
               {"status", ""},
               {"classSourcedId", in_class.sis_id},
               {"schoolSourcedId", school},
               {"userSourcedId", student},
               {"role", "student"},
               {"primary", "false"},
               {"beginDate", ""},
               {"endDate", ""}});
  }
  table.save();
  const auto reference = [](const std::string& sourced_id) {
    return json::object{{"sourcedId", sourced_id}};
  };
  scene.sis().client().post(
      "/_sis/roster",
      json::serialize(json::object{{"enrollments",
                                    {json::object{{"sourcedId", id},
                                                  {"status", "active"},
                                                  {"role", "student"},
                                                  {"primary", "false"},
                                                  {"user", reference(student)},
                                                  {"class", reference(in_class.sis_id)},
                                                  {"school", reference(school)}}}}}));
}

void student_leaves(Scene& scene, const Members& members) {
  take_out(scene, sis_id_of_student(scene, members.text("student")), scene.class_of(members));
  import_again(scene, members);
}

void student_joins(Scene& scene, const Members& members) {
  put_in(scene, sis_id_of_student(scene, members.text("student")), scene.class_of(members));
  import_again(scene, members);
}

void student_moves(Scene& scene, const Members& members) {
  const auto student = sis_id_of_student(scene, members.text("student"));
  const json::object to{{"class", members.text("to")}};
  const json::object from{{"class", members.text("from")}};
  put_in(scene, student, scene.class_of(Members(to)));
  take_out(scene, student, scene.class_of(Members(from)));
  import_again(scene, members);
}

void class_ends(Scene& scene, const Members& members) {
  const auto in_class = scene.class_of(members);
  Table enrolments(scene, kEnrolments);
  enrolments.take({{"classSourcedId", in_class.sis_id}});
  enrolments.save();
  Table classes(scene, "classes.csv");
  classes.take({{"sourcedId", in_class.sis_id}});
  classes.save();
  import_again(scene, members);
}

void import_other(Scene& scene, const Members& members) {
  const auto from = members.text("from");
  scene.lay_roster_over_sample(from == "sample" ? fs::path() : scene.beside_story(from));
  import_again(scene, members);
}

void link_student(Scene& scene, const Members& members) {
  scene.host_as_told(
      {"link", "--student", scene.student(members.text("student")), "--sis-id", members.text("to")},
      members);
}

void link_class(Scene& scene, const Members& members) {
  scene.host_as_told(
      {"link", "--class", scene.class_of(members).id, "--sis-id", members.text("to")}, members);
}

const Member kReallyLeft = {"really left", Form::flag,
                            "most of a class left, and the administrator says so"};

} // namespace

std::vector<Verb> roster_verbs() {
  return {
      {"a student leaves",
       "The student is taken out of the class in the SIS, and the LMS imports the roster anew.",
       {{"student", Form::text, "whom", true},
        {"class", Form::text, "of which class"},
        kReallyLeft,
        kSays,
        kRefused},
       "student",
       student_leaves},
      {"a student joins",
       "The student comes into the class in the SIS, perhaps again, and the LMS imports the "
       "roster.",
       {{"student", Form::text, "whom", true},
        {"class", Form::text, "into which class"},
        kSays,
        kRefused},
       "student",
       student_joins},
      {"a student moves",
       "The student changes classes in the SIS, and the LMS imports the roster.",
       {{"student", Form::text, "whom", true},
        {"from", Form::text, "the class of before", true},
        {"to", Form::text, "the class of now", true},
        kReallyLeft,
        kSays,
        kRefused},
       "",
       student_moves},
      {"a class ends",
       "The class is not in the roster any more, and the LMS imports it.",
       {{"class", Form::text, "which"}, kReallyLeft, kSays, kRefused},
       "class",
       class_ends},
      {"import a roster",
       "The LMS imports another roster.",
       {{"from", Form::text,
         "sample, or a folder beside the story: its files take the place of the sample's", true},
        kReallyLeft,
        kSays,
        kRefused},
       "from",
       import_other},
      {"link the student",
       "An administrator corrects which person of the SIS a student is.",
       {{"student", Form::text, "whom", true},
        {"to", Form::text, "the SIS's id of the right person", true},
        kRefused},
       "",
       link_student},
      {"link the class",
       "An administrator corrects which class of the SIS a class is.",
       {{"class", Form::text, "which"},
        {"to", Form::text, "the SIS's id of the right class", true},
        kRefused},
       "",
       link_class}};
}

} // namespace host_stub::story
