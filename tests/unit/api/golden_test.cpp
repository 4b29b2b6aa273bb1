#include "api/openapi.h"
#include "api/permissions.h"
#include "support/committed.h"

namespace certhall::api {
namespace {

TEST(Golden, TheOpenapiDocumentIsCommitted) {
  expect_committed("api/openapi.json", openapi_text());
}

TEST(Golden, ThePermissionTableIsCommitted) {
  expect_committed("docs/permissions.md", permissions_markdown());
}

}  // namespace
}  // namespace certhall::api
