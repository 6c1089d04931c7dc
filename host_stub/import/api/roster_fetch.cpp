#include "host_stub/import/api/roster_fetch.hpp"

#include <map>
#include <set>

#include "host_stub/support/json_member.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::import {
namespace {

namespace json = boost::json;
using Service = SisApi::Service;

std::string reference(const json::value& object, std::string_view member) {
  const auto* value = at(object, member);
  if (value == nullptr) {
    return {};
  }
  return value->is_string() ? std::string(value->get_string()) : text_at(*value, "sourcedId");
}

// A kind of object, in the order in which they came, each once.
class Kept {
 public:
  void add(json::value object) {
    auto id = text_at(object, "sourcedId");
    // Without an id it is kept for the checks, which name it.
    if (id.empty() || ids_.insert(id).second) {
      objects_.push_back(std::move(object));
    }
  }
  void add(SisApi::Objects objects) {
    for (json::value& object : objects) {
      add(std::move(object));
    }
  }
  bool has(const std::string& id) const { return ids_.contains(id); }
  // By index: reading more may add more.
  std::size_t size() const { return objects_.size(); }
  const json::value& operator[](std::size_t i) const { return objects_[i]; }
  const SisApi::Objects& all() const { return objects_; }

 private:
  SisApi::Objects objects_;
  std::set<std::string> ids_;
};

class Fetch {
 public:
  Fetch(SisApi& api, const RosterPart& part) : api_(api), part_(part) {}

  FetchedRoster run() {
    sessions_.add(needed("/academicSessions", "academicSessions"));
    // They belong to the sessions, but some providers list them only apart.
    sessions_.add(optional(Service::rostering, "/gradingPeriods", "academicSessions"));
    if (part_.whole()) {
      fetch_everything();
    } else {
      fetch_part();
    }
    fetch_categories();
    return tables();
  }

 private:
  SisApi::Objects needed(const std::string& path, const std::string& member) {
    return value_or_stop(api_.collection(Service::rostering, path, member));
  }

  // The SIS has no such route, or does not open it to this account: some say 401 for that, and the
  // sessions, which are read first, have shown that they let us in.
  static bool not_offered(const Failure& failure) {
    return failure.code == "sis.missing" || failure.code == "sis.scope" ||
           failure.code == "sis.sign_in";
  }

  // Empty when it is not offered; other failures end the import.
  SisApi::Objects optional(Service service, const std::string& path, const std::string& member,
                           bool* was_read = nullptr) {
    auto objects = api_.collection(service, path, member);
    if (was_read != nullptr) {
      *was_read = static_cast<bool>(objects);
    }
    if (!objects && !not_offered(objects.failure())) {
      throw StopCommand(objects.failure());
    }
    return objects ? std::move(objects.value()) : SisApi::Objects{};
  }

  void fetch_everything() {
    orgs_.add(needed("/orgs", "orgs"));
    courses_.add(needed("/courses", "courses"));
    classes_.add(needed("/classes", "classes"));
    users_.add(needed("/users", "users"));
    enrolments_.add(needed("/enrollments", "enrollments"));
  }

  void fetch_part() {
    for (const std::string& id : part_.classes) {
      classes_.add(value_or_stop(api_.object("/classes/" + percent_encode(id), "class")));
    }
    if (part_.classes.empty()) {
      auto school = "/schools/" + percent_encode(part_.school);
      classes_.add(needed(school + "/classes", "classes"));
      courses_.add(needed(school + "/courses", "courses"));
      enrolments_.add(needed(school + "/enrollments", "enrollments"));
      users_.add(needed(school + "/students", "users"));
      users_.add(needed(school + "/teachers", "users"));
    } else {
      for (std::size_t i = 0; i < classes_.size(); ++i) {
        fetch_people_of(classes_[i]);
      }
    }
    fetch_what_is_pointed_to();
  }

  void fetch_people_of(const json::value& one) {
    auto id = percent_encode(text_at(one, "sourcedId"));
    auto school = percent_encode(reference(one, "school"));
    bool was_read = false;
    auto enrolments =
        optional(Service::rostering, "/schools/" + school + "/classes/" + id + "/enrollments",
                 "enrollments", &was_read);
    if (!was_read) {
      enrolments = needed("/enrollments?filter=class.sourcedId%3D%27" + id + "%27", "enrollments");
    }
    for (json::value& enrolment : enrolments) {
      if (reference(enrolment, "class") == text_at(one, "sourcedId")) {
        enrolments_.add(std::move(enrolment));
      }
    }
    users_.add(optional(Service::rostering, "/classes/" + id + "/students", "users"));
    users_.add(optional(Service::rostering, "/classes/" + id + "/teachers", "users"));
  }

