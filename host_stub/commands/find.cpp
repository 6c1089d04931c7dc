#include "host_stub/commands/find.hpp"

#include <algorithm>

namespace host_stub::commands {
namespace {

// "class-1 (Algebra 1), class-2 (Biology)", at most six of them.
template <class T, class Name> std::string some_of(const std::vector<T>& things, Name name) {
  constexpr std::size_t kShown = 6;
  std::string text;
  for (std::size_t i = 0; i < things.size() && i < kShown; ++i) {
    text += (i == 0 ? "" : ", ") + things[i].id + " (" + name(things[i]) + ")";
  }
  return text + (things.size() > kShown ? ", …" : "");
}

Failure unknown(const std::string& kind, const std::string& typed, const std::string& known) {
  return {"There is no " + kind + " \"" + typed + "\".",
          known.empty() ? "There is none at all yet." : "Known ones: " + known + ".",
          ExitCode::usage};
}

} // namespace

std::string full_name(const gradebook::User& user) {
  return user.given_name + " " + user.family_name;
}

Result<gradebook::Class> find_class(gradebook::RosterStore& roster, const std::string& typed) {
  auto found = roster.class_of(typed);
  return found ? Result<gradebook::Class>(*found)
               : unknown("class", typed,
                         some_of(roster.classes(), [](const auto& one) { return one.title; }));
}

Result<gradebook::Domain> find_domain(gradebook::RosterStore& roster, const std::string& typed) {
  auto found = roster.domain(typed);
  return found ? Result<gradebook::Domain>(*found)
               : unknown("domain", typed,
                         some_of(roster.domains(), [](const auto& one) { return one.title; }));
}

Result<gradebook::User> find_user(gradebook::RosterStore& roster, const std::string& typed) {
  auto found = roster.user(typed);
  return found ? Result<gradebook::User>(*found)
               : unknown("user", typed, "admin, and those in users.csv");
}

Result<gradebook::User> find_student(gradebook::RosterStore& roster,
                                     const gradebook::Class& in_class, const std::string& typed) {
  auto students = roster.students(in_class.id);
  auto found = roster.user(typed);
  if (!found || std::ranges::find(students, found->id, &gradebook::User::id) == students.end()) {
    return unknown("student in " + in_class.title + " who is", typed, some_of(students, full_name));
  }
  return *found;
}

Result<gradebook::Activity> find_activity(gradebook::Gradebook& book,
                                          const std::string& class_typed,
                                          const std::string& typed) {
  gradebook::RosterStore roster(book);
  gradebook::ActivityStore activities(book);
  auto found = activities.activity(typed);
  if (class_typed.empty()) {
    return found ? Result<gradebook::Activity>(*found)
                 : Failure{"There is no activity \"" + typed + "\".",
                           "Name its class with --class to see those that there are.",
                           ExitCode::usage};
  }
  auto in_class = find_class(roster, class_typed);
  if (!in_class) {
    return in_class.failure();
  }
  if (!found || found->class_id != in_class.value().id) {
    auto known = some_of(activities.activities(in_class.value().id),
                         [](const auto& one) { return one.title; });
    auto failure = unknown("activity in " + in_class.value().title + " that is", typed, known);
    if (known.empty()) {
      failure.next_step = "Make one: host_stub activity --data DIR --class " + in_class.value().id +
                          " --title \"Quiz 1\"";
    }
    return failure;
  }
  return *found;
}

} // namespace host_stub::commands
