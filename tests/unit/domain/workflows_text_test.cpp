#include "domain/workflows_text.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "unit/domain/test_files.h"

namespace certhall::domain {
namespace {

TEST(WorkflowsPage, IsWhatTheTablesSay) {
  const std::string page = workflows_markdown();
  if (std::getenv("CERTHALL_UPDATE_GOLDEN") != nullptr)
    write_file_durably(repository_path("docs/workflows.md"), page, 0644);
  EXPECT_EQ(page, repository_file("docs/workflows.md"))
      << "run this test with CERTHALL_UPDATE_GOLDEN=1 and commit docs/workflows.md";
}

}  // namespace
}  // namespace certhall::domain
