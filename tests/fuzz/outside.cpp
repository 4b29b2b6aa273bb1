// What strangers drop on the verification page and send to the time-stamp service: certificates and
// signed data of anybody, signed PDFs, requests and tokens.

#include "fuzz.h"
#include "pki/outside_certificate.h"
#include "pki/pdf_signature.h"
#include "pki/tsp.h"

namespace certhall::fuzz {
namespace {

void look_at_signed_data(std::string_view input) {
  const auto data = pki::parse_signed_data(input);
  if (!data) return;
  const std::string content = data->content.value_or("标书");
  for (const auto& signer : data->signers) {
    (void)pki::content_fits(signer, content);
    for (const auto& der : data->certificates)
      if (const auto certificate = pki::read_certificate(der)) {
        (void)pki::is_of(signer, *certificate);
        (void)pki::signature_fits(signer, content, certificate->spki);
      }
  }
}

void look_at_certificate(std::string_view input) {
  static const auto kAuthority = example_authority();
  const auto certificate = pki::read_certificate(input);
  if (certificate) (void)pki::signed_by(*certificate, kAuthority.spki);
  require(certificate || !pki::parse_certificate(input),
          "whoever reads anybody's certificate reads ours");
}

void look_at_pdf(std::string_view input) {
  const auto inside = [&](std::string_view part) {
    return part.empty() || (part.data() >= input.data() &&
                            part.data() + part.size() <= input.data() + input.size());
  };
  const auto signatures = pki::find_pdf_signatures(input);
  require(signatures.size() <= pki::kMostPdfSignatures, "a PDF has so many signatures");
  for (const auto& each : signatures) {
    require(inside(each.before) && inside(each.after), "what is signed lies within the file");
    if (each.readable) look_at_signed_data(each.contents);
  }
}

void look_at_stamps(std::string_view input) {
  if (const auto request = pki::parse_time_stamp_request(input)) {
    const auto again = pki::parse_time_stamp_request(pki::build_time_stamp_request(*request));
    require(again && again->imprint == request->imprint && again->nonce == request->nonce &&
                again->policy == request->policy && again->digest_oid == request->digest_oid,
            "a request that was read is written and read alike");
  }
  const auto token = pki::token_of_response(input);
  const auto stamp = pki::parse_time_stamp_token(token ? std::string_view(*token) : input);
  if (!stamp) return;
  for (const auto& certificate : stamp->signed_data.certificates)
    (void)pki::verify_time_stamp(*stamp, certificate);
}

}  // namespace
}  // namespace certhall::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = certhall::fuzz::text_of(data, size);
  certhall::fuzz::look_at_certificate(input);
  certhall::fuzz::look_at_signed_data(input);
  certhall::fuzz::look_at_pdf(input);
  certhall::fuzz::look_at_stamps(input);
  return 0;
}
