#include "pki/certificate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "pki/certificate_parts.h"
#include "pki/cms.h"
#include "pki/serial.h"
#include "unit/pki/samples.h"

namespace certhall::pki {
namespace {

class EveryCertificate : public testing::TestWithParam<Algorithm> {
 protected:
  SampleAuthority authority_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Pki, EveryCertificate,
                         testing::Values(Algorithm::sm2_sm3, Algorithm::p256_sha256,
                                         Algorithm::rsa_sha256),
                         [](const auto& info) { return name_in_tests(info.param); });

const CertificateInfo::Extension* find(const CertificateInfo& info, std::string_view oid) {
  const auto found = std::ranges::find(info.extensions, oid, &CertificateInfo::Extension::oid);
  return found == info.extensions.end() ? nullptr : &*found;
}

Result<LintedTbs> lint_request(const TbsRequest& request) {
  return lint(build_tbs(request), request.profile, request.issuer);
}

TEST_P(EveryCertificate, SaysWhatWasAskedFor) {
  const TbsRequest request = authority_.request();
  const auto info = parse_certificate(issue(request, authority_.issuing).value()).value();
  EXPECT_EQ(info.serial, request.serial);
  EXPECT_EQ(info.algorithm, GetParam());
  EXPECT_EQ(info.subject, request.subject);
  EXPECT_EQ(info.issuer, authority_.plan.issuing_name);
  EXPECT_EQ(info.not_before, kNow);
  EXPECT_EQ(info.not_after, kNow + kYear);
  EXPECT_EQ(info.spki, request.subject_spki);
  EXPECT_EQ(info.key_usage, key_usage::kDigitalSignature | key_usage::kNonRepudiation);
  EXPECT_EQ(info.addresses, request.profile.addresses);
  EXPECT_FALSE(info.is_authority);
  EXPECT_EQ(find(info, oid::kBasicConstraints), nullptr) << "an empty one breaks GmSSL";
  ASSERT_NE(find(info, oid::kOrganizationCode), nullptr);
  EXPECT_EQ(find(info, oid::kOrganizationCode)->value, der::printable_string("91430100MA00000000"));
  EXPECT_FALSE(find(info, oid::kOrganizationCode)->critical);
}

TEST_P(EveryCertificate, SaysOnlyWhatItsKeyIsAbleTo) {
  auto request = authority_.request();
  request.profile = authority_.plan.profiles.encryption;
  const auto info = parse_certificate(issue(request, authority_.issuing).value()).value();
  const std::uint16_t both = key_usage::kKeyEncipherment | key_usage::kDataEncipherment;
  EXPECT_EQ((info.key_usage & key_usage::kKeyAgreement) != 0, GetParam() != Algorithm::rsa_sha256);
  EXPECT_EQ((info.key_usage & both) == both, GetParam() != Algorithm::p256_sha256);
  EXPECT_NE(info.key_usage, 0);
}

TEST_P(EveryCertificate, ChainsUpToTheRoot) {
  const auto leaf = parse_certificate(issue(authority_.request(), authority_.issuing).value());
  EXPECT_TRUE(verify_issued_by(*leaf, authority_.issuing_info, kNow));
  EXPECT_TRUE(verify_issued_by(authority_.issuing_info, authority_.root_info, kNow));
  EXPECT_TRUE(verify_issued_by(authority_.root_info, authority_.root_info, kNow));
  EXPECT_TRUE(verify_certificate(*leaf, authority_.issuing_info.spki));
  EXPECT_FALSE(verify_issued_by(*leaf, authority_.root_info, kNow));
  EXPECT_FALSE(verify_issued_by(*leaf, *leaf, kNow));
  EXPECT_FALSE(verify_issued_by(*leaf, authority_.issuing_info, kNow + kYear + kYear));
  EXPECT_FALSE(
      verify_issued_by(*leaf, authority_.issuing_info, kNow - std::chrono::milliseconds{1}));
  EXPECT_FALSE(verify_certificate(*leaf, authority_.root_info.spki));
  CertificateInfo without_right = authority_.issuing_info;
  without_right.key_usage = key_usage::kCrlSign;
  EXPECT_FALSE(verify_issued_by(*leaf, without_right, kNow));
}

TEST_P(EveryCertificate, AnyFlippedBitIsNoticed) {
  const std::string der = issue(authority_.request(), authority_.issuing).value();
  const auto genuine = parse_certificate(der).value();
  for (std::size_t bit = 0; bit < der.size() * 8; bit += 3) {
    std::string damaged = der;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    const auto info = parse_certificate(damaged);
    if (!info) continue;
    EXPECT_FALSE(verify_certificate(*info, authority_.issuing_info.spki)) << "bit " << bit;
  }
  EXPECT_TRUE(verify_certificate(genuine, authority_.issuing_info.spki));
}

TEST_P(EveryCertificate, OutlivesDamage) {
  expect_outlives_damage(issue(authority_.request(), authority_.issuing).value(),
                         [](std::string_view der) { return parse_certificate(der).has_value(); });
}

TEST(Certificate, WritesSm2ParametersAsTheAuthorityChose) {
  SampleAuthority with_null(Algorithm::sm2_sm3, Sm2Parameters::null);
  EXPECT_EQ(to_hex(with_null.issuing_info.algorithm_der), "300c06082a811ccf550183750500");
  SampleAuthority without(Algorithm::sm2_sm3);
  EXPECT_EQ(to_hex(without.issuing_info.algorithm_der), "300a06082a811ccf55018375");
  TbsRequest request = without.request();
  const std::string tbs = build_tbs(request);
  request.issuer.sm2_parameters = Sm2Parameters::null;
  EXPECT_TRUE(finds(lint(tbs, request.profile, request.issuer), "algorithm"));
}

TEST(Certificate, RefusesDifferentAlgorithmsInsideAndOutside) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  const auto& info = authority.issuing_info;
  const auto outer = signature_algorithm(Algorithm::sm2_sm3, Sm2Parameters::null);
  EXPECT_FALSE(parse_certificate(assemble_signed(info.tbs, outer, info.signature)));
}

TEST(Certificate, CarriesThePersonsNumberInEitherTagging) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  TbsRequest request = authority.request();
  request.identity = {.resident_id_number = "990101199001010015"};
  const auto value_of = [&] {
    const auto info = parse_certificate(issue(request, authority.issuing).value()).value();
    return find(info, oid::kIdentityCode)->value;
  };
  EXPECT_EQ(value_of(), der::explicitly(0, der::printable_string("990101199001010015")));
  request.profile.person_code_tagging = IdentityTagging::implicitly;
  EXPECT_EQ(value_of(), der::element(der::context(0), "990101199001010015"));
}

