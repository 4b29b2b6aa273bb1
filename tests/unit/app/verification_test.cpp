// 证书核验 and the directory: what is good, what is not ours, what only claims to be, and what a
// signed PDF is worth before and after somebody touched it.

#include "app/verification.h"

#include "pki/der.h"
#include "pki/digest.h"
#include "pki/pem.h"
#include "pki/signed_data.h"
#include "unit/app/authority_test.h"

namespace certhall::app {
namespace {

using enum CertificateVerdict;

const std::string kCompany = "湖南示例建设有限公司";

std::string number(std::size_t value) {
  std::string text = std::to_string(value);
  return text + std::string(10 - text.size(), ' ');
}

class Verifying : public AuthorityTest {
 protected:
  Verification verify(std::string_view bytes) {
    return verify_file(hall_, bytes, "192.0.2.1").value();
  }
  CertificateVerdict verdict(std::string_view der) {
    return verify(der).certificates.front().verdict;
  }

  /// As some program would sign it: the hole for the signature is made first.
  struct Pdf {
    std::string before, after;
    [[nodiscard]] std::string content() const { return before + after; }
    [[nodiscard]] std::string with(const std::string& cms) const {
      std::string hex = to_hex(cms);
      hex.resize(kHole, '0');
      return before + "<" + hex + ">" + after;
    }
    static constexpr std::size_t kHole = 16'384;
  };
  static Pdf pdf(const std::string& text) {
    const std::string head = "%PDF-1.7\n1 0 obj\n(" + text + ")\nendobj\n2 0 obj\n<</Type/Sig";
    const std::string tail = ">>\nendobj\n%%EOF\n";
    const auto range = [&](std::size_t length) {
      return "/ByteRange[0 " + number(length) + number(length + Pdf::kHole + 2) +
             number(tail.size()) + "]/Contents";
    };
    const std::size_t length = head.size() + range(0).size();
    return {.before = head + range(length), .after = tail};
  }

