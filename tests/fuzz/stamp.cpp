// Time-stamp requests, responses and tokens, and signed data and certificates of anybody: what
// /tsa and 证书核验 are sent.

#include "fuzz.h"
#include "pki/outside_certificate.h"
#include "pki/tsp.h"

namespace certhall::fuzz {
namespace {

void look_at(const pki::SignedData& data) {
  const std::string content = data.content.value_or("content");
  for (const auto& der : data.certificates) {
    const auto certificate = pki::read_certificate(der);
    if (!certificate) continue;
    (void)pki::signed_by(*certificate, certificate->spki);
    for (const auto& signer : data.signers) {
      (void)pki::is_of(signer, *certificate);
      (void)pki::content_fits(signer, content);
      (void)pki::signature_fits(signer, content, certificate->spki);
    }
  }
}

void write_again(const pki::TimeStampRequest& request) {
  const auto again = pki::parse_time_stamp_request(pki::build_time_stamp_request(request));
  require(again.has_value(), "a request that was read can be written");
  require(again->imprint == request.imprint && again->nonce == request.nonce &&
              again->policy == request.policy &&
              again->certificate_wanted == request.certificate_wanted,
          "and says the same");
}

}  // namespace
}  // namespace certhall::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace certhall;
  const auto der = fuzz::text_of(data, size);
  if (const auto request = pki::parse_time_stamp_request(der)) fuzz::write_again(*request);
  const auto token = pki::token_of_response(der).value_or(std::string(der));
  if (const auto signed_data = pki::parse_signed_data(token)) fuzz::look_at(*signed_data);
  if (const auto stamp = pki::parse_time_stamp_token(token))
    for (const auto& certificate : stamp->signed_data.certificates)
      (void)pki::verify_time_stamp(*stamp, certificate);
  return 0;
}