TEST(Certificate, NamesAPersonWithAndWithoutAnOrganization) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  TbsRequest request = authority.request();
  request.subject = {{std::string(oid::kCountry), "CN"},
                     {std::string(oid::kOrganization), "湖南示例建设有限公司"},
                     {std::string(oid::kCommonName), "买买提·样例"},
                     {std::string(oid::kSerialNumber), "0123456789abcdef"}};
  request.identity.resident_id_number = "99010119951203001X";
  auto info = parse_certificate(issue(request, authority.issuing).value()).value();
  EXPECT_EQ(to_text(info.subject),
            "serialNumber=0123456789abcdef,CN=买买提·样例,O=湖南示例建设有限公司,C=CN");
  EXPECT_NE(find(info, oid::kIdentityCode), nullptr);
  EXPECT_NE(find(info, oid::kOrganizationCode), nullptr);

  request.subject.erase(request.subject.begin() + 1);
  request.identity.organization_code.clear();
  info = parse_certificate(issue(request, authority.issuing).value()).value();
  EXPECT_EQ(to_text(info.subject), "serialNumber=0123456789abcdef,CN=买买提·样例,C=CN");
  EXPECT_EQ(find(info, oid::kOrganizationCode), nullptr);
}

TEST(Certificate, TakesIdentityIdentifiersAndPoliciesFromTheProfile) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  TbsRequest request = authority.request();
  request.profile.organization_code_oid = "1.2.156.10260.4.4";
  request.profile.policies = {"1.2.156.1.1"};
  request.profile.extended_key_usage = {std::string(oid::kClientAuth)};
  const auto info = parse_certificate(issue(request, authority.issuing).value()).value();
  EXPECT_NE(find(info, "1.2.156.10260.4.4"), nullptr);
  EXPECT_EQ(find(info, oid::kOrganizationCode), nullptr);
  EXPECT_NE(find(info, oid::kCertificatePolicies), nullptr);
  EXPECT_EQ(info.extended_key_usage, request.profile.extended_key_usage);
}