  std::string sign(const Subscriber& subscriber, const std::string& content, bool stamped = false) {
    const auto draft = pki::draft_signed_data(std::string(pki::oid::kCmsData), content, {},
                                              subscriber.row.der, pki::Algorithm::sm2_sm3);
    const std::string signature = subscriber.key.sign(draft.attributes);
    std::string stamp;
    if (stamped) stamp = stamp_of(signature);
    return detached(draft, signature, subscriber.row.der, stamp);
  }
  std::string stamp_of(std::string_view message) {
    const auto response = answer_time_stamp(
        hall_,
        pki::build_time_stamp_request({.digest_oid = std::string(pki::oid::kSha256),
                                       .imprint = pki::digest(pki::Digest::sha256, message),
                                       .certificate_wanted = true}),
        "", "");
    return pki::token_of_response(response.value()).value();
  }
  /// Signed data without its content, with a time stamp among the unsigned attributes.
  static std::string detached(const pki::SignedDataDraft& draft, std::string_view signature,
                              const std::string& certificate, const std::string& stamp) {
    namespace der = pki::der;
    bool ok = true;
    const auto attributes = der::Reader(draft.attributes, ok).take(der::kSet).content;
    const std::string sm3 = der::sequence({der::oid(pki::oid::kSm3)});
    const std::string unsigned_attributes =
        stamp.empty() ? ""
                      : der::element(der::context_constructed(1),
                                     pki::cms_attribute(pki::oid::kTimeStampToken, stamp));
    const std::string signer = der::sequence(
        {der::integer(std::uint64_t{1}), der::sequence({draft.issuer_der, draft.serial_der}), sm3,
         der::element(der::context_constructed(0), attributes),
         der::sequence({der::oid(pki::oid::kSm2WithSm3)}), der::octet_string(signature),
         unsigned_attributes});
    const std::string data = der::sequence({der::integer(std::uint64_t{1}), der::set_of({sm3}),
                                            der::sequence({der::oid(pki::oid::kCmsData)}),
                                            der::element(der::context_constructed(0), certificate),
                                            der::set_of({signer})});
    return der::sequence({der::oid(pki::oid::kSm2SignedData), der::explicitly(0, data)});
  }
};

TEST_F(Verifying, OursIsGoodWithItsChain) {
  const auto subscriber = put_subscriber(kCompany);
  const auto found = verify(subscriber.row.der);
  EXPECT_EQ(found.conclusion, Conclusion::trusted);
  const auto& one = found.certificates.at(0);
  EXPECT_EQ(one.verdict, good);
  EXPECT_EQ(one.certificate.common_name, kCompany);
  ASSERT_EQ(one.chain.size(), 2U);
  EXPECT_NE(one.chain.at(1).find("Root"), std::string::npos);
  EXPECT_EQ(verdict(pki::to_pem(pki::kPemCertificate, subscriber.row.der)), good);
  EXPECT_EQ(verdict(to_base64(subscriber.row.der)), good);
}

TEST_F(Verifying, EveryAuthorityOfOursIsKnown) {
  for (const auto& row : look([](Transaction& tx) { return tx.authorities().list(); }))
    EXPECT_EQ(verdict(row.certificate), good) << row.name;
  const auto bundle = authority_file(hall_, "all.p7b");
  ASSERT_TRUE(bundle);
  const auto found = verify(bundle->bytes);
  EXPECT_EQ(found.certificates.size(), 2U);
  EXPECT_EQ(found.conclusion, Conclusion::trusted);
}

TEST_F(Verifying, RevokedExpiredAndEarlyAreToldApart) {
  auto subscriber = put_subscriber(kCompany);
  const Timestamp now = clock_.now();
  clock_.set(subscriber.row.not_before - std::chrono::hours{1});
  EXPECT_EQ(verdict(subscriber.row.der), not_yet_valid);
  clock_.set(subscriber.row.not_after + std::chrono::hours{1});
  EXPECT_EQ(verdict(subscriber.row.der), expired);
  clock_.set(now);
  revoke(subscriber.row);
  const auto found = verify(subscriber.row.der);
  EXPECT_EQ(found.certificates.at(0).verdict, revoked);
  EXPECT_EQ(found.certificates.at(0).revoked_at, subscriber.row.revoked_at);
  EXPECT_EQ(found.certificates.at(0).reason, domain::RevocationReason::key_compromise);
  EXPECT_EQ(found.conclusion, Conclusion::untrusted);
}

TEST_F(Verifying, WhatOurKeySignedButNoBookKnowsIsAnAlarm) {
  EXPECT_EQ(verdict(put_subscriber(kCompany, "", false).row.der), unrecorded);
}

TEST_F(Verifying, AForgeryIsToldFromAStranger) {
  const auto subscriber = put_subscriber(kCompany);
  std::string forged = subscriber.row.der;
  forged.back() = static_cast<char>(forged.back() ^ 1);
  EXPECT_EQ(verdict(forged), CertificateVerdict::forged);
  EXPECT_EQ(verify(forged).conclusion, Conclusion::untrusted);
  // Another house of the same make: its authorities have our names, unless its company has not.
  settings_.company_name = "另一家示例公司";
  const auto plan = [&](const std::string& company) {
    const auto name = [&](const char* common_name) {
      return pki::Name{{std::string(pki::oid::kCountry), "CN"},
                       {std::string(pki::oid::kOrganization), company},
                       {std::string(pki::oid::kCommonName), common_name}};
    };
    return pki::CeremonyPlan{.profiles = pki::demo_profiles({}, {}),
                             .root_name = name("CertHall Demo SM2 Root"),
                             .issuing_name = name("CertHall Demo SM2 CA"),
                             .responder_name = name("CertHall Demo SM2 OCSP"),
                             .start = clock_.now()};
  };
  const pki::KeySigner root(pki::PrivateKey::generate(pki::Algorithm::sm2_sm3));
  const pki::KeySigner issuing(pki::PrivateKey::generate(pki::Algorithm::sm2_sm3));
  const pki::KeySigner responder(pki::PrivateKey::generate(pki::Algorithm::sm2_sm3));
  const auto of = [&](const std::string& company) {
    return pki::hold_ceremony(plan(company), root, issuing, responder.spki(), random_);
  };
  const auto stranger = of("另一家示例公司"), liar = of(Settings().company_name);
  ASSERT_TRUE(stranger && liar) << (liar ? "" : liar.error().message);
  EXPECT_EQ(verdict(stranger->issuing), unknown_issuer);
  EXPECT_EQ(verdict(stranger->root), unknown_issuer);
  EXPECT_EQ(verdict(liar->issuing), CertificateVerdict::forged);
  EXPECT_EQ(verdict(liar->root), CertificateVerdict::forged);
}

TEST_F(Verifying, PrivateKeysAndOtherFilesAreTurnedAwayWithAdvice) {
  const auto key = pki::PrivateKey::generate(pki::Algorithm::sm2_sm3).to_pkcs8();
  for (const auto& file : {std::string(key.reveal()), pki::to_pem("PRIVATE KEY", key.reveal())}) {
    const auto refused = verify_file(hall_, file, "");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("私钥"), std::string::npos);
  }
  for (const char* file : {"", "x", "PK\x03\x04", "\x89PNG", "-----BEGIN CERTIFICATE-----\nAA"})
    EXPECT_EQ(verify_file(hall_, file, "").error().code, ErrorCode::unsupported_type) << file;
}

TEST_F(Verifying, ASignedPdfIsIntactUntilABitIsChanged) {
  const auto subscriber = put_subscriber(kCompany);
  const auto document = pdf("投标文件");
  const std::string signed_pdf = document.with(sign(subscriber, document.content()));
  const auto found = verify(signed_pdf);
  ASSERT_EQ(found.signatures.size(), 1U);
  EXPECT_EQ(found.signatures[0].verdict, SignatureVerdict::intact);
  EXPECT_TRUE(found.signatures[0].covers_all);
  EXPECT_EQ(found.signatures[0].by->verdict, good);
  EXPECT_EQ(found.conclusion, Conclusion::trusted);
  for (const std::size_t at : {std::size_t{20}, signed_pdf.size() - 8}) {
    std::string changed = signed_pdf;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const auto bad = verify(changed);
    EXPECT_EQ(bad.signatures.at(0).verdict, SignatureVerdict::changed) << at;
    EXPECT_EQ(bad.conclusion, Conclusion::untrusted);
  }
}

TEST_F(Verifying, ASignatureOfAnotherKeyIsInvalid) {
  const auto subscriber = put_subscriber(kCompany);
  auto other = put_subscriber("湖南另一示例公司");
  const auto document = pdf("投标文件");
  other.row.der = subscriber.row.der;  // claims to be the first
  const auto found = verify(document.with(sign(other, document.content())));
  EXPECT_EQ(found.signatures.at(0).verdict, SignatureVerdict::invalid);
  EXPECT_EQ(found.conclusion, Conclusion::untrusted);
}

TEST_F(Verifying, ACertificateThatIsNotForSigningSignsNothing) {
  const auto document = pdf("投标文件");
  const auto own = load_authority(hall_, "tsa-sm2");
  const auto draft = pki::draft_signed_data(std::string(pki::oid::kCmsData), document.content(), {},
                                            own.row.certificate, pki::Algorithm::sm2_sm3);
  const std::string cms =
      detached(draft, own.signer->sign(draft.attributes), own.row.certificate, "");
  const auto found = verify(document.with(cms));
  EXPECT_EQ(found.signatures.at(0).verdict, SignatureVerdict::wrong_purpose);
  EXPECT_EQ(found.conclusion, Conclusion::untrusted);
}

TEST_F(Verifying, WhatIsAddedAfterASignatureIsSaid) {
  const auto subscriber = put_subscriber(kCompany);
  const auto document = pdf("投标文件");
  const std::string signed_pdf = document.with(sign(subscriber, document.content()));
  const auto found = verify(signed_pdf + "3 0 obj\n(more)\nendobj\n%%EOF\n");
  EXPECT_EQ(found.signatures.at(0).verdict, SignatureVerdict::intact);
  EXPECT_FALSE(found.signatures.at(0).covers_all);
  EXPECT_EQ(found.conclusion, Conclusion::caution);
  EXPECT_EQ(verify("%PDF-1.7\n(no signature)\n%%EOF\n").conclusion, Conclusion::caution);
  EXPECT_TRUE(verify("%PDF-1.7\n(no signature)\n%%EOF\n").signatures.empty());
}

TEST_F(Verifying, AStampProvesTheTimeBeforeARevocation) {
  auto subscriber = put_subscriber(kCompany);
  const auto document = pdf("投标文件");
  const std::string stamped = document.with(sign(subscriber, document.content(), true));
  const std::string plain = document.with(sign(subscriber, document.content()));
  const auto before = verify(stamped);
  ASSERT_TRUE(before.signatures.at(0).stamp);
  EXPECT_TRUE(before.signatures[0].stamp->holds);
  EXPECT_EQ(before.signatures[0].stamp->by->verdict, good);
  EXPECT_EQ(before.signatures[0].stamp->time, Timestamp{clock_.now().seconds() * 1000});
  EXPECT_EQ(before.conclusion, Conclusion::trusted);
  clock_.pass(std::chrono::hours{1});
  revoke(subscriber.row);
  EXPECT_EQ(verify(stamped).conclusion, Conclusion::caution);
  EXPECT_EQ(verify(plain).conclusion, Conclusion::untrusted);
}

TEST_F(Verifying, AStampOfAnotherSignatureDoesNotHold) {
  const auto subscriber = put_subscriber(kCompany);
  const auto document = pdf("投标文件");
  const auto draft = pki::draft_signed_data(std::string(pki::oid::kCmsData), document.content(), {},
                                            subscriber.row.der, pki::Algorithm::sm2_sm3);
  const std::string cms = detached(draft, subscriber.key.sign(draft.attributes), subscriber.row.der,
                                   stamp_of("another signature"));
  const auto found = verify(document.with(cms));
  EXPECT_EQ(found.signatures.at(0).verdict, SignatureVerdict::intact);
  EXPECT_FALSE(found.signatures.at(0).stamp->holds);
  EXPECT_EQ(found.conclusion, Conclusion::untrusted);
}

TEST_F(Verifying, AStampOfTheDocumentIsNobodysConsent) {
  const auto document = pdf("投标文件");
  const auto found = verify(document.with(stamp_of(document.content())));
  ASSERT_EQ(found.signatures.size(), 1U);
  EXPECT_TRUE(found.signatures[0].is_time_stamp);
  EXPECT_EQ(found.signatures[0].verdict, SignatureVerdict::intact);
  EXPECT_EQ(found.conclusion, Conclusion::caution);
  auto other = document;
  other.before[20] = 'x';
  EXPECT_EQ(verify(other.with(stamp_of(document.content()))).signatures.at(0).verdict,
            SignatureVerdict::changed);
}

TEST_F(Verifying, SpoiltRangesAreUnreadableAndNothingWorse) {
  for (const char* range : {"[0 5 3 4]", "[0 18446744073709551615 2 3]", "[1 2 3 4]", "[0 1", "x",
                            "[0 9 99999999 1]", "[0 -1 3 4]", "[0 0 0 0]"}) {
    const auto found = verify("%PDF-1.4\n/ByteRange " + std::string(range) + " <00>\n%%EOF");
    ASSERT_EQ(found.signatures.size(), 1U) << range;
    EXPECT_EQ(found.signatures[0].verdict, SignatureVerdict::unreadable) << range;
  }
}

TEST_F(Verifying, OneAddressDoesNotVerifyWithoutEnd) {
  const auto row = put_subscriber(kCompany).row;
  for (int i = 0; i < 60; ++i) (void)verify(row.der);
  EXPECT_EQ(verify_file(hall_, row.der, "192.0.2.1").error().code, ErrorCode::too_many);
}

class Searching : public AuthorityTest {
 protected:
  std::vector<domain::Certificate> by_code(const std::string& code, std::string address = "a") {
    return search_directory(hall_, {.by = DirectoryKey::credit_code, .value = code}, address)
        .value();
  }
  std::vector<domain::Certificate> by_key(const std::string& value) {
    return search_directory(hall_, {.by = DirectoryKey::public_key, .value = value}, "a").value();
  }
  const std::string code_ = domain::sample::details().organization.credit_code;
};

TEST_F(Searching, FindsAnOrganizationByItsWholeCodeOnly) {
  const auto row = put_subscriber(kCompany).row;
  ASSERT_EQ(by_code(code_).size(), 1U);
  EXPECT_EQ(by_code(code_)[0].serial, row.serial);
  std::string lower = code_;
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  EXPECT_EQ(by_code(" " + lower + " ").size(), 1U);
  for (const auto& part : {code_.substr(0, 17), code_ + "0", std::string("%"), std::string()}) {
    const auto refused =
        search_directory(hall_, {.by = DirectoryKey::credit_code, .value = part}, "a");
    EXPECT_EQ(refused.error().code, ErrorCode::invalid) << part;
  }
}

TEST_F(Searching, PeopleOfAnOrganizationAreNotFoundByItsCode) {
  const auto row = put_subscriber(kCompany, "张示例").row;
  EXPECT_TRUE(by_code(code_).empty());
  EXPECT_FALSE(may_download(row));
  EXPECT_EQ(by_key(row.public_key_digest).size(), 1U);
}

TEST_F(Searching, WhatIsNotPublishedIsNotFound) {
  auto row = put_subscriber(kCompany).row;
  EXPECT_TRUE(may_download(row));
  row.publish = false;
  commit([&](Transaction& tx) { EXPECT_TRUE(tx.certificates().update(row)); });
  EXPECT_TRUE(by_code(code_).empty());
  EXPECT_TRUE(by_key(row.public_key_digest).empty());
  EXPECT_FALSE(may_download(row));
}

TEST_F(Searching, FindsByKeyInEveryForm) {
  const auto subscriber = put_subscriber(kCompany);
  const auto& row = subscriber.row;
  const auto parsed = pki::read_certificate(row.der).value();
  const std::string key_id = to_hex(parsed.subject_key_id);
  for (const auto& value :
       {key_id, row.public_key_digest, to_base64(row.der), to_base64(parsed.spki),
        pki::to_pem(pki::kPemCertificate, row.der), pki::to_pem("PUBLIC KEY", parsed.spki),
        key_id.substr(0, 2) + ":" + key_id.substr(2)})
    EXPECT_EQ(by_key(value).size(), 1U) << value;
  EXPECT_TRUE(by_key(std::string(40, 'a')).empty());
  for (const std::string value : {"", "abc", "-----BEGIN CERTIFICATE-----"})
    EXPECT_FALSE(search_directory(hall_, {.by = DirectoryKey::public_key, .value = value}, "a"));
}

TEST_F(Searching, NobodyCopiesTheDirectory) {
  for (int i = 0; i < 10; ++i) (void)by_code(code_);
  const DirectoryQuery query{.by = DirectoryKey::credit_code, .value = code_};
  EXPECT_EQ(search_directory(hall_, query, "a").error().code, ErrorCode::too_many);
  EXPECT_TRUE(search_directory(hall_, query, "b"));
  // A day's share is used up, however slowly.
  for (int minute = 0; minute < 12; ++minute) {
    clock_.pass(std::chrono::minutes{1});
    for (int i = 0; i < 9; ++i) (void)search_directory(hall_, query, "a");
  }
  clock_.pass(std::chrono::minutes{1});
  EXPECT_EQ(search_directory(hall_, query, "a").error().retry_after_seconds, 86'400);
}

}  // namespace
}  // namespace certhall::app
