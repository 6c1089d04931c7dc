#include "plugin/actions/grade_files.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

#include "plugin/actions/file_words.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/rights.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/decision/in_trial.hpp"
#include "plugin/intake/file_delivery.hpp"
#include "plugin/oneroster/files/score_files.hpp"
#include "plugin/oneroster/wire/base64.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::GradeFile;
using outbox::GradeFileState;
using std::chrono::milliseconds;

// As many as a send takes in one transaction.
constexpr std::size_t kChunk = 50;

constexpr std::string_view kOps[] = {"make_file", "files", "file", "file_taken", "file_not_taken"};

/// The files of the asker's class, and what is said of them.
struct FilePlace {
  GradeFile like; ///< connection, class and year
  std::string sis_name;
  settings::OneRosterVersion version = settings::OneRosterVersion::v1p2;
  oneroster::FileManner manner;
  bool by_file = false;
  Code hold = Code::none; ///< why no file is made just now
  texts::Words words;     ///< of whoever asked
};

/// connection_id: one of those that the class speaks to; empty = the first to which grades go as
/// files, else the first.
Result<FilePlace> file_place_of(decision::UnitOfWork& work, const Asker& asker, texts::Words words,
                                const std::string& connection_id) {
  FilePlace place;
  place.words = std::move(words);
  Code held = Code::none;
  PASSBACK_TRY_AS(const auto views, work.open_class_by_sis(origin_of(asker)));
  for (const auto& view : views) {
    const auto& connection = view.effective.connection;
    if (!connection || (!connection_id.empty() && connection->id != connection_id)) {
      continue;
    }
    if (place.like.connection_id.empty() || (!place.by_file && view.by_file())) {
      place.like.connection_id = connection->id;
      place.like.connection_generation = connection->generation;
      place.sis_name = settings::shown_name(*connection);
      place.version = connection->version;
      place.manner = view.profile == nullptr ? oneroster::FileManner{} : view.profile->file;
      place.by_file = view.by_file();
      held = decision::is_in_trial(view.effective) ? Code::in_trial
             : view.effective.paused.has_value()   ? Code::sync_paused
                                                   : Code::none;
    }
  }
  place.like.class_id = asker.class_id;
  place.like.school_year = asker.school_year;
  PASSBACK_TRY_AS(const auto hold, outbox::site_hold(work.transaction));
  place.hold = hold.why == Code::none ? held : hold.why;
  return place;
}

/// "1 grade", "24 grades": the keys of the two texts.
Phrase how_many(std::int64_t count, std::string_view one, std::string_view more) {
  return say(count == 1 ? one : more, {{"count", std::to_string(count)}});
}

json::object document_of(const GradeFile& file, const FilePlace& place) {
  json::object document{{"id", file.id},
                        {"made_unix_ms", file.made_unix_ms},
                        {"made_by", file.made_by},
                        {"state", grade_file_state(file.state)},
                        {"words", place.words.say(grade_file_words(file, place.sis_name))},
                        {"rows", json::object{{"categories", file.categories},
                                              {"line_items", file.line_items},
                                              {"results", file.results},
                                              {"withdrawn", file.withdrawn}}},
                        {"kept", !file.contents.empty()}};
  if (file.answered_unix_ms != 0) {
    document["answered_unix_ms"] = file.answered_unix_ms;
    document["answered_by"] = file.answered_by;
  }
  return document;
}

json::object reply_of(const FilePlace& place) {
  return {{"schema", "lms.grade_file/1"},
          {"ok", true},
          {"sis_name", place.sis_name},
          {"connection_id", place.like.connection_id}};
}

Reply no_file(const FilePlace& place, const Phrase& sentence, json::array skipped = {}) {
  auto document = result_document(place.words, false, sentence);
  if (!skipped.empty()) {
    document["skipped"] = std::move(skipped);
  }
  return {json::serialize(document), false};
}

std::vector<oneroster::MadeFile> files_of(const FilePlace& place,
                                          const std::vector<oneroster::FileRecord>& rows,
                                          std::int64_t now_unix_ms) {
  return place.manner.form == oneroster::FileForm::scores
             ? oneroster::score_files(place.manner, rows)
             : oneroster::gradebook_bundle(place.version, rows, now_unix_ms);
}

json::array contents_of(const std::vector<oneroster::MadeFile>& files) {
  json::array list;
  for (const auto& file : files) {
    list.push_back(json::object{{"name", file.name},
                                {"media_type", file.media_type},
                                {"content_base64", oneroster::base64(file.text)}});
  }
  return list;
}

/// Puts what is due into one file, a transaction at a time: the lock is never held for long.
class Making {
 public:
  Making(const ActionParts& parts, const Asker& asker, FilePlace place, milliseconds deadline)
      : parts_(parts), asker_(asker), place_(std::move(place)), deadline_(deadline) {
    file_ = place_.like;
    file_.made_by = asker.user.value;
  }

  Result<Reply> run(json::array skipped);

