// The words that people see for where a record stands. Pure.
#pragma once

#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "plugin/actions/phrase_members.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::actions {

struct StateWords {
  std::string_view id; ///< stable: "not_ready", "on_its_way", "accepted", ...
  Phrase text;         ///< "Accepted by Lincoln SIS"
  Code reason = Code::none;
};

/// As texts call it; "the SIS" where nobody gave it a name.
Phrase name_of_sis(std::string_view sis_name);

/// Why what belongs to it (a line item's results, a category's line items) cannot follow before a
/// person has done something; none = it goes by itself.
Code holds_back(const outbox::Record& parent);

/// account: of the record's connection, nullptr = none known yet. A record on its way over an
/// account that is stopped waits for it. parent: what holds_back says of the record that it belongs
/// to. hold: why nothing is on its way: the site guard (outbox/site_hold.hpp), or sending is
/// paused. by_file: grades go there as files (file_words.hpp). zone: of the district, by whose
/// clock moments are said; empty = UTC.
StateWords words_for(const outbox::Record& record, std::string_view sis_name,
                     const outbox::AccountRow* account, Code parent = Code::none,
                     Code hold = Code::none, bool by_file = false, std::string_view zone = "");

/// "Waiting: Lincoln SIS asked us to wait until ...", where the account pauses; empty = it does
/// not.
Phrase pause_text(const outbox::AccountRow& account, std::string_view sis_name,
                  std::string_view zone = "");

/// Of what another SIS has than the one that is connected now: offered to the present one
/// (other_sis), or sent to it since (moved_sis). What it never confirmed it may have all the same:
/// a request left, and nobody answered. An empty name stands for an SIS nobody can name.
StateWords words_of_other_sis(const outbox::Record& record, std::string_view before,
                              std::string_view now);
/// Of what stood in the wrong record, or in that of a section before. words: what its state says.
StateWords words_of_moved(const outbox::Record& record, const StateWords& words);

/// Of a state alone, for counts over many records.
StateWords words_of_state(outbox::State state, std::string_view sis_name, Code hold = Code::none,
                          bool by_file = false);
std::string_view state_id(outbox::State state);
/// A picture for it beside the words: done, on_the_way, to_send, question, waiting, stopped, moved
/// or off.
std::string_view icon_of(std::string_view id);
/// Of an id alone, for counts over several SISs.
Phrase text_of_id(std::string_view id);
/// It goes, or waits for its turn, without anybody doing anything.
bool is_on_its_way(outbox::State state);
Phrase state_text(outbox::State state, std::string_view sis_name);

/// {"code","sentence","teacher","administrator","support"}; empty texts left out.
boost::json::object reason_object(Code code, const texts::Words& words);

std::string_view kind_id(outbox::Kind kind);

} // namespace passback::actions
