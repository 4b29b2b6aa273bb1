// OCSP requests, what is answered to them, and the answers of others.

#include "pki/ocsp.h"
#include "fuzz.h"

namespace certhall::fuzz {
namespace {

/// An answer as the hall would give it, and whether it says what was asked.
void answer(const pki::OcspRequest& request) {
  static const auto kAuthority = example_authority();
  static const pki::OcspIssuer kIssuer(kAuthority);
  static const pki::KeySigner kResponder(pki::PrivateKey::generate(pki::Algorithm::p256_sha256));
  pki::OcspAnswer answer{.produced_at = kNow, .responses = {}, .nonce = request.nonce};
  for (const auto& id : request.certificates) {
    const auto status =
        kIssuer.issued(id) ? pki::CertificateStatus::revoked : pki::CertificateStatus::unknown;
    answer.responses.push_back(
        {.id = id, .status = status, .revoked_at = kNow, .this_update = kNow, .next_update = kNow});
  }
  const auto read =
      pki::parse_ocsp_response(pki::build_ocsp_response(answer, kResponder, kAuthority.der));
  require(read.has_value(), "what answers a request can be read");
  require(read->answer.nonce == request.nonce, "the nonce comes back");
  require(read->answer.responses.size() == request.certificates.size(), "each is answered");
  for (std::size_t i = 0; i < request.certificates.size(); ++i)
    require(read->answer.responses[i].id.der == request.certificates[i].der,
            "the identifier comes back byte for byte");
  (void)pki::verify_ocsp_response(*read, kAuthority, kNow);
}

}  // namespace
}  // namespace certhall::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace certhall;
  static const auto kAuthority = fuzz::example_authority();
  const auto der = fuzz::text_of(data, size);
  if (const auto request = pki::parse_ocsp_request(der)) fuzz::answer(*request);
  if (const auto response = pki::parse_ocsp_response(der))
    (void)pki::verify_ocsp_response(*response, kAuthority, fuzz::kNow);
  return 0;
}
