// The project itself against its own rules.

#include <algorithm>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "tidy/layers.h"
#include "tidy/style.h"

namespace certhall::tidy {
namespace {

const std::vector<SourceFile>& project() {
  static const std::vector<SourceFile> kFiles = read_project();
  return kFiles;
}

Layers layers() {
  std::ifstream file(CERTHALL_SOURCE_DIR "/src/LAYERS");
  return parse_layers(std::string(std::istreambuf_iterator<char>(file), {}));
}

void report(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) text += "\n  " + finding.where + ": " + finding.what;
  EXPECT_TRUE(findings.empty()) << text;
}

template <class Check>
void report_each(Check check) {
  std::vector<Finding> findings;
  for (const SourceFile& file : project())
    std::ranges::copy(check(file), std::back_inserter(findings));
  report(findings);
}

TEST(Project, IsRead) {
  EXPECT_GT(project().size(), 20U);
  EXPECT_GT(layers().size(), 5U);
}

TEST(Project, KeepsTheWallsBetweenTheRooms) { report(check_layers(layers(), project())); }

TEST(Project, HasNoCircleOfRooms) { report(check_no_circles(layers())); }

TEST(Project, KeepsLibrariesInTheirRooms) { report(check_libraries(project())); }

TEST(Project, HasFilesAndLinesOfReadableSize) { report_each(check_sizes); }

TEST(Project, HasFunctionsOfReadableSize) { report_each(check_functions); }

TEST(Project, AvoidsWhatTheStyleForbids) { report_each(check_words); }

TEST(Project, StartsEveryHeaderWithPragmaOnce) { report_each(check_headers); }

TEST(Project, NamesEveryEnumeratorInItsSwitches) { report_each(check_switches); }

TEST(Project, KeepsSqlInTheStore) { report_each(check_sql); }

TEST(Project, NamesTestsBySentences) { report_each(check_test_names); }

TEST(Project, LocksPackagesWithoutNamingARegistry) { report_each(check_lock_file); }

}  // namespace
}  // namespace certhall::tidy
