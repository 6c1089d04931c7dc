#pragma once
// Members that stand beside many verbs; one place, so that they read the same everywhere.
#include "host_stub/story/vocabulary.hpp"

namespace host_stub::story {

inline const Member kClass = {"class", Form::text, "which class; default: that of the step before"};
inline const Member kAs = {"as", Form::text, "as whom; default: the administrator of the site"};
inline const Member kDomain = {"domain", Form::text, "which domain; default: the whole site"};
inline const Member kSays = {"says", Form::texts, "words of what is answered"};
inline const Member kRefused = {"refused", Form::texts, "it is refused, with these words"};
inline const Member kWords = {"words", Form::texts, "what is read there", true};
inline const Member kWhichSis = {"SIS", Form::text, "which SIS; default: the first"};
inline const Member kOfActivity = {"activity", Form::text, "of which activity, by id or title"};
inline const Member kOfStudent = {"student", Form::text,
                                  "of which student; without: the activity itself"};

} // namespace host_stub::story
