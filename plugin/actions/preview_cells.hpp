// The cells of one preview. All of a class are looked at, so that what is said of them together
// holds; only those of the page that is asked for are told.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/cell_writer.hpp"
#include "plugin/actions/class_questions.hpp"
#include "plugin/actions/preview_members.hpp"
#include "plugin/actions/preview_notes.hpp"
#include "plugin/actions/what_stays.hpp"

namespace passback::actions {

/// What a preview may speak of: what has a value of its own.
bool is_shown(const outbox::Record& record);
/// Another SIS has it than the one that is connected now, which gets it if a person wants so.
bool is_offered(const outbox::Record& record);
/// Whether sending this record would tell the SIS something new.
bool would_send(const outbox::Record& record);

enum class Listed { all, going, staying };

/// Which of the cells are told, in the order of their ids.
struct PreviewPage {
  Listed listed = Listed::all;
  std::int64_t after_id = 0;
  int limit = 1000;
};

class PreviewCells {
 public:
  /// stays: gathers what cannot go; nullptr = nobody asks for that.
  PreviewCells(decision::UnitOfWork& work, const texts::Words& words, WhatStays* stays = nullptr)
      : work_(work), writers_(work, words), questions_(work), stays_(stays) {}

  /// The records of the scope; then finish(), then what follows.
  Status add_all(const CellFilter& scope);
  /// What goes depends on what else would be sent.
  Status finish();

  std::int64_t newest_seq() const { return newest_seq_; }
  std::int64_t sends() const { return sends_; }
  /// Records that go, by themselves or by a send, and what goes along with them.
  std::int64_t going() const { return going_; }
  std::int64_t staying() const { return static_cast<std::int64_t>(rows_.size()) - going_; }
  const ClassQuestions& questions() const { return questions_; }

  /// Adds "cells" and, if there are more, "next_after_id". A page ends before it grows past what a
  /// document may hold.
  Status put_page(const PreviewPage& page, boost::json::object& document);

 private:
  /// What is said of the records of one place.
  struct Writer {
    Writer(decision::UnitOfWork& work, const decision::ClassView& opened, const texts::Words& words)
        : view(opened), cells(work, opened, words), notes(work, opened, words),
          members(work, opened) {}
    Status prepare(const gradebook::SchoolYear& year) {
      auto prepared = cells.prepare(year);
      return prepared ? notes.prepare() : prepared;
    }
    const decision::ClassView& view;
    CellWriter cells;
    PreviewNotes notes;
    PreviewMembers members;
  };
  /// One record; the page reads it again.
  struct Row {
    std::int64_t id = 0;
    std::int64_t line_item_id = 0; ///< its own id, of a line item
    bool goes = false;             ///< by itself or by a send
    bool sends = false;            ///< by a send
    bool may_go_along = false;     ///< with a line item that a send would release
    bool goes_along = false;       ///< and does
    bool releases = false;         ///< a send, or this trial, lets its line item go
  };

  Status add(const outbox::Record& record);
  Status add_result(std::int64_t line_item_id, const outbox::ResultStanding& result);
  /// None: the preview does not speak of it.
  Result<std::optional<Row>> row_of(const outbox::Record& record);
  void take(const Row& row);
  void note_what_changes(const outbox::Record& line_item);

  Result<bool> goes_along(const Row& row);
  Result<boost::json::object> cell_of(const Row& row, const outbox::Record& record);
  Status tell_members(const Row& row, const outbox::Record& record, boost::json::object& cell);
  Status tell_title(const Row& row, boost::json::object& cell);

  decision::UnitOfWork& work_;
  ByPlace<Writer> writers_;
  std::vector<Row> rows_;
  /// What becomes of results that stand alike, by line item; none: nothing is said of them.
  std::map<std::pair<std::int64_t, outbox::Standing>, std::optional<Row>> alike_;
  ClassQuestions questions_;
  WhatStays* stays_;
  std::int64_t newest_seq_ = 0, sends_ = 0, going_ = 0;
  std::map<std::string, std::string> titles_; ///< by activity
  std::set<std::int64_t> changing_;           ///< line items of which a send changes something
  std::set<std::int64_t> released_; ///< line items that a send would release, or this trial
};

} // namespace passback::actions