TEST(Sign, SignsForTheLintedIssuerOnly) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  auto linted = lint_request(authority.request());
  ASSERT_TRUE(linted);
  EXPECT_THROW((void)sign(std::move(*linted), authority.root), std::logic_error);
}

TEST(Sign, GivesTheRecordedBytesTheirSignatureAgainAfterARestart) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  const TbsRequest request = authority.request();
  const std::string recorded = build_tbs(request);
  EXPECT_EQ(build_tbs(request), recorded);
  auto linted = lint(recorded, request.profile, request.issuer);
  ASSERT_TRUE(linted);
  EXPECT_EQ(parse_certificate(sign(std::move(*linted), authority.issuing)).value().tbs, recorded);
}

TEST(BuildTbs, ThrowsForWhatOnlyAMistakeInTheProgramCanCause) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  TbsRequest request = authority.request();
  request.serial = "00";
  EXPECT_THROW((void)build_tbs(request), std::invalid_argument);
  request = authority.request();
  request.profile.organization_code_oid = "not an oid";
  EXPECT_THROW((void)build_tbs(request), std::invalid_argument);
}

/// One way to go wrong, and the field that lint must name for it.
struct Mistake {
  const char* label;
  const char* field;
  void (*make)(TbsRequest& asked, Profile& profile, Issuer& issuer);
};

const Mistake kMistakes[] = {
    {"short serial", "serial", [](auto& r, auto&, auto&) { r.serial = "0102030405060708"; }},
    {"other key's algorithm", "algorithm",
     [](auto&, auto&, auto& i) {
       i.spki = PrivateKey::generate(Algorithm::p256_sha256).public_key().spki();
     }},
    {"other issuer", "issuer", [](auto&, auto&, auto& i) { i.name = encode_name(name_of("乙")); }},
    {"ends before it starts", "validity", [](auto& r, auto&, auto&) { r.not_after = kNow; }},
    {"too long", "validity", [](auto&, auto& p, auto&) { p.longest_validity = kYear / 2; }},
    {"outlives its issuer", "validity", [](auto&, auto&, auto& i) { i.not_after = kNow; }},
    {"no subject", "subject", [](auto& r, auto&, auto&) { r.subject.clear(); }},
    {"no common name", "subject", [](auto& r, auto&, auto&) { r.subject.pop_back(); }},
    {"empty value", "subject", [](auto& r, auto&, auto&) { r.subject[1].value.clear(); }},
    {"control character", "subject", [](auto& r, auto&, auto&) { r.subject[1].value = "a\tb"; }},
    {"65 characters", "subject",
     [](auto& r, auto&, auto&) { r.subject[1].value = std::string(65, 'a'); }},
    {"small country", "subject", [](auto& r, auto&, auto&) { r.subject[0].value = "cn"; }},
    {"own key", "public_key", [](auto& r, auto&, auto&) { r.subject_spki = r.issuer.spki; }},
    {"own name", "subject", [](auto& r, auto&, auto&) { r.subject = name_of("示例签发机构"); }},
    {"other issuer key", "authority_key_identifier",
     [](auto&, auto&, auto& i) { i.key_id = "another"; }},
    {"other usage", "key_usage",
     [](auto&, auto& p, auto&) { p.key_usage = key_usage::kKeyEncipherment; }},
    {"subscriber that signs certificates", "key_usage",
     [](auto& r, auto& p, auto&) { r.profile.key_usage = p.key_usage = key_usage::kKeyCertSign; }},
    {"purpose that the profile has not", "extended_key_usage",
     [](auto& r, auto&, auto&) {
       r.profile.extended_key_usage = {std::string(oid::kEmailProtection)};
     }},
    {"responder's privilege", "ocsp_no_check",
     [](auto& r, auto&, auto&) { r.profile.kind = CertificateKind::ocsp_signer; }},
    {"subscriber made an authority", "basic_constraints",
     [](auto& r, auto&, auto&) { r.profile.kind = CertificateKind::issuing_ca; }},
    {"other address", "addresses",
     [](auto&, auto& p, auto&) { p.addresses.crl = "http://example.com/other.crl"; }},
    {"blank in an address", "addresses",
     [](auto& r, auto& p, auto&) { r.profile.addresses.crl = p.addresses.crl = "http://a b"; }},
    {"code with Chinese characters", "organization_code",
     [](auto& r, auto&, auto&) { r.identity.organization_code = "代码"; }},
    {"number with Chinese characters", "person_code",
     [](auto& r, auto&, auto&) { r.identity.resident_id_number = "号码"; }},
    {"unknown extension", "extensions",
     [](auto& r, auto&, auto&) { r.profile.organization_code_oid = "1.2.3.4"; }},
    {"policy that the profile has not", "policies",
     [](auto& r, auto&, auto&) { r.profile.policies = {"1.2.3.4"}; }},
};

