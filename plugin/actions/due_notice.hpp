// One thing that people are told by itself: because its day has come, or because something waits
// for them. No student's name, score or comment stands in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/gradebook/ids.hpp"
#include "plugin/texts/phrase.hpp"

namespace passback::actions {

struct DueNotice {
  std::string_view kind;     ///< "digest", "period_end", "credentials_end", "first_send", ...
  std::string key;           ///< the same replaces what was told before
  std::string_view text_key; ///< texts/notice_texts.cpp, without ".title" and ".body"
  std::string_view item;     ///< the menu item that helps
  bool over = false;         ///< what the notice of that key told has been seen to
  gradebook::DomainId domain;
  gradebook::UserId teacher;   ///< empty = the administrators of the domain
  gradebook::ClassId class_id; ///< where it is about one
  gradebook::SchoolYear school_year;
  std::vector<texts::Param> values;

  /// In English, for whoever looks at it in between; empty = there is none of that name.
  std::string value(std::string_view name) const;
};

/// "1,204"
std::string grouped(std::int64_t number);
/// "1 class", "3 classes".
texts::Phrase class_count(std::int64_t classes);
/// The same with the name of an only one: its title, or "class algebra" where the LMS told none.
texts::Phrase classes_text(std::int64_t classes, const gradebook::ClassId& class_id,
                           const std::string& title);
/// "The commonest cause: ..."; empty where nothing stands still.
texts::Phrase cause_text(Code commonest);
/// "Lincoln SIS", or "the SIS".
texts::Phrase sis_text(const std::string& sis_name);

} // namespace passback::actions
