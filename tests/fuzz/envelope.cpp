// Envelopes of encryption keys, as the key management centre and other makers write them.

#include "pki/envelope.h"
#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace certhall;
  static const auto kToken = fuzz::example_key();
  const auto key = pki::open_encryption_key(fuzz::text_of(data, size), kToken);
  if (!key) return 0;
  const std::string cipher = key->public_key().encrypt("标书");
  const auto plain = key->decrypt(cipher);
  fuzz::require(plain && plain->reveal() == "标书", "the key that comes out is a pair");
  return 0;
}