TEST(Lint, NamesEveryMistake) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  ASSERT_TRUE(lint_request(authority.request()));
  for (const auto& mistake : kMistakes) {
    TbsRequest request = authority.request();
    Profile profile = request.profile;
    Issuer issuer = request.issuer;
    mistake.make(request, profile, issuer);
    EXPECT_TRUE(finds(lint(build_tbs(request), profile, issuer), mistake.field)) << mistake.label;
  }
}

TEST(Lint, RefusesBytesThatAreNoCertificateToBe) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  const TbsRequest request = authority.request();
  EXPECT_FALSE(lint("", request.profile, request.issuer));
  EXPECT_FALSE(lint(authority.hierarchy.root, request.profile, request.issuer));
  EXPECT_FALSE(lint(build_tbs(request) + '\0', request.profile, request.issuer));
  TbsRequest broken = authority.request();
  broken.subject[1].value = "\xff";
  EXPECT_FALSE(lint_request(broken)) << "invalid UTF-8";
}

TEST(Lint, NoticesASubjectKeyIdentifierOfAnotherKey) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  const TbsRequest request = authority.request();
  std::string tbs = build_tbs(request);
  const auto at = tbs.find(authority.subscriber.public_key().key_id());
  ASSERT_NE(at, std::string::npos);
  tbs[at] = static_cast<char>(tbs[at] ^ 1);
  EXPECT_TRUE(finds(lint(tbs, request.profile, request.issuer), "subject_key_identifier"));
}

TEST(Lint, RefusesARootWithAnothersKey) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  TbsRequest request = authority.request();
  request.profile = authority.plan.profiles.root_ca;
  EXPECT_TRUE(finds(lint_request(request), "public_key"));
}

TEST(ReadExtensions, RefusesDuplicatesEmptyListsAndWrittenDefaults) {
  const auto accepts = [](std::string_view list) {
    bool ok = true;
    der::Reader reader(list, ok);
    (void)read_extensions(reader);
    return ok;
  };
  const std::string one = encode_extension("1.2.3", false, "x");
  EXPECT_TRUE(accepts(der::sequence({one, encode_extension("1.2.4", true, "x")})));
  EXPECT_FALSE(accepts(der::sequence({one, one})));
  EXPECT_FALSE(accepts(der::sequence({})));
  EXPECT_FALSE(accepts(der::sequence(
      {der::sequence({der::oid("1.2.3"), der::boolean(false), der::octet_string("x")})})));
}

TEST(Ceremony, MakesAuthoritiesOfTheRightKind) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  EXPECT_TRUE(authority.root_info.is_authority);
  EXPECT_EQ(authority.root_info.path_length, 1);
  EXPECT_EQ(authority.root_info.issuer_der, authority.root_info.subject_der);
  EXPECT_EQ(authority.issuing_info.path_length, 0);
  const auto responder = parse_certificate(authority.hierarchy.responder).value();
  EXPECT_EQ(responder.extended_key_usage, std::vector{std::string(oid::kOcspSigning)});
  EXPECT_NE(find(responder, oid::kOcspNoCheck), nullptr);
  EXPECT_TRUE(verify_issued_by(responder, authority.issuing_info, kNow));
}

TEST(Ceremony, RenewsTheResponder) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  const auto renewed =
      renew_responder(authority.plan, authority.hierarchy.issuing, authority.issuing,
                      authority.responder.spki(), kNow + kYear, authority.random);
  ASSERT_TRUE(renewed);
  EXPECT_EQ(parse_certificate(*renewed).value().not_before, kNow + kYear);
}

TEST(CertificateBundle, HoldsEveryCertificate) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  const auto& [root, issuing, responder] = authority.hierarchy;
  const std::string bundle = build_certificate_bundle({root, issuing});
  EXPECT_NE(bundle.find(root), std::string::npos);
  EXPECT_NE(bundle.find(issuing), std::string::npos);
  EXPECT_EQ(bundle, build_certificate_bundle({issuing, root}));
}

}  // namespace
}  // namespace certhall::pki
