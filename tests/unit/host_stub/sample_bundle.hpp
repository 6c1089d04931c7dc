#pragma once

#include "host_stub/import/bundle.hpp"

namespace host_stub::import {

// One school, one class, one teacher, two students: the smallest roster in which everything occurs.
inline Bundle sample_bundle_1_1() {
  return {
      {"orgs.csv", "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
                   "s-1,,,Harbor School,school,1,d-1\n"
                   "d-1,,,Lake District,district,9,\n"},
      {"academicSessions.csv",
       "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
       "y-1,,,2026-2027,schoolYear,2026-08-17,2027-06-11,,2027\n"
       "t-1,,,Fall,term,2026-08-17,2026-12-18,y-1,2027\n"},
      {"courses.csv", "sourcedId,title,courseCode,orgSourcedId\ncrs-1,Algebra,MATH,s-1\n"},
      {"classes.csv",
       "sourcedId,title,courseSourcedId,classCode,classType,schoolSourcedId,termSourcedIds\n"
       "c-1,Algebra 1,crs-1,MATH-1,scheduled,s-1,\"t-1,y-1\"\n"},
      {"users.csv", "sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName,email\n"
                    "u-1,true,s-1,teacher,ruth,Ruth,Kaplan,\n"
                    "u-2,true,s-1,student,amara,Amara,Okafor,\n"
                    "u-3,true,s-1,student,liam,Liam,Berg,\n"},
      {"enrollments.csv", "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,primary\n"
                          "e-1,c-1,s-1,u-1,teacher,true\n"
                          "e-2,c-1,s-1,u-2,student,false\n"
                          "e-3,c-1,s-1,u-3,student,false\n"},
  };
}

// The same in the 1.2 form: roles in a file of their own, line items with an academic session.
inline Bundle sample_bundle_1_2() {
  auto bundle = sample_bundle_1_1();
  bundle["users.csv"] =
      "sourcedId,enabledUser,username,givenName,familyName\n"
      "u-1,true,ruth,Ruth,Kaplan\nu-2,true,amara,Amara,Okafor\nu-3,true,liam,Liam,Berg\n";
  bundle["roles.csv"] =
      "sourcedId,userSourcedId,roleType,role,orgSourcedId\n"
      "r-1,u-1,primary,teacher,s-1\nr-2,u-2,primary,student,s-1\nr-3,u-3,primary,student,s-1\n"
      "r-4,u-1,secondary,districtAdministrator,d-1\n";
  bundle["categories.csv"] = "sourcedId,title,weight\ncat-1,Tests,40\n";
  bundle["lineItems.csv"] =
      "sourcedId,title,classSourcedId,categorySourcedId,academicSessionSourcedId,resultValueMax\n"
      "li-1,Quiz,c-1,cat-1,t-1,20\n";
  bundle["results.csv"] =
      "sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,late\n"
      "res-1,li-1,u-2,fully graded,17.5,2026-09-01,true\n"
      "res-2,li-1,u-3,exempt,,,\n";
  return bundle;
}

} // namespace host_stub::import
