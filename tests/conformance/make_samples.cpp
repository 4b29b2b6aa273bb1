// conformance_samples <folder> <url>: an invented hierarchy with all that it signs, as files in
// <folder>/sm2, <folder>/sm2-null, <folder>/p256 and <folder>/rsa. The files are DER; keys are
// those of invented people and are thrown away. OCSP is asked for at <url>/<name of the folder>.

#include <chrono>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/files.h"
#include "base/random.h"
#include "pki/ceremony.h"
#include "pki/cms.h"
#include "pki/crl.h"
#include "pki/csr.h"
#include "pki/envelope.h"
#include "pki/ocsp.h"
#include "pki/pem.h"
#include "pki/serial.h"

namespace certhall::pki {
namespace {

constexpr std::chrono::hours kHour{1};
constexpr std::chrono::hours kYear{365 * 24};

Name name_of(std::string common_name) {
  return {{std::string(oid::kCountry), "CN"},
          {std::string(oid::kOrganization), "示例认证有限公司"},
          {std::string(oid::kCommonName), std::move(common_name)}};
}

template <class T>
T required(Result<T> result) {
  if (result) return std::move(*result);
  std::string text = result.error().message;
  for (const auto& [field, message] : result.error().fields) text += "\n" + field + ": " + message;
  throw std::runtime_error(text);
}

class SampleMaker {
 public:
  SampleMaker(std::filesystem::path folder, const std::string& url, Algorithm algorithm,
              Sm2Parameters parameters, Timestamp now)
      : folder_(std::move(folder)),
        algorithm_(algorithm),
        root_(PrivateKey::generate(algorithm)),
        issuing_(PrivateKey::generate(algorithm)),
        responder_(PrivateKey::generate(algorithm)),
        now_(now) {
    std::filesystem::create_directories(folder_);
    const StatusAddresses addresses{.ocsp = url + "/" + folder_.filename().string(),
                                    .ca_issuers = "http://127.0.0.1:8080/ca/issuing.cer",
                                    .crl = "http://127.0.0.1:8080/crl/issuing.crl"};
    plan_ = {.profiles = demo_profiles(addresses, addresses),
             .root_name = name_of("示例根"),
             .issuing_name = name_of("示例签发机构"),
             .responder_name = name_of("示例 OCSP 应答"),
             .start = now - kHour,
             .sm2_parameters = parameters};
  }

  void make() {
    hierarchy_ = required(hold_ceremony(plan_, root_, issuing_, responder_.spki(), random_));
    write("root.cer", hierarchy_.root);
    write("issuing.cer", hierarchy_.issuing);
    write("responder.cer", hierarchy_.responder);
    write("chain.p7b", build_certificate_bundle({hierarchy_.root, hierarchy_.issuing}));
    authority_ = required(parse_certificate(hierarchy_.issuing));
    make_subscriber();
    make_persons();
    make_lists();
    make_cuts_of_lists();
    make_answers();
  }

 private:
  /// Beside each file two that nobody may accept: one bit flipped near the beginning, in what is
  /// signed, and one at the end.
  void write(std::string_view name, std::string_view bytes) {
    write_file_durably(folder_ / name, bytes);
    const auto write_flipped = [&](std::string_view suffix, std::size_t at) {
      std::string flipped(bytes);
      flipped[at] = static_cast<char>(flipped[at] ^ 1);
      write_file_durably(folder_ / (std::string(name) + std::string(suffix)), flipped);
    };
    write_flipped(".flipped_start", bytes.size() / 8);
    write_flipped(".flipped_end", bytes.size() - 1);
  }

  std::string issue_to(const Profile& profile, const PublicKey& key, Name subject,
                       SubjectIdentity identity) {
    return required(issue({.profile = profile,
                           .issuer = issuer_of(authority_, plan_.sm2_parameters),
                           .subject = std::move(subject),
                           .subject_spki = key.spki(),
                           .serial = new_serial(1, random_),
                           .not_before = now_ - kHour,
                           .not_after = now_ + kYear,
                           .identity = std::move(identity)},
                          issuing_));
  }