 private:
  Status put_in(const std::vector<std::int64_t>& ids, std::size_t from, std::size_t to);
  Status finish(const json::array& contents);
  void count(const oneroster::FileRecord& row);
  /// What was put in is due again: nobody has got the file.
  Status give_up();

  const ActionParts& parts_;
  const Asker& asker_;
  FilePlace place_;
  milliseconds deadline_;
  GradeFile file_;
  std::vector<oneroster::FileRecord> rows_;
  std::map<std::int64_t, Code> left_out_;
};

Status Making::put_in(const std::vector<std::int64_t>& ids, std::size_t from, std::size_t to) {
  std::vector<oneroster::FileRecord> rows;
  std::map<std::int64_t, Code> left_out;
  GradeFile file;
  const auto put_all = commit_work(parts_, deadline_, [&](decision::UnitOfWork& work) -> Status {
    rows.clear();
    left_out.clear();
    file = file_;
    if (file.id == 0) {
      file.made_unix_ms = work.now_unix_ms;
      PASSBACK_TRY(outbox::put_grade_file(work.transaction, file));
    }
    for (std::size_t i = from; i < to; ++i) {
      PASSBACK_TRY_AS(auto put, intake::put_into_file(work, file, ids[i], actor_of(asker_)));
      if (put.row) {
        rows.push_back(std::move(*put.row));
      } else if (put.reason != Code::none) {
        left_out[ids[i]] = put.reason;
      }
    }
    return ok_status();
  });
  if (!put_all) {
    return put_all;
  }
  file_ = std::move(file);
  std::ranges::move(rows, std::back_inserter(rows_));
  left_out_.merge(left_out);
  return ok_status();
}

void Making::count(const oneroster::FileRecord& row) {
  auto& counter = row.kind == oneroster::FileRecordKind::category    ? file_.categories
                  : row.kind == oneroster::FileRecordKind::line_item ? file_.line_items
                                                                     : file_.results;
  ++counter;
  file_.withdrawn += row.withdrawn ? 1 : 0;
}

Status Making::finish(const json::array& contents) {
  file_.state = GradeFileState::open;
  file_.contents = json::serialize(contents);
  return commit_work(parts_, deadline_, [&](decision::UnitOfWork& work) -> Status {
    auto file = file_;
    PASSBACK_TRY(outbox::put_grade_file(work.transaction, file));
    return outbox::forget_old_contents(work.transaction, file);
  });
}

Status Making::give_up() {
  return commit_work(parts_, deadline_, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(const auto ids, intake::records_in_file(work, file_));
    for (const auto id : ids) {
      PASSBACK_TRY(intake::answer_for_file(work, file_, id, false, actor_of(asker_)));
    }
    auto file = file_;
    file.state = GradeFileState::not_taken;
    file.contents.clear();
    return outbox::put_grade_file(work.transaction, file);
  });
}

Result<Reply> Making::run(json::array skipped) {
  std::vector<std::int64_t> ids;
  PASSBACK_TRY(read_work(parts_, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(ids, intake::records_for_file(work, place_.like));
    return ok_status();
  }));
  Status done = ok_status();
  for (std::size_t from = 0; done && from < ids.size(); from += kChunk) {
    done = put_in(ids, from, std::min(ids.size(), from + kChunk));
  }
  json::array contents;
  if (done && file_.id != 0) {
    std::ranges::for_each(rows_, [&](const auto& row) { count(row); });
    contents = contents_of(files_of(place_, rows_, file_.made_unix_ms));
    // Activities alone say nothing in files of scores: they go along with the next score.
    rows_ = contents.empty() ? std::vector<oneroster::FileRecord>() : std::move(rows_);
    done = rows_.empty() ? give_up() : finish(contents);
  }
  if (!done) {
    if (file_.id != 0) {
      static_cast<void>(
          give_up()); // should it fail, the next file takes them in (file_delivery.cpp)
    }
    return done.error();
  }
  for (const auto& [id, code] : left_out_) {
    skipped.push_back(json::object{{"id", id}, {"reason", reason_object(code, place_.words)}});
  }
  if (rows_.empty()) {
    const auto why =
        say(skipped.empty() ? "grade_file.nothing_waits" : "grade_file.nothing_can_go");
    return no_file(place_, why, std::move(skipped));
  }
  auto reply = reply_of(place_);
  put_phrase(reply, "message", place_.words,
             say("grade_file.made",
                 {{"grades", how_many(file_.results, "grade_file.grade", "grade_file.grades")},
                  {"activities",
                   how_many(file_.line_items, "grade_file.activity", "grade_file.activities")},
                  {"sis", place_.sis_name}}));
  reply["file"] = document_of(file_, place_);
  reply["files"] = std::move(contents);
  reply["skipped"] = std::move(skipped);
  return Reply{json::serialize(reply), true};
}

