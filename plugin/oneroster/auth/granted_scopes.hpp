// What a token may do, of what was asked for. A server may give a token for less and say so, or
// give none at all (invalid_scope, RFC 6749 5.2); then less is asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/oneroster/wire/http.hpp"

namespace passback::oneroster {

/// True if the token endpoint gives a token, but not for these scopes.
bool refuses_scope(const HttpAnswer& answer);

/// `asked` without one scope that is only for reading rosters, the widest first: grades can go
/// without. Empty if there is none left to give up.
std::string with_fewer_scopes(std::string_view asked);

/// True if that scope is among them, by its last part, "gradebook.createput".
bool has_scope(std::string_view scopes, std::string_view name);
/// True if they are OneRoster's; false: the server names what it grants in words of its own.
bool are_scopes_of_oneroster(std::string_view scopes);

/// What was asked for and is not granted, by its last part, "roster.readonly". Nothing if the
/// server names it in words of its own, or does not say (empty).
std::vector<std::string> not_granted(std::string_view asked, std::string_view granted);

/// What a token may read of rosters: one record or a whole collection; below a class or a term.
/// What was not asked for may be permitted all the same.
struct RosterReads {
  bool records = true, nested = true;
  bool operator==(const RosterReads&) const = default;
};
RosterReads roster_reads(std::string_view asked, std::string_view granted);

} // namespace passback::oneroster
