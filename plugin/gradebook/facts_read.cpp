#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "plugin/gradebook/facts.hpp"

namespace passback::gradebook {
namespace {

namespace json = boost::json;

// Facts nest three levels; what is deeper is damaged or hostile.
constexpr std::size_t kMaxDepth = 16;

/// Reads members of one object; remembers the first that has the wrong form.
class MemberReader {
 public:
  MemberReader(const json::object& object, std::string& wrong) : object_(object), wrong_(wrong) {}

  void text(std::string_view name, std::string& value) {
    if (const json::value* found = find(name)) {
      if (const json::string* string = found->if_string()) {
        value.assign(string->data(), string->size());
      } else {
        damaged(name);
      }
    }
  }
  template <class Tag> void id(std::string_view name, Id<Tag>& value) { text(name, value.value); }
  void number(std::string_view name, std::int64_t& value) {
    if (const json::value* found = find(name)) {
      if (const std::int64_t* number = found->if_int64()) {
        value = *number;
      } else {
        damaged(name);
      }
    }
  }
  void decimal(std::string_view name, std::optional<Decimal>& value) {
    if (const json::value* found = find(name)) {
      const json::string* string = found->if_string();
      auto parsed = string == nullptr
                        ? Result<Decimal>(Code::corrupt)
                        : Decimal::parse(std::string_view(string->data(), string->size()));
      if (parsed) {
        value = *parsed;
      } else {
        damaged(name);
      }
    }
  }
  void flag(std::string_view name, bool& value) {
    if (const json::value* found = find(name)) {
      if (const bool* boolean = found->if_bool()) {
        value = *boolean;
      } else {
        damaged(name);
      }
    }
  }
  template <class ReadItem> void list(std::string_view name, ReadItem read_item) {
    if (const json::value* found = find(name)) {
      const json::array* array = found->if_array();
      if (array == nullptr) {
        damaged(name);
        return;
      }
      for (const json::value& item : *array) {
        if (!read_item(item)) {
          damaged(name);
        }
      }
    }
  }
  template <class Tag> void ids(std::string_view name, std::vector<Id<Tag>>& values) {
    list(name, [&](const json::value& item) {
      const json::string* string = item.if_string();
      if (string == nullptr) {
        return false;
      }
      values.emplace_back(std::string(string->data(), string->size()));
      return true;
    });
  }
  void damaged(std::string_view name) {
    if (wrong_.empty()) {
      wrong_ = name;
    }
  }

 private:
  const json::value* find(std::string_view name) const { return object_.if_contains(name); }
  const json::object& object_;
  std::string& wrong_;
};

template <class Facts, class Read> Result<Facts> read_facts(std::string_view text, Read read) {
  json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::system::error_code error;
  const json::value value = json::parse(text, error, {}, options);
  const json::object* object = error ? nullptr : value.if_object();
  if (object == nullptr) {
    return Error{Code::corrupt, "stored facts are not a JSON object"};
  }
  Facts facts;
  std::string wrong;
  MemberReader members(*object, wrong);
  read(members, facts, wrong);
  if (!wrong.empty()) {
    return Error{Code::corrupt, "stored facts have a damaged member: " + wrong};
  }
  return facts;
}

void read_flags(MemberReader& members, ScoreFlags& flags) {
  members.flag("released", flags.released);
  members.flag("draft", flags.draft);
  members.flag("overridden", flags.overridden);
  members.flag("dropped", flags.dropped);
  members.flag("exempt", flags.exempt);
  members.flag("missing", flags.missing);
  members.flag("late", flags.late);
  members.flag("incomplete", flags.incomplete);
  members.flag("submitted", flags.submitted);
  members.flag("in_progress", flags.in_progress);
}

void read_kind(MemberReader& members, ActivityKind& kind) {
  auto number = static_cast<std::int64_t>(kind);
  members.number("kind", number);
  if (number < 1 || number > 3) {
    members.damaged("kind");
    return;
  }
  kind = static_cast<ActivityKind>(number);
}

} // namespace

Result<ScoreFacts> score_facts_from_json(std::string_view text) {
  return read_facts<ScoreFacts>(text, [](MemberReader& members, ScoreFacts& facts,
                                         std::string& wrong) {
    members.id("student_sis_id", facts.student_sis_id);
    members.decimal("points", facts.points);
    members.decimal("possible", facts.possible);
    members.text("text_score", facts.text_score);
    members.text("comment", facts.comment);
    members.number("scored_at", facts.scored_at_unix_ms);
    read_flags(members, facts.flags);
    members.list("objectives", [&](const json::value& item) {
      const json::object* object = item.if_object();
      if (object == nullptr) {
        return false;
      }
      ObjectiveScore score;
      MemberReader inner(*object, wrong);
      inner.text("objective_id", score.objective_id);
      inner.decimal("points", score.points);
      inner.decimal("possible", score.possible);
      inner.decimal("weight", score.weight);
      facts.objectives.push_back(std::move(score));
      return true;
    });
    members.decimal("counted_of", facts.counted_of);
  });
}

Result<ActivityFacts> activity_facts_from_json(std::string_view text) {
  return read_facts<ActivityFacts>(
      text, [](MemberReader& members, ActivityFacts& facts, std::string& wrong) {
        read_kind(members, facts.kind);
        members.text("title", facts.title);
        members.text("description", facts.description);
        members.decimal("points_possible", facts.points_possible);
        members.number("assigned_at", facts.assigned_at_unix_ms);
        members.number("due_at", facts.due_at_unix_ms);
        members.flag("dates_are_days", facts.dates_are_days);
        members.id("category_id", facts.category_id);
        members.text("category_title", facts.category_title);
        members.id("category_sis_id", facts.category_sis_id);
        members.id("grading_period_sis_id", facts.grading_period_sis_id);
        members.text("grading_period_id", facts.grading_period_id);
        members.text("scale_id", facts.scale_id);
        members.decimal("category_weight", facts.category_weight);
        members.flag("published", facts.published);
        members.flag("counts", facts.counts);
        members.flag("extra_credit", facts.extra_credit);
        members.flag("assigned_to_some", facts.assigned_to_some);
        members.list("student_dates", [&](const json::value& item) {
          const json::object* object = item.if_object();
          if (object == nullptr) {
            return false;
          }
          StudentDates dates;
          MemberReader inner(*object, wrong);
          inner.id("student_id", dates.student_id);
          inner.number("assigned_at", dates.assigned_at_unix_ms);
          inner.number("due_at", dates.due_at_unix_ms);
          facts.student_dates.push_back(std::move(dates));
          return true;
        });
      });
}

Result<CategoryFacts> category_facts_from_json(std::string_view text) {
  return read_facts<CategoryFacts>(text,
                                   [](MemberReader& members, CategoryFacts& facts, std::string&) {
                                     members.text("title", facts.title);
                                     members.decimal("weight", facts.weight);
                                   });
}

Result<ClassFacts> class_facts_from_json(std::string_view text) {
  return read_facts<ClassFacts>(text, [](MemberReader& members, ClassFacts& facts, std::string&) {
    members.text("title", facts.title);
    members.id("class_sis_id", facts.class_sis_id);
    members.id("school_sis_id", facts.school_sis_id);
    members.ids("term_sis_ids", facts.term_sis_ids);
    members.ids("former_class_sis_ids", facts.former_class_sis_ids);
    members.number("starts_at", facts.starts_at_unix_ms);
    members.number("ends_at", facts.ends_at_unix_ms);
  });
}

} // namespace passback::gradebook
