#pragma once
// The workflow tables as a page for people: docs/workflows.md, checked by a test.

#include <string>

namespace certhall::domain {

[[nodiscard]] std::string workflows_markdown();

}  // namespace certhall::domain
