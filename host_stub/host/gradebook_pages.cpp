#include "host_stub/host/gradebook_pages.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "host_stub/host/facts.hpp"
#include "host_stub/host/gradebook_document.hpp"

namespace host_stub::host {
namespace json = boost::json;

namespace {

constexpr std::int64_t kMostOfAPage = 500;

std::string text_of(const json::object& asked, std::string_view member) {
  const auto* value = asked.if_contains(member);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::size_t limit_of(const json::object& asked) {
  const auto* value = asked.if_contains("limit");
  const auto limit = value != nullptr && value->is_int64() ? value->get_int64() : kMostOfAPage;
  return static_cast<std::size_t>(std::clamp<std::int64_t>(limit, 1, kMostOfAPage));
}

// "activity LF student": everything up to this cell has been shown; without a student the activity
// itself and nothing else of it.
struct Mark {
  std::string activity;
  std::string student;
};

Mark read_mark(const std::string& text) {
  const auto feed = text.find('\n');
  return feed == std::string::npos ? Mark{text, ""}
                                   : Mark{text.substr(0, feed), text.substr(feed + 1)};
}

bool stands_in(gradebook::RosterStore& roster, const std::string& domain,
               const gradebook::Class& in_class) {
  const auto path = roster.domain_path(in_class.domain_id);
  return domain.empty() || std::ranges::find(path, domain, &gradebook::Domain::id) != path.end();
}

json::object page_of_classes(gradebook::Gradebook& book, const json::object& asked,
                             json::object& answer) {
  gradebook::RosterStore roster(book);
  gradebook::ScoreStore scores(book);
  const auto domain = text_of(asked, "domain_id");
  const auto after = text_of(asked, "after");
  const auto limit = limit_of(asked);
  auto classes = roster.classes();
  std::ranges::sort(classes, {}, &gradebook::Class::id);
  json::array page;
  std::string next;
  for (const auto& one : classes) {
    if (one.id <= after || !one.active || !stands_in(roster, domain, one)) {
      continue;
    }
    if (page.size() == limit) {
      next = std::string(page.back().at("class_id").get_string());
      break;
    }
    page.push_back(json::object{{"class_id", one.id},
                                {"school_year", one.school_year},
                                {"domain_id", one.domain_id},
                                {"scores", scores.count_of_class(one.id)}});
  }
  answer["classes"] = std::move(page);
  return {{"next", next}};
}

// Collects a page; full once it holds as much as was asked for.
class ClassPage {
 public:
  ClassPage(gradebook::Gradebook& book, std::size_t limit) : facts_(book), limit_(limit) {}

  bool add(const gradebook::Activity& activity) {
    return add(activities_, activity, {activity.id, ""});
  }
  bool add(const gradebook::Score& score) {
    return add(scores_, score, {score.activity_id, score.student_id});
  }
  // One more than fits, to learn whether there is more.
  std::size_t wanted() const { return limit_ - count() + 1; }

  json::object finish(json::object& answer) {
    answer["activities"] = std::move(activities_);
    answer["scores"] = std::move(scores_);
    return {{"next", more_ ? last_.activity + "\n" + last_.student : ""}};
  }

 private:
  std::size_t count() const { return activities_.size() + scores_.size(); }
  template <class Thing> bool add(json::array& list, const Thing& thing, Mark mark) {
    if (count() == limit_) {
      more_ = true;
      return false;
    }
    list.push_back(to_document(facts_.fact_of(thing)));
    last_ = std::move(mark);
    return true;
  }

  FactReader facts_;
  std::size_t limit_;
  json::array activities_;
  json::array scores_;
  Mark last_;
  bool more_ = false;
};

void fill(gradebook::Gradebook& book, const std::string& class_id, const Mark& mark,
          ClassPage& page) {
  gradebook::ScoreStore scores(book);
  for (const auto& activity :
       gradebook::ActivityStore(book).activities_from(class_id, mark.activity)) {
    const bool begun = activity.id == mark.activity;
    if (!begun && !page.add(activity)) {
      return;
    }
    // What a deleted activity held goes with it.
    if (activity.deleted) {
      continue;
    }
    const auto after = begun ? mark.student : std::string();
    for (const auto& score : scores.scores_after(activity.id, after, page.wanted())) {
      if (!page.add(score)) {
        return;
      }
    }
  }
}

json::object page_of_class(gradebook::Gradebook& book, const json::object& asked,
                           json::object& answer) {
  const auto in_class = gradebook::RosterStore(book).class_of(text_of(asked, "class_id"));
  const auto year = text_of(asked, "school_year");
  // A class goes on from year to year under the same id; what belonged to another year is not here.
  const bool here =
      in_class && (year.empty() || in_class->school_year.empty() || year == in_class->school_year);
  ClassPage page(book, limit_of(asked));
  if (here) {
    fill(book, in_class->id, read_mark(text_of(asked, "after")), page);
  }
  auto told = page.finish(answer);
  told["scores"] = here ? gradebook::ScoreStore(book).count_of_class(in_class->id) : 0;
  return told;
}

} // namespace

Result<json::object> answer_page(gradebook::Gradebook& book, const json::object& asked) {
  json::object answer{{"schema", "lms.gradebook/1"}};
  const auto of = text_of(asked, "of");
  if (of == "classes") {
    answer["page"] = page_of_classes(book, asked, answer);
  } else if (of == "class") {
    answer["page"] = page_of_class(book, asked, answer);
  } else {
    return Failure{"page.of: expected classes or class.", ""};
  }
  return answer;
}

} // namespace host_stub::host
