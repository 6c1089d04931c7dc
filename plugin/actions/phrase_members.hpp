// A phrase as members of a document: the text in the asked language, and what a host needs that
// translates for itself.
#pragma once

#include <string_view>

#include <boost/json.hpp>

#include "plugin/texts/languages.hpp"

namespace passback::actions {

using texts::Phrase;
using texts::say;

/// NAME; NAME_key, unless they are the words of somebody else; NAME_params, what stands for its
/// placeholders; NAME_more_keys, of sentences that follow.
void put_phrase(boost::json::object& object, std::string_view name, const texts::Words& words,
                const Phrase& phrase);

} // namespace passback::actions