  void fetch_what_is_pointed_to() {
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      fetch_one(courses_, "/courses/", "course", reference(classes_[i], "course"));
      fetch_one(orgs_, "/orgs/", "org", reference(classes_[i], "school"));
    }
    for (std::size_t i = 0; i < courses_.size(); ++i) {
      fetch_one(orgs_, "/orgs/", "org", reference(courses_[i], "org"));
    }
    for (std::size_t i = 0; i < enrolments_.size(); ++i) {
      fetch_one(users_, "/users/", "user", reference(enrolments_[i], "user"));
    }
    for (std::size_t i = 0; i < users_.size(); ++i) {
      fetch_orgs_of(users_[i]);
    }
    // Parents, up to the top; each that is read may have another one.
    for (std::size_t i = 0; i < orgs_.size(); ++i) {
      fetch_one(orgs_, "/orgs/", "org", reference(orgs_[i], "parent"));
    }
  }

  void fetch_orgs_of(json::value user) {
    for (const char* member : {"orgs", "roles"}) {
      const auto* list = at(user, member);
      if (list == nullptr || !list->is_array()) {
        continue;
      }
      for (const json::value& entry : list->get_array()) {
        auto id = std::string_view(member) == "orgs" ? text_at(entry, "sourcedId")
                                                     : reference(entry, "org");
        fetch_one(orgs_, "/orgs/", "org", id);
      }
    }
  }

  // What the SIS does not show stays away, and the checks name who points to it.
  void fetch_one(Kept& kept, const std::string& collection, const std::string& member,
                 const std::string& id) {
    if (id.empty() || kept.has(id) || !asked_.insert(collection + id).second) {
      return;
    }
    auto object = api_.object(collection + percent_encode(id), member);
    if (object) {
      kept.add(std::move(object.value()));
    } else if (!not_offered(object.failure())) {
      throw StopCommand(object.failure());
    }
  }

  void fetch_categories() {
    bool was_read = false;
    if (part_.whole()) {
      categories_.add(optional(Service::gradebook, "/categories", "categories", &was_read));
      if (was_read) {
        return;
      }
    }
    bool any = false;
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      auto id = percent_encode(text_at(classes_[i], "sourcedId"));
      categories_.add(
          optional(Service::gradebook, "/classes/" + id + "/categories", "categories", &was_read));
      any = any || was_read;
      if (!any) {
        break; // no such route; the other classes would say the same
      }
    }
    if (!any && !part_.whole()) {
      categories_.add(optional(Service::gradebook, "/categories", "categories", &any));
    }
    if (!any) {
      notes_.emplace_back("The SIS does not show its categories to this account; activities will "
                          "need one that is named by hand.");
    }
    categories_were_read_ = any;
  }

  FetchedRoster tables() {
    FetchedRoster roster{.tables = ObjectTables(api_.version(), part_.whole()),
                         .problems = {},
                         .notes = std::move(notes_)};
    roster.tables.add("orgs.csv", orgs_.all(), roster.problems);
    roster.tables.add("academicSessions.csv", sessions_.all(), roster.problems);
    roster.tables.add("courses.csv", courses_.all(), roster.problems);
    roster.tables.add("classes.csv", classes_.all(), roster.problems);
    roster.tables.add("users.csv", users_.all(), roster.problems);
    roster.tables.add("enrollments.csv", enrolments_.all(), roster.problems);
    // Those of an earlier import stay as they are when none could be read now.
    if (categories_were_read_) {
      roster.tables.add("categories.csv", categories_.all(), roster.problems);
    }
    return roster;
  }

  SisApi& api_;
  const RosterPart& part_;
  Kept orgs_;
  Kept sessions_;
  Kept courses_;
  Kept classes_;
  Kept users_;
  Kept enrolments_;
  Kept categories_;
  bool categories_were_read_ = true;
  std::set<std::string> asked_;
  std::vector<std::string> notes_;
};

} // namespace

Result<FetchedRoster> fetch_roster(SisApi& api, const RosterPart& part) {
  try {
    return Fetch(api, part).run();
  } catch (const StopCommand& stop) {
    return stop.failure();
  }
}

} // namespace host_stub::import
