// Whose product this is and whom people turn to, in the vendor's words: branding.yaml. Pure; what
// the file does not say is told by a text of the catalogue instead.
#pragma once

#include <string>

namespace passback::settings {

/// Empty = the file does not say.
struct Branding {
  std::string product_name;      ///< what people call it
  std::string beta_label;        ///< shown beside the title: "Beta"
  std::string feedback;          ///< where to say what is good and bad: an address, a mailbox
  std::string support_contact;   ///< who helps
  std::string account_manager;   ///< who enables it and gets the set-up report
  std::string teacher_guide;     ///< address of the guide for teachers
  std::string text_for_teachers; ///< to send to teachers when it is switched on
  /// What is wrong with the file, so that nothing of it is used; in the reader's own sentences.
  std::string problem;
  bool operator==(const Branding&) const = default;
};

/// Calls visit(name in the file, pointer to the member) for each member.
template <class Visit> void each_branding_member(Visit&& visit) {
  visit("product_name", &Branding::product_name);
  visit("beta_label", &Branding::beta_label);
  visit("feedback", &Branding::feedback);
  visit("support_contact", &Branding::support_contact);
  visit("account_manager", &Branding::account_manager);
  visit("teacher_guide", &Branding::teacher_guide);
  visit("text_for_teachers", &Branding::text_for_teachers);
}

} // namespace passback::settings
