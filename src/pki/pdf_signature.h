#pragma once
// Where a PDF is signed (ISO 32000-1 12.8): for each signature what it is over and what it is. Only
// the /ByteRange arrays are looked for and the hex string in the gap of each; no object is read, no
// stream unpacked, so that nothing in a stranger's file is ever run through a decoder.

#include <string>
#include <string_view>
#include <vector>

namespace certhall::pki {

inline constexpr std::size_t kMostPdfSignatures = 16;

struct PdfSignature {
  bool readable = false;           // the range fits the file, and its gap is one hex string alone
  std::string contents;            // CMS, perhaps with zero bytes behind it
  std::string_view before, after;  // the signed bytes, on both sides of the gap
  bool covers_all = false;         // nothing follows them in the file but line ends
};

/// In their order in the file, which the answer's views point into; at most kMostPdfSignatures.
[[nodiscard]] std::vector<PdfSignature> find_pdf_signatures(std::string_view file);
/// Whether it is a PDF at all: its mark stands within the first 1024 bytes.
[[nodiscard]] bool is_pdf(std::string_view file);

}  // namespace certhall::pki
