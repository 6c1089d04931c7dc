#pragma once
// The words of stories: one row a verb, with the members that may stand beside it and the function
// that does it. The reader of the file, `host_stub run --words` and docs/stories.md are made from
// these rows.
#include <string>
#include <string_view>
#include <vector>

#include "host_stub/story/members.hpp"

namespace host_stub::story {

class Scene;

// What a member may be.
enum class Form { text, number, flag, texts, map, any };

struct Member {
  std::string name;
  Form form;
  std::string sentence; // what it says; ends a line of the table
  bool needed = false;
};

struct Verb {
  std::string name;
  std::string sentence;
  std::vector<Member> members;
  // Which member a single value behind the verb is: "- deliver", "- the log says: words". Empty:
  // there has to be a map.
  std::string single;
  void (*perform)(Scene&, const Members&);
};

class Vocabulary {
 public:
  Vocabulary();
  explicit Vocabulary(std::vector<Verb> verbs) : verbs_(std::move(verbs)) {}

  const Verb* find(std::string_view name) const;
  std::vector<std::string> names() const;
  // A Markdown table a verb, as docs/stories.md has it.
  std::string page() const;

 private:
  std::vector<Verb> verbs_;
};

// Each theme's own; vocabulary.cpp puts them together.
std::vector<Verb> settings_verbs();
std::vector<Verb> gradebook_verbs();
std::vector<Verb> roster_verbs();
std::vector<Verb> custom_data_verbs();
std::vector<Verb> link_sheet_verbs();
std::vector<Verb> sending_verbs();
std::vector<Verb> my_classes_verbs();
std::vector<Verb> asking_verbs();
std::vector<Verb> told_verbs();
std::vector<Verb> sis_record_verbs();
std::vector<Verb> sis_trouble_verbs();
std::vector<Verb> site_verbs();

} // namespace host_stub::story
