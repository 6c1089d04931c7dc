#include "host_stub/commands/names.hpp"

#include "host_stub/commands/find.hpp"
#include "host_stub/gradebook/activity_store.hpp"
#include "host_stub/gradebook/roster_store.hpp"

namespace host_stub::commands {
namespace {

// The title of what was found; empty: there is none.
template <class T> std::string title_of(const std::optional<T>& found) {
  return found ? found->title : std::string();
}

} // namespace

std::string Names::named(char kind, const std::string& id, const Finder& find) {
  if (id.empty()) {
    return id;
  }
  const auto [place, is_new] = known_.try_emplace({kind, id});
  if (is_new) {
    const auto name = find(id);
    place->second = name.empty() ? id : name;
  }
  return place->second;
}

std::string Names::person(const std::string& id) {
  return named('p', id, [this](const std::string& of) {
    const auto user = gradebook::RosterStore(book_).user(of);
    const auto name = user ? full_name(*user) : std::string();
    return name == " " ? std::string() : name;
  });
}

std::string Names::activity(const std::string& id) {
  return named('a', id, [this](const std::string& of) {
    return title_of(gradebook::ActivityStore(book_).activity(of));
  });
}

std::string Names::class_title(const std::string& id) {
  return named('c', id, [this](const std::string& of) {
    return title_of(gradebook::RosterStore(book_).class_of(of));
  });
}

std::string Names::domain(const std::string& id) {
  return named('d', id, [this](const std::string& of) {
    return title_of(gradebook::RosterStore(book_).domain(of));
  });
}

std::string Names::category(const std::string& sis_id) {
  return named('k', sis_id, [this](const std::string& of) {
    return title_of(gradebook::RosterStore(book_).category(of));
  });
}

std::string Names::period(const std::string& sis_id) {
  return named('s', sis_id, [this](const std::string& of) {
    return title_of(gradebook::RosterStore(book_).session(of));
  });
}

std::string Names::actor(const std::string& id) {
  return id == "host" ? "the LMS" : id == "worker" ? "Passback" : person(id);
}

} // namespace host_stub::commands
