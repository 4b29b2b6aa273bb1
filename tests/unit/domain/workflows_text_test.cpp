#include "domain/workflows_text.h"

#include "support/committed.h"

namespace certhall::domain {
namespace {

TEST(Golden, TheWorkflowsAreCommitted) {
  expect_committed("docs/workflows.md", workflows_markdown());
}

}  // namespace
}  // namespace certhall::domain
