// Names of people, as the host tells them for a page that is drawn now. On the host's thread,
// inside the call that it made. Nothing of it is kept but an answer that comes later, until the
// call that is made again takes it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plugin/abi/late_answers.hpp"
#include "plugin/actions/actions.hpp"

namespace passback::abi {

class Instance;

class HostPeople : public actions::PeopleSource {
 public:
  explicit HostPeople(Instance& instance) : instance_(instance) {}
  Result<std::map<std::string, std::string>> names(const actions::Asker& asker,
                                                   const std::vector<std::string>& ids) override;
  /// What the host told later. `subject`: what it was asked with.
  void remember(const std::string& subject, std::string answer);

 private:
  Instance& instance_;
  LateAnswers told_;
};

/// The query lms.people_query/1.
std::string people_query(const actions::Asker& asker, const std::vector<std::string>& ids);
/// The names of a lms.people/1, by id; Code::host_reply if it is none.
Result<std::map<std::string, std::string>> read_people(std::string_view json);

} // namespace passback::abi
