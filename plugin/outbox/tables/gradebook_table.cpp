#include "plugin/outbox/tables/gradebook_table.hpp"

#include <string>

#include "plugin/outbox/tables/query.hpp"

namespace passback::outbox {

namespace {

// The changed ids stand in a table of their own: most classes and people have none.
IdsBefore read_before(Statement& row) {
  IdsBefore before;
  before.change = row.integer_as<IdChange>();
  before.class_sis_id.value = row.text();
  before.user_sis_id.value = row.text();
  return before;
}

std::string select_class(std::string_view rest) {
  return "SELECT class.class_id, class.school_year, class.domain_id, class.incarnation, "
         "class.host_rev, class.host_epoch, class.facts, class.custom, "
         "coalesce(changed_id.change, 0), coalesce(changed_id.class_before, ''), "
         "coalesce(changed_id.user_before, '') FROM class LEFT JOIN changed_id "
         "ON changed_id.class_id = class.class_id AND changed_id.school_year = class.school_year "
         "AND changed_id.user_id = '' " +
         std::string(rest);
}

std::string select_enrolment(std::string_view rest) {
  return "SELECT enrolment.class_id, enrolment.school_year, enrolment.user_id, enrolment.role, "
         "enrolment.class_sis_id, enrolment.user_sis_id, enrolment.ended, enrolment.host_rev, "
         "enrolment.host_epoch, enrolment.seq, enrolment.domain_id, enrolment.custom_class, "
         "enrolment.custom_user, coalesce(changed_id.change, 0), "
         "coalesce(changed_id.class_before, ''), coalesce(changed_id.user_before, '') "
         "FROM enrolment LEFT JOIN changed_id ON changed_id.class_id = enrolment.class_id "
         "AND changed_id.school_year = enrolment.school_year "
         "AND changed_id.user_id = enrolment.user_id WHERE enrolment.class_id = ?1 "
         "AND enrolment.school_year = ?2 " +
         std::string(rest);
}

ClassRow read_class(Statement& row) {
  ClassRow out;
  out.class_id.value = row.text();
  out.school_year.value = row.text();
  out.domain_id.value = row.text();
  out.incarnation = row.integer();
  out.host_rev = row.integer();
  out.host_epoch = row.integer();
  out.facts = row.text();
  out.custom = gradebook::custom_id_from_text(row.text());
  out.ids_before = read_before(row);
  return out;
}

EnrolmentRow read_enrolment(Statement& row) {
  EnrolmentRow out;
  out.class_id.value = row.text();
  out.school_year.value = row.text();
  out.user_id = row.text();
  out.role = row.integer_as<std::int32_t>();
  out.class_sis_id.value = row.text();
  out.user_sis_id.value = row.text();
  out.ended = row.integer() != 0;
  out.host_rev = row.integer();
  out.host_epoch = row.integer();
  out.seq = row.integer();
  out.domain_id.value = row.text();
  out.custom_class = gradebook::custom_id_from_text(row.text());
  out.custom_user = gradebook::custom_id_from_text(row.text());
  out.ids_before = read_before(row);
  return out;
}

} // namespace

Result<std::optional<DomainRow>> GradebookTable::domain(const gradebook::DomainId& id) {
  return first_row<DomainRow>(
      database_.prepare("SELECT parent_id, title FROM domain WHERE id = ?1", id.value),
      [&](Statement& row) {
        DomainRow out{id, gradebook::DomainId(row.text()), {}};
        out.title = row.text();
        return out;
      });
}

Status GradebookTable::put_domain(const DomainRow& row) {
  return database_.run("INSERT INTO domain (id, parent_id, title) VALUES (?1, ?2, ?3) "
                       "ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, "
                       "title = excluded.title",
                       row.id.value, row.parent_id.value, row.title);
}

Result<std::optional<ClassRow>> GradebookTable::lms_class(const gradebook::ClassId& id,
                                                          const gradebook::SchoolYear& year) {
  static const std::string kOne =
      select_class("WHERE class.class_id = ?1 AND class.school_year = ?2");
  return first_row<ClassRow>(database_.prepare(kOne, id.value, year.value), read_class);
}

Status GradebookTable::put_class(const ClassRow& row) {
  return database_.run(
      "INSERT INTO class (class_id, school_year, domain_id, incarnation, host_rev, host_epoch, "
      "facts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (class_id, school_year) DO UPDATE "
      "SET domain_id = excluded.domain_id, incarnation = excluded.incarnation, "
      "host_rev = excluded.host_rev, host_epoch = excluded.host_epoch, facts = excluded.facts",
      row.class_id.value, row.school_year.value, row.domain_id.value, row.incarnation, row.host_rev,
      row.host_epoch, row.facts);
}

Result<std::optional<EnrolmentRow>> GradebookTable::enrolment(const gradebook::ClassId& id,
                                                              const gradebook::SchoolYear& year,
                                                              std::string_view user_id) {
  static const std::string kOne = select_enrolment("AND enrolment.user_id = ?3");
  return first_row<EnrolmentRow>(database_.prepare(kOne, id.value, year.value, user_id),
                                 read_enrolment);
}

Status GradebookTable::put_enrolment(const EnrolmentRow& row) {
  return database_.run(
      "INSERT INTO enrolment (class_id, school_year, user_id, role, class_sis_id, user_sis_id, "
      "ended, host_rev, host_epoch, seq, domain_id, custom_class, custom_user) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (class_id, "
      "school_year, "
      "user_id) DO UPDATE SET role = excluded.role, "
      "class_sis_id = excluded.class_sis_id, user_sis_id = excluded.user_sis_id, "
      "ended = excluded.ended, host_rev = excluded.host_rev, host_epoch = excluded.host_epoch, "
      "seq = excluded.seq, domain_id = excluded.domain_id, "
      "custom_class = excluded.custom_class, custom_user = excluded.custom_user",
      row.class_id.value, row.school_year.value, row.user_id, row.role, row.class_sis_id.value,
      row.user_sis_id.value, row.ended, row.host_rev, row.host_epoch, row.seq, row.domain_id.value,
      gradebook::to_text(row.custom_class), gradebook::to_text(row.custom_user));
}

Result<std::vector<ClassRow>> GradebookTable::classes(const gradebook::SchoolYear& year) {
  static const std::string kOfYear = select_class("WHERE ?1 = '' OR class.school_year = ?1 "
                                                  "ORDER BY class.class_id, class.school_year");
  return all_rows<ClassRow>(database_.prepare(kOfYear, year.value), read_class);
}

Result<std::vector<EnrolmentRow>> GradebookTable::enrolments(const gradebook::ClassId& id,
                                                             const gradebook::SchoolYear& year) {
  static const std::string kOfClass = select_enrolment("ORDER BY enrolment.user_id");
  return all_rows<EnrolmentRow>(database_.prepare(kOfClass, id.value, year.value), read_enrolment);
}

Status GradebookTable::put_custom_id(const ClassRow& row) {
  return database_.run("UPDATE class SET custom = ?3 WHERE class_id = ?1 AND school_year = ?2",
                       row.class_id.value, row.school_year.value, gradebook::to_text(row.custom));
}

Result<std::vector<EnrolmentRow>>
GradebookTable::enrolments_after(const gradebook::ClassId& id, const gradebook::SchoolYear& year,
                                 std::string_view after, int limit) {
  static const std::string kNext =
      select_enrolment("AND enrolment.user_id > ?3 ORDER BY enrolment.user_id LIMIT ?4");
  return all_rows<EnrolmentRow>(
      database_.prepare(kNext, id.value, year.value, after, static_cast<std::int64_t>(limit)),
      read_enrolment);
}

Result<std::vector<gradebook::DomainId>>
GradebookTable::own_domains(const gradebook::ClassId& id, const gradebook::SchoolYear& year) {
  return all_rows<gradebook::DomainId>(
      database_.prepare("SELECT DISTINCT domain_id FROM enrolment WHERE class_id = ?1 "
                        "AND (?2 = '' OR school_year = ?2) AND domain_id <> '' ORDER BY domain_id",
                        id.value, year.value),
      [](Statement& row) { return gradebook::DomainId(row.text()); });
}

Result<std::vector<OwnDomainRow>> GradebookTable::own_domains() {
  return all_rows<OwnDomainRow>(
      database_.prepare("SELECT DISTINCT class_id, school_year, domain_id FROM enrolment "
                        "WHERE domain_id <> '' ORDER BY class_id, school_year, domain_id"),
      [](Statement& row) {
        OwnDomainRow out;
        out.class_id.value = row.text();
        out.school_year.value = row.text();
        out.domain_id.value = row.text();
        return out;
      });
}

Status GradebookTable::forget_own_domain(const ClassRow& row, const gradebook::DomainId& domain) {
  return database_.run("UPDATE enrolment SET domain_id = '' WHERE class_id = ?1 "
                       "AND school_year = ?2 AND domain_id <> '' AND domain_id = ?3",
                       row.class_id.value, row.school_year.value, domain.value);
}

} // namespace passback::outbox
