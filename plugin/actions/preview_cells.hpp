// The cells of one preview. All of a class are looked at, so that what is said of them together
// holds; only those of the page that is asked for are told.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
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

  /// Each record of the scope, in the order of ids; then finish(), then what follows.
  Status add(const outbox::Record& record);
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
  };

  Result<bool> goes_along(const Row& row);
  Result<boost::json::object> cell_of(const Row& row, const outbox::Record& record);
  Status tell_members(const Row& row, const outbox::Record& record, boost::json::object& cell);
  Status tell_title(const Row& row, boost::json::object& cell);

  decision::UnitOfWork& work_;
  ByPlace<Writer> writers_;
  std::vector<Row> rows_;
  ClassQuestions questions_;
  WhatStays* stays_;
  std::int64_t newest_seq_ = 0, sends_ = 0, going_ = 0;
  std::map<std::string, std::string> titles_; ///< by activity
  std::set<std::int64_t> released_; ///< line items that a send would release, or this trial
};

} // namespace passback::actions
