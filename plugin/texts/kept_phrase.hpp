// A phrase as JSON, so that what is said of something today can be read later, in whatever language
// its reader has then: the words of somebody else as a text, anything else by its key. Pure.
#pragma once

#include <optional>

#include <boost/json/value.hpp>

#include "plugin/texts/phrase.hpp"

namespace passback::texts {

/// A text, or {"key", "params": {NAME: ...}, "more": [...]}; a text that others follow is
/// {"text", "more"}.
boost::json::value kept(const Phrase& phrase);

/// None for what is no phrase, or names a text that the catalogue does not have: another release
/// kept it, and the English that stands beside it has to do.
std::optional<Phrase> phrase_of(const boost::json::value& kept);

} // namespace passback::texts
