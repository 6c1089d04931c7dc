// Building lms.form/1: what a host draws without knowing what it is about.
//
// Each text is a key of the catalogue (plugin/texts); the document has the text in the asked
// language and the key beside it. A new field takes its texts into the catalogue as TEXT.label and,
// where there is one, TEXT.help, and one line here:
//
//   form.field("allow_grades", "switch", "sis_settings.allow_grades", value);
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/phrase_members.hpp"
#include "plugin/platform/codes.hpp"

namespace passback::actions {

struct Choice {
  std::string value;
  Phrase label;
  std::vector<Phrase> notes = {}; ///< what to know before choosing it
};

class FormDocument {
 public:
  /// text: TEXT.title is the title.
  FormDocument(const texts::Words& words, std::string_view item, std::string_view text,
               std::string_view submit_schema);

  /// What is stored, in any form that differs when it does: a save that brings the revision of
  /// another is refused (revision_of).
  void shows(std::string_view stored);
  /// kind: switch, text, url, secret, choice, domains, activities, category_map, period_map,
  /// final_slots, scales, objectives, table, ids, number, time ("22:00"), date, dates (ranges of
  /// days). value may be null (inherited, or not set). A reference to a field holds until the next
  /// one is added.
  boost::json::object& field(std::string_view name, std::string_view kind, std::string_view text,
                             boost::json::value value);
  /// Instead of TEXT.help.
  void help(boost::json::object& field, const Phrase& help) const;
  /// Instead of TEXT.label.
  void label(boost::json::object& field, const Phrase& label) const;
  /// The field of that name, or those of its block, are only looked at: `why` is their help.
  void lock(std::string_view name, const Phrase& why);
  void choices(boost::json::object& field, const std::vector<Choice>& choices) const;
  /// Of a field whose choices the catalogue knows, as TEXT.VALUE.
  void choices(boost::json::object& field, std::string_view text,
               std::initializer_list<std::string_view> values) const;
  void note(std::string_view severity, Code code, const Phrase& text);
  /// A question that has to be answered by an operation of its own.
  void question(std::string_view name, const Phrase& text, const std::vector<Choice>& ops);
  /// What the item can do besides being saved: a button TEXT.label, sent as {"schema", "op"} and
  /// its fields.
  boost::json::object& operation(std::string_view op, std::string_view text);
  /// What an operation has to be told; without a value. The reference holds until the operation
  /// gets another one.
  boost::json::object& field_of(boost::json::object& operation, std::string_view name,
                                std::string_view kind, std::string_view text, bool required) const;
  const texts::Words& words() const { return words_; }
  boost::json::object finish() &&;

 private:
  void put(boost::json::object& object, std::string_view name, const Phrase& phrase) const;
  boost::json::object made_field(std::string_view name, std::string_view kind,
                                 std::string_view text) const;

  texts::Words words_;
  boost::json::object document_;
  boost::json::array fields_, notes_, questions_, operations_;
};

/// The value of a field of kind category_map and its like: a row for each that has a title, with
/// what was chosen for it. A row without a title is shown by its id; what was chosen for something
/// that is not there any more has a row too.
boost::json::object chosen_rows(std::map<std::string, std::string> titles,
                                const std::map<std::string, std::string>& chosen);

/// The value of the only choice that is called like that, without case and blanks at the ends;
/// empty = there is none, or several. A choice's title is its label, in somebody's own words.
std::string of_same_title(const std::string& title, const std::vector<Choice>& choices);

/// Of the document that a form shows.
std::string revision_of(std::string_view stored);

} // namespace passback::actions
