#pragma once
// The documents of data/consents/*.md: front matter between two lines "---", then Markdown.

#include <string_view>

#include "base/result.h"
#include "domain/consent.h"

namespace certhall::domain {

/// `invalid` names the missing or unknown line. The digest is that of ConsentDocument.
[[nodiscard]] Result<ConsentDocument> parse_consent_document(std::string_view text);

}  // namespace certhall::domain
