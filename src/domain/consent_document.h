#pragma once
// The documents of data/consents/*.md: front matter between two lines "---", then Markdown.

#include <string_view>

#include "base/result.h"
#include "domain/consent.h"
#include "domain/text_lines.h"

namespace certhall::domain {

/// `invalid` names the missing or unknown line. The digest is that of ConsentDocument.
[[nodiscard]] Result<ConsentDocument> parse_consent_document(std::string_view text);
/// The text that parses to the document.
[[nodiscard]] std::string consent_text(const ConsentDocument& document);
/// All that is wrong in a new version of the document `code`: its front matter, and lines that the
/// pages would not show as they are meant (HTML, tables, pictures, links).
[[nodiscard]] TextProblems check_consent_text(std::string_view text, std::string_view code);

}  // namespace certhall::domain