/// Of the class, by the number that people were given.
Result<std::optional<GradeFile>> asked_file(decision::UnitOfWork& work, const FilePlace& place,
                                            std::int64_t id) {
  PASSBACK_TRY_AS(auto file, outbox::grade_file(work.transaction, id));
  const bool ours = file && file->class_id == place.like.class_id &&
                    file->school_year == place.like.school_year &&
                    file->connection_id == place.like.connection_id;
  return ours ? std::move(file) : std::optional<GradeFile>();
}

Reply no_such_file(const FilePlace& place) {
  return no_file(place, say("grade_file.no_such_file"));
}

Result<Reply> answer_file(const ActionParts& parts, const Asker& asker, const FilePlace& place,
                          std::int64_t id, bool taken, milliseconds deadline) {
  std::optional<GradeFile> file;
  std::vector<std::int64_t> ids;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(file, asked_file(work, place, id));
    if (file) {
      PASSBACK_TRY_AS(ids, intake::records_in_file(work, *file));
    }
    return ok_status();
  }));
  if (!file) {
    return no_such_file(place);
  }
  if (file->state == GradeFileState::taken || file->state == GradeFileState::not_taken) {
    return no_file(
        place, say("grade_file.said_already", {{"said", grade_file_words(*file, place.sis_name)}}));
  }
  std::int64_t answered = 0;
  // The file last: whoever is stopped half way says it again, and the rest follows.
  for (std::size_t from = 0; from < ids.size(); from += kChunk) {
    const auto to = std::min(ids.size(), from + kChunk);
    std::int64_t now = 0;
    PASSBACK_TRY(commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
      now = 0;
      for (std::size_t i = from; i < to; ++i) {
        PASSBACK_TRY_AS(const auto done,
                        intake::answer_for_file(work, *file, ids[i], taken, actor_of(asker)));
        now += done ? 1 : 0;
      }
      return ok_status();
    }));
    answered += now;
  }
  const auto told = commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
    auto said = *file;
    said.state = taken ? GradeFileState::taken : GradeFileState::not_taken;
    said.answered_by = asker.user.value;
    said.answered_unix_ms = work.now_unix_ms;
    PASSBACK_TRY(outbox::put_grade_file(work.transaction, said));
    file = std::move(said);
    return ok_status();
  });
  if (!told) {
    return told.error();
  }
  auto reply = reply_of(place);
  Phrase message = how_many(answered, "grade_file.row_waits", "grade_file.rows_wait");
  if (taken) {
    message = say(answered == 1 ? "grade_file.row_taken" : "grade_file.rows_taken",
                  {{"count", std::to_string(answered)}, {"sis", place.sis_name}});
  }
  put_phrase(reply, "message", place.words, message);
  reply["file"] = document_of(*file, place);
  return Reply{json::serialize(reply), true};
}

Result<Reply> list_files(const ActionParts& parts, const FilePlace& place) {
  json::array list;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    list.clear();
    PASSBACK_TRY_AS(const auto files, outbox::grade_files(work.transaction, place.like));
    for (const auto& file : files) {
      list.push_back(document_of(file, place));
    }
    return ok_status();
  }));
  auto reply = reply_of(place);
  reply["made"] = std::move(list);
  return Reply{json::serialize(reply), false};
}

Result<Reply> download(const ActionParts& parts, const FilePlace& place, std::int64_t id) {
  std::optional<GradeFile> file;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(file, asked_file(work, place, id));
    return ok_status();
  }));
  if (!file) {
    return no_such_file(place);
  }
  boost::system::error_code unread;
  auto contents = json::parse(file->contents, unread);
  if (file->contents.empty() || unread) {
    return no_file(place, say("grade_file.not_kept"));
  }
  auto reply = reply_of(place);
  reply["file"] = document_of(*file, place);
  reply["files"] = std::move(contents);
  return Reply{json::serialize(reply), false};
}

} // namespace

bool is_file_op(std::string_view op) {
  return std::ranges::find(kOps, op) != std::end(kOps);
}

Result<Reply> use_grade_files(const ActionParts& parts, const Asker& asker, std::string_view op,
                              const json::object& object, json::array skipped,
                              milliseconds deadline) {
  std::vector<Problem> problems;
  const InputReader reader(object, "", problems);
  FilePlace place;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(place, file_place_of(work, asker, language_of(parts, asker),
                                         reader.text("connection_id").value.value_or("")));
    return ok_status();
  }));
  if (op == "make_file") {
    if (!place.by_file) {
      return no_file(place, say("grade_file.not_by_file"));
    }
    if (place.hold != Code::none) {
      return no_file(place, texts::sentence_of(place.hold));
    }
    return Making(parts, asker, place, deadline).run(std::move(skipped));
  }
  if (op == "files") {
    return list_files(parts, place);
  }
  const auto id = reader.integer("id").value_or(0);
  return op == "file" ? download(parts, place, id)
                      : answer_file(parts, asker, place, id, op == "file_taken", deadline);
}

} // namespace passback::actions
