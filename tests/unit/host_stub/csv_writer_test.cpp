#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host_stub/csv/reader.hpp"
#include "host_stub/csv/writer.hpp"

namespace host_stub::csv {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CsvWriter, WritesFieldsAsTheyAreWhereNothingNeedsQuotes) {
  Writer writer({"sourcedId", "title"});
  writer.add({"c-1", "Algebra 1"});
  EXPECT_EQ(writer.text(), "sourcedId,title\nc-1,Algebra 1\n");
  EXPECT_EQ(writer.rows(), 1U) << "the header is no row";
}

TEST(CsvWriter, WritesWhatTheReaderReadsBack) {
  Writer writer({"a", "b"});
  writer.add({"comma, and \"quotes\"", "two\r\nlines"});
  writer.add({"", "Zoë O'Bram"});
  const auto read = csv::read(writer.text());
  EXPECT_THAT(read.faults, IsEmpty());
  ASSERT_EQ(read.rows.size(), 3U);
  EXPECT_THAT(read.rows[1].fields, ElementsAre("comma, and \"quotes\"", "two\r\nlines"));
  EXPECT_THAT(read.rows[2].fields, ElementsAre("", "Zoë O'Bram"));
}

} // namespace
} // namespace host_stub::csv
