// PDFs of strangers: where they are signed.

#include "fuzz.h"
#include "pki/pdf_signature.h"
#include "pki/signed_data.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace certhall;
  const auto file = fuzz::text_of(data, size);
  (void)pki::is_pdf(file);
  const auto found = pki::find_pdf_signatures(file);
  fuzz::require(found.size() <= pki::kMostPdfSignatures, "no more than are promised");
  for (const auto& each : found) {
    if (!each.readable) continue;
    fuzz::require(each.before.data() == file.data(), "what is signed begins with the file");
    fuzz::require(each.before.size() + each.after.size() < file.size(), "there is a gap");
    fuzz::require(each.after.data() + each.after.size() <= file.data() + file.size(),
                  "and all of it lies within");
    (void)pki::parse_signed_data(each.contents);
  }
  return 0;
}
