// What carries encryption keys: every form of the envelope, from the key management centre and from
// other makers, the messages around it, and the structures of SKF tokens.

#include "pki/envelope.h"
#include "fuzz.h"
#include "pki/der.h"
#include "pki/key_message.h"
#include "pki/skf.h"

namespace certhall::fuzz {
namespace {

using pki::Algorithm;

void works(const Result<pki::PrivateKey>& key) {
  if (!key) return;
  const auto signature = key->sign("标书");
  require(key->public_key().verify("标书", signature), "the key that comes out is a pair");
}

void open(std::string_view input) {
  static const auto kToken = example_key();
  static const auto kAuthority = example_authority();
  static const auto kOther = example_key(Algorithm::p256_sha256);
  for (const auto form :
       {pki::EnvelopeForm::natural, pki::EnvelopeForm::skf, pki::EnvelopeForm::sdf})
    works(pki::open_key(input, kToken, form));
  works(pki::open_key(input, kOther, pki::EnvelopeForm::natural));
  works(pki::open_key_signed(input, kToken, kAuthority.spki));
  if (const auto response = pki::read_key_response(input)) {
    const auto again = pki::read_key_response(pki::write_key_response(*response));
    require(again && again->enveloped_key == response->enveloped_key &&
                again->signing_certificates == response->signing_certificates &&
                again->encryption_certificates == response->encryption_certificates,
            "a response that was read is written and read alike");
  }
}

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

void read_structures(std::string_view input) {
  if (const auto spki = pki::skf::spki(input)) {
    const auto key = pki::PublicKey::from_spki(*spki);  // a point beside the curve is refused there
    require(!key || key->spki() == *spki, "a token's key is the key that is read");
  }
  if (const auto signature = pki::skf::signature(input))
    require(is_signature(*signature), "a token's signature is DER");
  // The sizes of ENVELOPEDKEYBLOB and ECCCIPHERBLOB without their ciphertext.
  if (const auto envelope = pki::skf::enveloped_key(input))
    require(envelope->size() > 372 && envelope->size() < 372 + input.size(), "its size");
  if (const auto cipher = pki::skf::cipher(input))
    require(cipher->size() > 164 && cipher->size() < 164 + input.size(), "its size");
}

}  // namespace
}  // namespace certhall::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = certhall::fuzz::text_of(data, size);
  certhall::fuzz::open(input);
  certhall::fuzz::read_structures(input);
  return 0;
}