  std::string issue_to(const Profile& profile, const PublicKey& key) {
    return issue_to(profile, key, name_of("湖南示例建设有限公司"),
                    {.organization_code = "91430100MA00000000"});
  }

  /// 机构个人证书 and 自然人证书: a person's name and number, with and without an organization.
  void make_persons() {
    const auto key = PrivateKey::generate(algorithm_).public_key();
    Name holder = name_of("赵样例");
    holder.push_back({std::string(oid::kSerialNumber), "0123456789abcdef"});
    write("holder.cer", issue_to(plan_.profiles.signing, key, holder,
                                 {.organization_code = "91430100MA00000000",
                                  .resident_id_number = "990101198807070037"}));
    const Name person{{std::string(oid::kCountry), "CN"},
                      {std::string(oid::kCommonName), "买买提·样例"},
                      {std::string(oid::kSerialNumber), "fedcba9876543210"}};
    write("person.cer",
          issue_to(plan_.profiles.encryption, key, person,
                   {.organization_code = "", .resident_id_number = "99010119951203001X"}));
  }

  void make_subscriber() {
    const auto signing = PrivateKey::generate(algorithm_);
    const auto encryption = PrivateKey::generate(algorithm_);
    const std::string certificate = issue_to(plan_.profiles.signing, signing.public_key());
    good_ = required(parse_certificate(certificate)).serial;
    write("signing.cer", certificate);
    const std::string second = issue_to(plan_.profiles.encryption, encryption.public_key());
    revoked_ = required(parse_certificate(second)).serial;
    write("encryption.cer", second);
    write("signing.pkcs8", signing.to_pkcs8().reveal());
    write("encryption.pkcs8", encryption.to_pkcs8().reveal());
    write("request.csr", build_certification_request(signing, name_of("湖南示例建设有限公司")));
    write("message.txt", "招标文件");
    write("message.sig", signing.sign("招标文件"));
    if (algorithm_ != Algorithm::sm2_sm3) return;
    write("message.enc", encryption.public_key().encrypt("招标文件"));
    write("envelope.der", seal_encryption_key(encryption, signing.public_key(), random_));
  }

  void make_lists() {
    CrlHead head{.issuer = issuer_of(authority_, plan_.sm2_parameters),
                 .number = 1,
                 .this_update = now_ - kHour,
                 .next_update = now_ + 24 * kHour};
    write("empty.crl", sign(CrlBuilder(head).build(), issuing_));
    head.number = 2;
    CrlBuilder builder(head);
    builder.add({revoked_, now_ - kHour, RevocationReason::key_compromise});
    write("issuing.crl", sign(std::move(builder).build(), issuing_));
    make_parts(head);
    head.next_update = now_ - std::chrono::seconds{1};
    write("stale.crl", sign(CrlBuilder(head).build(), issuing_));
  }

  /// The same entry in a list of one shard, and in a delta to an empty list that names it.
  void make_cuts_of_lists() {
    CrlHead head{.issuer = issuer_of(authority_, plan_.sm2_parameters),
                 .number = 3,
                 .this_update = now_ - kHour,
                 .next_update = now_ + 24 * kHour,
                 .shard_uri = plan_.profiles.signing.addresses.crl};
    const auto with_entry = [&](const CrlHead& of) {
      CrlBuilder builder(of);
      builder.add({revoked_, now_ - kHour, RevocationReason::key_compromise});
      return sign(std::move(builder).build(), issuing_);
    };
    write("shard.crl", with_entry(head));
    head.shard_uri = "http://127.0.0.1:8080/crl/other.crl";
    write("other-shard.crl", with_entry(head));
    head.shard_uri.clear();
    head.freshest_uri = "http://127.0.0.1:8080/crl/issuing/delta.crl";
    write("base.crl", sign(CrlBuilder(head).build(), issuing_));
    head.freshest_uri.clear();
    head.base_number = head.number;
    head.number = 4;
    write("delta.crl", with_entry(head));
  }

