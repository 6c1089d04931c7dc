#include "plugin/actions/preview.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "plugin/actions/not_looked_at.hpp"
#include "plugin/actions/preview_notes.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/intake/records.hpp"
#include "plugin/platform/hash.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Kind;
using outbox::Record;
using outbox::State;

// Says which class a token is of without repeating ids of any length.
std::string place_of(const Asker& asker) {
  return platform::sha256_hex(std::to_string(asker.class_id.value.size()) + ":" +
                              asker.class_id.value + asker.school_year.value)
      .substr(0, 16);
}

bool shown(const Record& record) {
  return (record.key.kind == Kind::result || record.key.kind == Kind::line_item) &&
         record.observed.form != outbox::Form::none;
}

/// The number of no version that was ever observed.
constexpr std::int64_t kNeverSeen = -1;

} // namespace

std::string to_text(const PreviewToken& token, const Asker& asker) {
  return std::to_string(token.newest_seq) + "." + place_of(asker) + "." + token.activity_id.value;
}

std::optional<PreviewToken> read_token(std::string_view text, const Asker& asker) {
  const auto first = text.find('.');
  if (first == std::string_view::npos) {
    return std::nullopt;
  }
  const auto place = place_of(asker);
  const auto rest = text.substr(first + 1);
  if (!rest.starts_with(place) || rest.size() == place.size() || rest[place.size()] != '.') {
    return std::nullopt;
  }
  PreviewToken token;
  const auto read = std::from_chars(text.data(), text.data() + first, token.newest_seq);
  if (read.ec != std::errc() || read.ptr != text.data() + first) {
    return std::nullopt;
  }
  token.activity_id = gradebook::ActivityId(std::string(rest.substr(place.size() + 1)));
  return token;
}

bool is_offered(const Record& record) {
  return record.state == State::off && record.code == Code::other_sis;
}

bool would_send(const Record& record) {
  return record.state == State::manual || is_offered(record);
}

Result<json::object> preview_document(const ActionParts& parts, const Asker& asker,
                                      const CellFilter& filter) {
  json::object document;
  const auto read = read_desk(parts, [&](intake::Desk& desk) -> Status {
    document = {};
    auto view = desk.open_class(origin_of(asker));
    if (!view) {
      return view.error();
    }
    CellWriter writer(desk, *view);
    if (auto prepared = writer.prepare(filter.school_year); !prepared) {
      return prepared;
    }
    PreviewNotes notes(desk, *view);
    if (auto prepared = notes.prepare(); !prepared) {
      return prepared;
    }
    PreviewToken token{0, filter.activity_id};
    std::map<std::string, json::string> titles;
    json::array cells;
    std::int64_t sends = 0;
    const auto walked = each_record(desk, filter, [&](Record& record) {
      token.newest_seq = std::max(token.newest_seq, record.observed.seq);
      if (!shown(record) || (!intake::belongs_to(*view, record) && !is_offered(record))) {
        return ok_status();
      }
      auto cell = writer.cell_of(record);
      cell["will_send"] = would_send(record);
      sends += would_send(record) ? 1 : 0;
      if (auto said = notes.of(record); !said.empty()) {
        cell["notes"] = std::move(said);
      }
      const bool of_host = cell.if_contains("objective_id") == nullptr;
      if (record.key.kind == Kind::line_item && of_host && cell["value"].is_string()) {
        titles[record.key.activity_id.value] = cell["value"].get_string();
      }
      cells.push_back(std::move(cell));
      return ok_status();
    });
    if (!walked) {
      return walked;
    }
    for (auto& cell : cells) {
      auto& object = cell.get_object();
      const auto title = titles.find(std::string(object.at("activity_id").get_string()));
      if (title != titles.end()) {
        object["activity_title"] = title->second;
      }
    }
    document["schema"] = "lms.preview/1";
    document["class_id"] = asker.class_id.value;
    document["token"] = to_text(token, asker);
    document["will_send"] = sends;
    if (!view->effective.allowed) {
      document["off"] = reason_object(view->effective.why_not);
    }
    document["cells"] = std::move(cells);
    return add_not_looked_at(desk, *view, document);
  });
  if (!read) {
    return read.error();
  }
  return document;
}

Result<std::vector<intake::PersonalSend>> sends_of(const ActionParts& parts, const Asker& asker,
                                                   const PreviewToken& token) {
  std::vector<intake::PersonalSend> sends;
  CellFilter filter;
  filter.class_id = asker.class_id;
  filter.school_year = asker.school_year;
  filter.activity_id = token.activity_id;
  const auto read = read_desk(parts, [&](intake::Desk& desk) {
    sends.clear();
    return each_record(desk, filter, [&](Record& record) {
      if (shown(record) && would_send(record)) {
        // What is newer is skipped by its number, so that the person is told.
        const bool seen = record.observed.seq <= token.newest_seq;
        sends.push_back(
            {record.id, seen ? record.observed.seq : kNeverSeen, false, asker.user.value});
      }
      return ok_status();
    });
  });
  if (!read) {
    return read.error();
  }
  return sends;
}

} // namespace passback::actions
