// fuzz_seeds <folder>: authority.cer and corpus/<target>/*, what our own builders make for invented
// people. Keys other than the authority's are made and thrown away.

#include <filesystem>
#include <iostream>

#include "base/random.h"
#include "fuzz.h"
#include "pki/ceremony.h"
#include "pki/crl.h"
#include "pki/csr.h"
#include "pki/envelope.h"
#include "pki/key_message.h"
#include "pki/ocsp.h"
#include "pki/pem.h"
#include "pki/serial.h"

namespace certhall::pki {
namespace {

using fuzz::example_key;
using fuzz::kNow;

constexpr std::chrono::hours kHour{1};

Name name_of(std::string common_name) {
  return {{std::string(oid::kCountry), "CN"},
          {std::string(oid::kOrganization), "示例认证有限公司"},
          {std::string(oid::kCommonName), std::move(common_name)}};
}

class Seeds {
 public:
  explicit Seeds(std::filesystem::path folder) : folder_(std::move(folder)) {
    const StatusAddresses addresses{.ocsp = "http://127.0.0.1/ocsp",
                                    .ca_issuers = "http://127.0.0.1/ca.cer",
                                    .crl = "http://127.0.0.1/ca.crl"};
    plan_ = {.profiles = demo_profiles(addresses, addresses),
             .root_name = name_of("示例根"),
             .issuing_name = name_of("示例签发机构"),
             .responder_name = name_of("示例 OCSP 应答"),
             .start = kNow - kHour};
  }

  void write_all() {
    const KeySigner root(PrivateKey::generate(Algorithm::sm2_sm3));
    const KeySigner responder(PrivateKey::generate(Algorithm::sm2_sm3));
    const auto made = hold_ceremony(plan_, root, authority_key_, responder.spki(), random_).value();
    write("authority.cer", made.issuing);
    authority_ = parse_certificate(made.issuing).value();
    write("corpus/certificate/root", made.root);
    write("corpus/certificate/issuing", made.issuing);
    write("corpus/certificate/responder", made.responder);
    write_subscriber(PrivateKey::generate(Algorithm::sm2_sm3), "sm2");
    write_subscriber(PrivateKey::generate(Algorithm::p256_sha256), "p256");
    write_lists();
    write_status(responder, made.responder);
    write_envelopes();
  }

 private:
  void write(const std::string& name, std::string_view bytes) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    write_file_durably(folder_ / name, bytes);
  }

  void write_subscriber(const PrivateKey& key, const std::string& algorithm) {
    write("corpus/csr/" + algorithm, build_certification_request(key, name_of("示例")));
    const auto der = issue({.profile = plan_.profiles.signing,
                            .issuer = issuer_of(authority_),
                            .subject = name_of("湖南示例建设有限公司"),
                            .subject_spki = key.public_key().spki(),
                            .serial = new_serial(1, random_),
                            .not_before = kNow - kHour,
                            .not_after = kNow + 365 * 24 * kHour,
                            .identity = {.organization_code = "91430100MA00000000",
                                         .resident_id_number = "990101198807070037"}},
                           authority_key_)
                         .value();
    write("corpus/certificate/" + algorithm, der);
    write("corpus/certificate/" + algorithm + ".pem", to_pem(kPemCertificate, der));
  }

  void write_envelopes() {
    const auto key = PrivateKey::generate(Algorithm::sm2_sm3);
    const auto token = example_key();
    for (const auto& [form, name] :
         {std::pair{EnvelopeForm::natural, "natural"}, std::pair{EnvelopeForm::skf, "skf"},
          std::pair{EnvelopeForm::sdf, "sdf"}})
      write(std::string("corpus/envelope/") + name,
            seal_key(key, token.public_key(), form, random_).value());
    const auto p256 = PrivateKey::generate(Algorithm::p256_sha256);
    write("corpus/envelope/cms", seal_key(p256, example_key(Algorithm::p256_sha256).public_key(),
                                          EnvelopeForm::natural, random_)
                                     .value());
    write("corpus/envelope/signed",
          seal_key_signed(key, token.public_key(), {authority_.subject_der, "01"}, authority_key_,
                          authority_.der, random_));
    write("corpus/envelope/response",
          write_key_response({{authority_.der},
                              seal_encryption_key(key, token.public_key(), random_),
                              {authority_.der}}));
    write("corpus/envelope/cipher", key.public_key().encrypt("0123456789abcdef"));
    const std::string point = key.public_key().point(), zeros(32, '\0');
    write("corpus/envelope/key",
          std::string("\0\1\0\0", 4) + zeros + point.substr(1, 32) + zeros + point.substr(33));
    write("corpus/envelope/signature", zeros + point.substr(1, 32) + zeros + point.substr(33));
  }

  /// Complete, of a shard, and a delta.
  void write_lists() {
    write_list({.number = 7}, "complete");
    write_list({.number = 8,
                .shard_uri = "http://127.0.0.1/ca/1.crl",
                .freshest_uri = "http://127.0.0.1/ca/1-delta.crl"},
               "shard");
    write_list({.number = 9, .base_number = 7, .keeps_expired_since = kNow - kHour}, "delta");
  }

  void write_list(CrlHead head, const std::string& name) {
    head.issuer = issuer_of(authority_);
    head.this_update = kNow - kHour;
    head.next_update = kNow + kHour;
    CrlBuilder builder(std::move(head));
    for (const auto reason : {RevocationReason::unspecified, RevocationReason::remove_from_crl})
      builder.add({new_serial(1, random_), kNow - kHour, reason});
    write("corpus/crl/" + name, sign(std::move(builder).build(), authority_key_));
  }

  void write_status(const Signer& responder, const std::string& responder_certificate) {
    const OcspIssuer issuer(authority_);
    OcspAnswer answer{.produced_at = kNow, .responses = {}, .nonce = random_.bytes(16)};
    std::vector<CertId> asked;
    for (const auto& [digest, status] : {std::pair{Digest::sha1, CertificateStatus::good},
                                         std::pair{Digest::sha256, CertificateStatus::revoked},
                                         std::pair{Digest::sm3, CertificateStatus::unknown}}) {
      asked.push_back(issuer.cert_id(new_serial(1, random_), digest));
      answer.responses.push_back({.id = asked.back(),
                                  .status = status,
                                  .revoked_at = kNow - kHour,
                                  .reason = RevocationReason::superseded,
                                  .this_update = kNow,
                                  .next_update = kNow + kHour});
    }
    write("corpus/ocsp/one", build_ocsp_request({asked[0]}, ""));
    write("corpus/ocsp/three", build_ocsp_request(asked, answer.nonce));
    write("corpus/ocsp/answer", build_ocsp_response(answer, responder, responder_certificate));
  }

  const std::filesystem::path folder_;
  SystemRandom random_;
  CeremonyPlan plan_;
  KeySigner authority_key_{example_key()};
  CertificateInfo authority_;
};

}  // namespace
}  // namespace certhall::pki

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: fuzz_seeds <folder>\n";
    return 2;
  }
  certhall::pki::Seeds(argv[1]).write_all();
  return 0;
}