  /// The list of the shard that certificates name, and a delta to a list that says where it is: in
  /// the meantime the signing certificate was revoked, too.
  void make_parts(CrlHead head) {
    const auto list = [&](const std::string& serial) {
      CrlBuilder builder(head);
      builder.add({serial, now_ - kHour, RevocationReason::superseded});
      return sign(std::move(builder).build(), issuing_);
    };
    head.number = 3;
    head.freshest_uri = "http://127.0.0.1:8080/crl/issuing/delta.crl";
    write("base.crl", list(revoked_));
    head.freshest_uri.clear();
    head.shard_uri = plan_.profiles.signing.addresses.crl;
    write("shard.crl", list(revoked_));
    head.shard_uri.clear();
    head.number = 4;
    head.base_number = 3;
    write("delta.crl", list(good_));
  }

  void make_answers() {
    const OcspIssuer issuer(authority_);
    const std::string nonce = random_.bytes(32);
    const auto answer = [&](std::string_view serial, CertificateStatus status, Digest digest,
                            Timestamp this_update) {
      const CertId id = issuer.cert_id(serial, digest);
      const auto request = required(parse_ocsp_request(build_ocsp_request({id}, nonce)));
      return build_ocsp_response({.produced_at = now_,
                                  .responses = {{.id = request.certificates.at(0),
                                                 .status = status,
                                                 .revoked_at = now_ - kHour,
                                                 .reason = RevocationReason::key_compromise,
                                                 .this_update = this_update,
                                                 .next_update = this_update + kHour}},
                                  .nonce = request.nonce},
                                 responder_, hierarchy_.responder, plan_.sm2_parameters);
    };
    const std::string stranger = new_serial(1, random_);
    write("ocsp-good.der", answer(good_, CertificateStatus::good, Digest::sha1, now_));
    write("ocsp-good-sm3.der", answer(good_, CertificateStatus::good, Digest::sm3, now_));
    write("ocsp-revoked.der", answer(revoked_, CertificateStatus::revoked, Digest::sha256, now_));
    write("ocsp-revoked-sha1.der",
          answer(revoked_, CertificateStatus::revoked, Digest::sha1, now_));
    write("ocsp-disowned.der", answer(good_, CertificateStatus::unknown, Digest::sha1, now_));
    write("ocsp-unknown.der", answer(stranger, CertificateStatus::unknown, Digest::sha1, now_));
    write("ocsp-stale.der", answer(good_, CertificateStatus::good, Digest::sha1, now_ - 2 * kHour));
    write("ocsp-request.der", build_ocsp_request({issuer.cert_id(good_, Digest::sha1)}, nonce));
    write("serials.txt",
          "good " + good_ + "\nrevoked " + revoked_ + "\nunknown " + stranger + "\n");
  }

  std::filesystem::path folder_;
  Algorithm algorithm_;
  SystemRandom random_;
  KeySigner root_, issuing_, responder_;
  CeremonyPlan plan_;
  Hierarchy hierarchy_;
  CertificateInfo authority_;
  std::string good_, revoked_;
  Timestamp now_;
};

}  // namespace
}  // namespace certhall::pki

int main(int argc, char** argv) {
  using namespace certhall::pki;
  if (argc != 3) {
    std::cerr << "usage: conformance_samples <folder> <url>\n";
    return 2;
  }
  try {
    const auto now = certhall::SystemClock().now();
    const auto make = [&](const char* name, Algorithm algorithm, Sm2Parameters parameters) {
      SampleMaker(std::filesystem::path(argv[1]) / name, argv[2], algorithm, parameters, now)
          .make();
    };
    make("sm2", Algorithm::sm2_sm3, Sm2Parameters::absent);
    make("sm2-null", Algorithm::sm2_sm3, Sm2Parameters::null);
    make("p256", Algorithm::p256_sha256, Sm2Parameters::absent);
    make("rsa", Algorithm::rsa_sha256, Sm2Parameters::absent);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
