#include "host_stub/import/record_reader.hpp"

namespace host_stub::import {

void read_structure(const TableSource& source, Records& records, Problems& problems) {
  FileReader files(source, records, problems);

  files.read("orgs.csv", {"sourcedId", "name", "type"}, records.orgs,
             [](const RowReader& row, const Table&, OrgRecord& org) {
               org.name = row.needed("name");
               org.type = row.needed_word(
                   "type", {"department", "school", "district", "local", "state", "national"});
               org.parent_id = row.text("parentSourcedId");
             });

  files.read(
      "academicSessions.csv", {"sourcedId", "title", "type", "startDate", "endDate", "schoolYear"},
      records.sessions, [](const RowReader& row, const Table&, SessionRecord& session) {
        session.title = row.needed("title");
        session.type = row.needed_word("type", {"gradingPeriod", "semester", "schoolYear", "term"});
        session.start_date = row.needed_date("startDate");
        session.end_date = row.needed_date("endDate");
        session.parent_id = row.text("parentSourcedId");
        session.school_year = row.needed("schoolYear");
        if (!session.end_date.empty() && session.end_date < session.start_date) {
          row.complain("endDate", "It is before the startDate.");
        }
        if (!session.school_year.empty() &&
            (session.school_year.size() != 4 ||
             session.school_year.find_first_not_of("0123456789") != std::string::npos)) {
          row.complain("schoolYear",
                       "It is not a year of four digits (the year in which the school year ends).");
        }
      });

  files.read("courses.csv", {"sourcedId", "title", "orgSourcedId"}, records.courses,
             [](const RowReader& row, const Table&, CourseRecord& course) {
               course.title = row.needed("title");
               course.code = row.text("courseCode");
               course.org_id = row.needed("orgSourcedId");
             });

  files.read("classes.csv",
             {"sourcedId", "title", "courseSourcedId", "schoolSourcedId", "termSourcedIds"},
             records.classes, [](const RowReader& row, const Table&, ClassRecord& one) {
               one.title = row.needed("title");
               one.code = row.text("classCode");
               one.course_id = row.needed("courseSourcedId");
               one.school_id = row.needed("schoolSourcedId");
               row.word("classType", {"homeroom", "scheduled"});
               row.needed("termSourcedIds");
               one.term_ids = row.list("termSourcedIds");
             });
}

} // namespace host_stub::import
