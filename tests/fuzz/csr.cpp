// Certification requests of tokens.

#include "pki/csr.h"
#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace certhall;
  const auto request = pki::parse_certification_request(fuzz::text_of(data, size));
  if (!request) return 0;
  const auto key = pki::PublicKey::from_spki(request->spki);
  fuzz::require(key && key->algorithm() == request->algorithm,
                "what proved its possession is a key of that algorithm");
  (void)pki::to_text(request->subject);
  return 0;
}
