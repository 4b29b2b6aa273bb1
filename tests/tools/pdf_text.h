#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace certhall::test {

/// The text of every page, without white space, as a reader would copy it.
[[nodiscard]] std::vector<std::string> pdf_text(std::string_view pdf);

/// A PDF of `pages` empty A4 pages.
[[nodiscard]] std::string empty_pdf(int pages);

}  // namespace certhall::test
