// The structures of SKF tokens: what a maker's library hands back, and what is made for it.

#include "pki/skf.h"
#include "fuzz.h"
#include "pki/der.h"

namespace certhall::fuzz {
namespace {

bool is_signature(std::string_view der) {
  bool ok = true;
  pki::der::Reader whole(der, ok);
  pki::der::Reader parts = whole.enter(pki::der::kSequence);
  whole.end();
  (void)parts.integer();
  (void)parts.integer();
  parts.end();
  return ok;
}

}  // namespace
}  // namespace certhall::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace certhall;
  const auto input = fuzz::text_of(data, size);
  if (const auto spki = pki::skf::spki(input)) {
    const auto key = pki::PublicKey::from_spki(*spki);  // a point beside the curve is refused there
    fuzz::require(!key || key->spki() == *spki, "a token's key is the key that is read");
  }
  if (const auto signature = pki::skf::signature(input))
    fuzz::require(fuzz::is_signature(*signature), "a token's signature is DER");
  // Rough sizes of ENVELOPEDKEYBLOB and ECCCIPHERBLOB without their ciphertext.
  if (const auto envelope = pki::skf::enveloped_key(input))
    fuzz::require(envelope->size() > 372 && envelope->size() < 372 + input.size(), "its size");
  if (const auto cipher = pki::skf::cipher(input))
    fuzz::require(cipher->size() > 164 && cipher->size() < 164 + input.size(), "its size");
  return 0;
}
