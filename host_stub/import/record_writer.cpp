#include "host_stub/import/record_writer.hpp"

#include <set>

#include "host_stub/gradebook/score_store.hpp"
#include "host_stub/support/instant.hpp"

namespace host_stub::import {
namespace {

// "a, b, active" → "excluded.a, excluded.b, excluded.active"
std::string prefixed(const std::string& columns, const std::string& prefix) {
  std::string text = prefix;
  for (char c : columns) {
    if (c != ' ') {
      text += c;
    }
    if (c == ',') {
      text += prefix;
    }
  }
  return text;
}

std::string placeholders(std::size_t count) {
  std::string text = "?";
  for (std::size_t i = 1; i < count; ++i) {
    text += ",?";
  }
  return text;
}

} // namespace

template <class... Values>
void RecordWriter::upsert(Change& change, const char* table, const Record& record,
                          const std::string& id, const char* columns, const Values&... values) {
  ++change.rows;
  auto before = db_.query("SELECT active FROM " + std::string(table) + " WHERE id = ?", id);
  bool existed = before.step();
  bool was_active = existed && before.integer(0) != 0;
  if (!existed && !record.active) {
    // Ended before this host ever knew it: kept all the same, because other rows may point to it.
    ++change.ended;
  }
  std::string own = std::string(columns) + ", active";
  auto changed = db_.run(
      "INSERT INTO " + std::string(table) + "(id, sis_id, " + own + ") VALUES (" +
          placeholders(sizeof...(values) + 3) + ") ON CONFLICT(id) DO UPDATE SET (" + own +
          ") = (" + prefixed(own, "excluded.") + ") WHERE (" +
          prefixed(own, std::string(table) + ".") + ") IS NOT (" + prefixed(own, "excluded.") + ")",
      id, record.id, values..., record.active);
  if (changed == 0) {
    return;
  }
  if (!existed) {
    change.added += record.active ? 1 : 0;
  } else if (was_active && !record.active) {
    ++change.ended;
  } else {
    ++change.updated;
  }
}

template <class R>
void RecordWriter::end_others(Change& change, const char* table, const std::vector<R>& named) {
  auto mode = records_.modes.find(change.file);
  if (mode == records_.modes.end() || mode->second != FileMode::bulk) {
    return;
  }
  std::set<std::string_view> ids;
  for (const R& record : named) {
    ids.insert(record.id);
  }
  auto stored = db_.query("SELECT id, sis_id FROM " + std::string(table) +
                          " WHERE active AND sis_id IS NOT NULL");
  std::vector<std::string> gone;
  while (stored.step()) {
    if (!ids.contains(stored.text(1))) {
      gone.push_back(stored.text(0));
    }
  }
  for (const std::string& id : gone) {
    change.ended += db_.run("UPDATE " + std::string(table) + " SET active = 0 WHERE id = ?", id);
  }
}

std::vector<Change> RecordWriter::write() {
  // Rows point to rows that come later (a child org before its parent); all of them are there at
  // the commit.
  db_.script("PRAGMA defer_foreign_keys = ON");
  return {write_orgs(),       write_sessions(), write_courses(),    write_classes(),
          write_users(),      write_roles(),    write_enrolments(), write_categories(),
          write_line_items(), write_results()};
}

Change RecordWriter::write_orgs() {
  Change change{.file = "orgs.csv"};
  for (const OrgRecord& org : records_.orgs) {
    auto parent = ids_.optional_id(Kind::org, org.parent_id).value_or(gradebook::kRootDomain);
    upsert(change, "domain", org, ids_.id(Kind::org, org.id), "parent_id, title, kind", parent,
           org.name, org.type);
  }
  end_others(change, "domain", records_.orgs);
  return change;
}

Change RecordWriter::write_sessions() {
  Change change{.file = "academicSessions.csv"};
  for (const SessionRecord& session : records_.sessions) {
    upsert(change, "session", session, ids_.id(Kind::session, session.id),
           "parent_id, title, kind, start_date, end_date, school_year",
           ids_.optional_id(Kind::session, session.parent_id), session.title, session.type,
           session.start_date, session.end_date, session.school_year);
  }
  end_others(change, "session", records_.sessions);
  return change;
}

Change RecordWriter::write_courses() {
  Change change{.file = "courses.csv"};
  for (const CourseRecord& course : records_.courses) {
    upsert(change, "course", course, ids_.id(Kind::course, course.id), "domain_id, title, code",
           ids_.id(Kind::org, course.org_id), course.title, course.code);
  }
  end_others(change, "course", records_.courses);
  return change;
}

std::string RecordWriter::school_year_of(const ClassRecord& one) {
  auto row = db_.query("SELECT school_year FROM session WHERE id = ?",
                       ids_.id(Kind::session, one.term_ids.front()));
  return row.step() ? row.text(0) : std::string();
}

Change RecordWriter::write_classes() {
  Change change{.file = "classes.csv"};
  for (const ClassRecord& one : records_.classes) {
    auto id = ids_.id(Kind::class_, one.id);
    upsert(change, "class", one, id, "title, code, domain_id, course_id, school_year", one.title,
           one.code, ids_.id(Kind::org, one.school_id), ids_.id(Kind::course, one.course_id),
           school_year_of(one));
    db_.run("DELETE FROM class_term WHERE class_id = ?", id);
    int place = 0;
    for (const std::string& term : one.term_ids) {
      db_.run("INSERT OR IGNORE INTO class_term(class_id, session_id, place) VALUES (?,?,?)", id,
              ids_.id(Kind::session, term), ++place);
    }
  }
  end_others(change, "class", records_.classes);
  return change;
}

Change RecordWriter::write_users() {
  Change change{.file = "users.csv"};
  for (const UserRecord& user : records_.users) {
    upsert(change, "user", user, ids_.id(Kind::user, user.id),
           "username, given_name, family_name, email", user.username, user.given_name,
           user.family_name, user.email);
  }
  end_others(change, "user", records_.users);
  return change;
}

Change RecordWriter::write_roles() {
  Change change{.file = records_.roles_file};
  auto mode = records_.modes.find(change.file);
  bool bulk = mode != records_.modes.end() && mode->second == FileMode::bulk;
  // A role has no id of its own in 1.1, so what a bulk file says replaces what was there.
  if (bulk) {
    db_.run(
        "DELETE FROM user_role WHERE user_id IN (SELECT id FROM user WHERE sis_id IS NOT NULL)");
  }
  if (records_.whole_parts) {
    for (const UserRecord& user : records_.users) {
      db_.run("DELETE FROM user_role WHERE user_id = ?", ids_.id(Kind::user, user.id));
    }
  }
  for (const RoleRecord& role : records_.roles) {
    // In 1.1 the role is a part of the user's row, which was counted already.
    change.rows += records_.roles_file == "roles.csv" ? 1 : 0;
    auto user = ids_.id(Kind::user, role.user_id);
    auto domain = ids_.id(Kind::org, role.org_id);
    if (role.active) {
      db_.run("INSERT OR IGNORE INTO user_role(user_id, domain_id, role) VALUES (?,?,?)", user,
              domain, role.role);
    } else {
      db_.run("DELETE FROM user_role WHERE user_id = ? AND domain_id = ? AND role = ?", user,
              domain, role.role);
    }
  }
  return change;
}

Change RecordWriter::write_enrolments() {
  Change change{.file = "enrollments.csv"};
  for (const EnrolmentRecord& enrolment : records_.enrolments) {
    auto row = db_.query("SELECT id FROM enrolment WHERE sis_id = ?", enrolment.id);
    auto id = row.step() ? row.text(0) : ids_.new_enrolment_id();
    upsert(change, "enrolment", enrolment, id,
           "class_id, user_id, role, is_primary, begin_date, end_date",
           ids_.id(Kind::class_, enrolment.class_id), ids_.id(Kind::user, enrolment.user_id),
           enrolment.role, enrolment.primary, enrolment.begin_date, enrolment.end_date);
  }
  end_others(change, "enrolment", records_.enrolments);
  if (records_.whole_parts) {
    end_other_enrolments_of_named_classes(change);
  }
  return change;
}

void RecordWriter::end_other_enrolments_of_named_classes(Change& change) {
  std::set<std::string> named;
  for (const EnrolmentRecord& enrolment : records_.enrolments) {
    named.insert(enrolment.id);
  }
  for (const ClassRecord& one : records_.classes) {
    std::vector<std::string> gone;
    auto stored = db_.query("SELECT id, sis_id FROM enrolment WHERE active AND sis_id IS NOT NULL "
                            "AND class_id = ?",
                            ids_.id(Kind::class_, one.id));
    while (stored.step()) {
      if (!named.contains(stored.text(1))) {
        gone.push_back(stored.text(0));
      }
    }
    for (const std::string& id : gone) {
      change.ended += db_.run("UPDATE enrolment SET active = 0 WHERE id = ?", id);
    }
  }
}

Change RecordWriter::write_categories() {
  Change change{.file = "categories.csv"};
  for (const CategoryRecord& category : records_.categories) {
    upsert(change, "category", category, ids_.id(Kind::category, category.id), "title, weight",
           category.title, category.weight);
  }
  end_others(change, "category", records_.categories);
  return change;
}

Change RecordWriter::write_line_items() {
  Change change{.file = "lineItems.csv"};
  for (const LineItemRecord& item : records_.line_items) {
    ++change.rows;
    if (!item.active || ids_.stored(Kind::line_item, item.id)) {
      continue;
    }
    change.added +=
        db_.run("INSERT INTO activity(id, sis_id, class_id, title, description, category_id, "
                "period_id, assign_date, due_date, "
                "points_possible, kind, published, counts, extra_credit, deleted, revision) "
                "VALUES (?,?,?,?,?,?,?,?,?,?,'activity',1,1,0,0,1)",
                ids_.id(Kind::line_item, item.id), item.id, ids_.id(Kind::class_, item.class_id),
                item.title, item.description, ids_.optional_id(Kind::category, item.category_id),
                ids_.optional_id(Kind::session, item.period_id), item.assign_date, item.due_date,
                item.result_value_max.value_or(100));
  }
  return change;
}

Change RecordWriter::write_results() {
  Change change{.file = "results.csv"};
  for (const ResultRecord& result : records_.results) {
    ++change.rows;
    // A line item that has ended in the SIS was not taken, and so its results are not.
    auto activity = ids_.stored(Kind::line_item, result.line_item_id);
    if (!result.active || !activity) {
      continue;
    }
    gradebook::ScoreFlags flags{.exempt = result.score_status == "exempt",
                                .missing = result.missing,
                                .late = result.late,
                                .incomplete = result.incomplete,
                                .submitted = result.score_status == "submitted" ||
                                             result.score_status == "fully graded" ||
                                             result.score_status == "partially graded"};
    change.added += db_.run(
        "INSERT OR IGNORE INTO score(activity_id, student_id, points, flags, comment, text_score, "
        "scored_unix_ms, host_rev) VALUES (?,?,?,?,?,?,?,1)",
        *activity, ids_.id(Kind::user, result.student_id), result.score, gradebook::to_bits(flags),
        result.comment, result.text_score, day_to_unix_ms(result.score_date));
  }
  return change;
}

} // namespace host_stub::import
