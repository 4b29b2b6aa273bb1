// The generated files that are committed, so that a change of the contract is read as a diff.
// CERTHALL_UPDATE_GOLDEN=1 writes them anew.

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "api/openapi.h"
#include "api/permissions.h"
#include "base/files.h"

namespace certhall::api {
namespace {

void expect_committed(const std::string& path, const std::string& text) {
  const std::filesystem::path file = std::filesystem::path(CERTHALL_SOURCE_DIR) / path;
  if (std::getenv("CERTHALL_UPDATE_GOLDEN") != nullptr) write_file_durably(file, text, 0644);
  EXPECT_TRUE(read_file(file) == text)
      << path << " is not what src/api says; run unit_api with CERTHALL_UPDATE_GOLDEN=1 and review "
      << "the difference";
}

TEST(Golden, TheOpenapiDocumentIsCommitted) {
  expect_committed("api/openapi.json", openapi_text());
}

TEST(Golden, ThePermissionTableIsCommitted) {
  expect_committed("docs/permissions.md", permissions_markdown());
}

}  // namespace
}  // namespace certhall::api
