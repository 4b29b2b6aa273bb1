// conformance_stamps <folder> <request>: answers a time-stamp request once in SM2 and once in
// P-256, each by an invented authority, into <folder>/sm2 and <folder>/p256. The files are DER.

#include <chrono>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/files.h"
#include "base/random.h"
#include "pki/ceremony.h"
#include "pki/oid.h"
#include "pki/serial.h"
#include "pki/tsp.h"

namespace certhall::pki {
namespace {

constexpr std::chrono::hours kHour{1};

Name name_of(std::string common_name) {
  return {{std::string(oid::kCountry), "CN"},
          {std::string(oid::kOrganization), "示例认证有限公司"},
          {std::string(oid::kCommonName), std::move(common_name)}};
}

template <class T>
T required(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

void make(const std::filesystem::path& folder, Algorithm algorithm,
          const TimeStampRequest& request) {
  std::filesystem::create_directories(folder);
  const KeySigner root(PrivateKey::generate(algorithm)), issuing(PrivateKey::generate(algorithm)),
      stamper(PrivateKey::generate(algorithm));
  SystemRandom random;
  const Timestamp now{SystemClock().now().seconds() * 1000};
  const CeremonyPlan plan{.profiles = demo_profiles({}, {}),
                          .root_name = name_of("示例根"),
                          .issuing_name = name_of("示例签发机构"),
                          .responder_name = name_of("示例 OCSP 应答"),
                          .start = now - kHour};
  const auto hierarchy = required(hold_ceremony(plan, root, issuing, stamper.spki(), random));
  const auto authority = required(parse_certificate(hierarchy.issuing));
  const auto certificate = required(issue({.profile = plan.profiles.time_stamp_signer,
                                           .issuer = issuer_of(authority),
                                           .subject = name_of("示例时间戳"),
                                           .subject_spki = stamper.spki(),
                                           .serial = new_serial(1, random),
                                           .not_before = now - kHour,
                                           .not_after = now + 24 * kHour,
                                           .identity = {}},
                                          issuing));
  const auto stamp = build_time_stamp({.policy = "2.999.3161",
                                       .digest_oid = request.digest_oid,
                                       .imprint = request.imprint,
                                       .serial = "0123456789abcdef",
                                       .time = now,
                                       .accuracy_ms = 1000,
                                       .nonce = request.nonce},
                                      certificate, algorithm);
  write_file_durably(folder / "root.cer", hierarchy.root);
  write_file_durably(folder / "issuing.cer", hierarchy.issuing);
  write_file_durably(folder / "response.tsr",
                     time_stamp_response(sign(stamp, stamper, {certificate})));
}

}  // namespace
}  // namespace certhall::pki

int main(int count, char** words) {
  using namespace certhall;
  try {
    if (count != 3) throw std::runtime_error("conformance_stamps <folder> <request>");
    const auto request = pki::parse_time_stamp_request(read_file(words[2]).value_or(""));
    if (!request) throw std::runtime_error("no time-stamp request");
    const std::filesystem::path folder(words[1]);
    pki::make(folder / "sm2", pki::Algorithm::sm2_sm3, *request);
    pki::make(folder / "p256", pki::Algorithm::p256_sha256, *request);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
