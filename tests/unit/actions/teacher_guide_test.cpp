// docs/teacher-guide.md is written by a person. It must not fall behind what the screen says.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "plugin/actions/file_words.hpp"
#include "plugin/actions/state_words.hpp"

namespace passback::actions {
namespace {

using outbox::AccountState;
using outbox::Form;
using outbox::State;

/// The rows of the table behind a heading, each by its cells.
std::vector<std::vector<std::string>> table_behind(const std::string& heading) {
  std::ifstream guide(std::filesystem::path(SOURCE_DIR) / "docs" / "teacher-guide.md");
  std::vector<std::vector<std::string>> rows;
  bool inside = false;
  for (std::string line; std::getline(guide, line);) {
    inside = line.starts_with("#") ? line == heading : inside;
    if (!inside || !line.starts_with("| ")) {
      continue;
    }
    std::vector<std::string> cells;
    for (std::size_t from = 2; from < line.size();) {
      const auto end = line.find(" |", from);
      if (end == std::string::npos) {
        break;
      }
      cells.push_back(line.substr(from, end - from));
      from = end + 3;
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

/// As it stands at the beginning of a cell.
std::string capitalised(std::string text) {
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  return text;
}

/// Everything that words_for can say.
std::set<std::string> all_words() {
  std::set<std::string> all;
  for (int state = 0; state <= static_cast<int>(State::withdrawn); ++state) {
    for (const auto kind : {outbox::Kind::line_item, outbox::Kind::result}) {
      for (const auto confirmed : {Form::none, Form::present}) {
        for (const auto of_account :
             {AccountState::ok, AccountState::waiting_secret, AccountState::down,
              AccountState::unauthorised, AccountState::window_shut, AccountState::address}) {
          outbox::Record record;
          record.state = static_cast<State>(state);
          record.key.kind = kind;
          record.observed.form = Form::present;
          record.confirmed.form = confirmed;
          outbox::AccountRow account;
          account.state = of_account;
          for (const auto code :
               {Code::none, Code::secret_unusable, Code::sis_busy, Code::results_forbidden,
                Code::line_items_forbidden, Code::address_refused, Code::token_address}) {
            account.code = code;
            account.retry_unix_ms = code == Code::sis_busy ? 1 : 0;
            for (const auto hold : {Code::none, Code::site_moved, Code::site_copy,
                                    Code::sync_paused, Code::in_trial}) {
              auto text =
                  capitalised(words_for(record, "", &account, Code::none, hold).text.english());
              if (const auto time = text.find("1970"); time != std::string::npos) {
                text.replace(time, std::string::npos, "…");
              }
              all.insert(std::move(text));
            }
          }
        }
      }
    }
  }
  outbox::Record missed;
  missed.state = State::ready;
  missed.code = Code::missed;
  all.insert(words_for(missed, "", nullptr, Code::none, Code::none).text.english());
  for (const auto code : {Code::waits_for_edits, Code::quiet_hours, Code::no_sending_today}) {
    outbox::Record timed;
    timed.state = State::ready;
    timed.code = code;
    auto text = words_for(timed, "", nullptr, Code::none, Code::none).text.english();
    if (const auto time = text.find("1970"); time != std::string::npos) {
      text.replace(time, std::string::npos, "…");
    }
    all.insert(std::move(text));
  }
  outbox::Record other_ids;
  other_ids.state = State::waiting;
  other_ids.code = Code::ids_changed;
  all.insert(words_for(other_ids, "", nullptr, Code::none, Code::none).text.english());
  outbox::Record gone;
  gone.state = State::manual;
  gone.code = Code::removal_unenrolled;
  all.insert(capitalised(words_for(gone, "", nullptr, Code::none, Code::none).text.english()));
  gone.code = Code::older_than_sis;
  all.insert(capitalised(words_for(gone, "", nullptr, Code::none, Code::none).text.english()));
  gone.code = Code::in_trial;
  gone.observed.form = Form::absent;
  all.insert(words_for(gone, "", nullptr, Code::none, Code::none).text.english());
  outbox::Record moved;
  moved.state = State::settled;
  for (const auto code : {Code::moved_class, Code::moved_section}) {
    moved.code = code;
    all.insert(words_of_moved(moved, {}).text.english());
  }
  outbox::Record elsewhere;
  for (const auto code : {Code::moved_sis, Code::other_sis}) {
    for (const auto confirmed : {Form::none, Form::present}) {
      elsewhere.code = code;
      elsewhere.confirmed.form = confirmed;
      all.insert(words_of_other_sis(elsewhere, "Lakeside SIS", "Harbor SIS").text.english());
    }
  }
  return all;
}

TEST(TeacherGuide, ExplainsEveryWordAndNoOther) {
  std::set<std::string> explained;
  for (const auto& row : table_behind("## What each word means")) {
    EXPECT_EQ(row.size(), 3U) << row.front();
    if (row.front() != "you read") {
      explained.insert(row.front());
    }
  }
  EXPECT_EQ(explained, all_words());
}

TEST(TeacherGuide, ExplainsTheWordsOfGradesThatGoAsFiles) {
  std::set<std::string> explained, said;
  for (const auto& row : table_behind("### Where your school carries grades over as files")) {
    EXPECT_EQ(row.size(), 3U) << row.front();
    if (row.front() != "you read") {
      explained.insert(row.front());
    }
  }
  for (int state = 0; state <= static_cast<int>(State::withdrawn); ++state) {
    for (const auto* points : {"1", "2"}) {
      outbox::Record record;
      record.state = static_cast<State>(state);
      record.observed = record.released = {1, Form::present, outbox::Facts("{\"points\":\"1\"}")};
      record.confirmed.form = Form::present;
      record.sent.form = Form::present;
      record.sent.facts = outbox::Facts("{\"points\":\"" + std::string(points) + "\"}");
      record.sent.request_id = "file/1";
      record.sent.in_flight = true;
      if (const auto words = words_by_file(record, "the SIS", Code::none)) {
        auto text = words->text.english();
        if (const auto date = text.find("1970"); date != std::string::npos) {
          text.replace(date, std::string::npos, "…");
        }
        said.insert(std::move(text));
      }
    }
  }
  EXPECT_EQ(explained, said);
}

TEST(TeacherGuide, GivesTheCataloguesOwnReasonsAndNextSteps) {
  const auto rows = table_behind("### Needs your attention");
  ASSERT_GT(rows.size(), 1U);
  for (std::size_t at = 1; at < rows.size(); ++at) {
    const auto& sentence = rows[at].at(0);
    const auto row = std::ranges::find(all_codes(), sentence, &CodeInfo::sentence);
    ASSERT_NE(row, all_codes().end()) << sentence;
    EXPECT_EQ(rows[at].at(1), row->teacher) << sentence;
  }
}

} // namespace
} // namespace passback::actions
