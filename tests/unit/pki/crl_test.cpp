#include "pki/crl.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "pki/der.h"
#include "unit/pki/samples.h"

namespace certhall::pki {
namespace {

constexpr std::chrono::hours kDay{24};

CrlHead head_of(SampleAuthority& authority) {
  return {.issuer = issuer_of(authority.issuing_info),
          .number = 7,
          .this_update = kNow,
          .next_update = kNow + kDay};
}

std::string make_crl(SampleAuthority& authority, const std::vector<CrlEntry>& entries,
                     std::string shard_uri = {}) {
  CrlHead head = head_of(authority);
  head.shard_uri = std::move(shard_uri);
  CrlBuilder builder(std::move(head));
  for (const auto& entry : entries) builder.add(entry);
  return sign(std::move(builder).build(), authority.issuing);
}

const std::vector<CrlEntry> kEntries{{"01ab", kNow, RevocationReason::key_compromise},
                                     {"ff01", kNow - kDay, RevocationReason::unspecified},
                                     {"02", kNow, RevocationReason::superseded}};

TEST(Crl, SaysWhatWasRevokedWhenAndWhy) {
  for (const auto algorithm : {Algorithm::sm2_sm3, Algorithm::p256_sha256, Algorithm::rsa_sha256}) {
    SampleAuthority authority(algorithm);
    const auto crl = parse_crl(make_crl(authority, kEntries)).value();
    EXPECT_EQ(crl.entries, kEntries);
    EXPECT_EQ(crl.number, 7u);
    EXPECT_EQ(crl.issuer, authority.plan.issuing_name);
    EXPECT_EQ(crl.next_update, kNow + kDay);
    ASSERT_NE(crl.find("01ab"), nullptr);
    EXPECT_EQ(crl.find("01ab")->reason, RevocationReason::key_compromise);
    EXPECT_EQ(crl.find("01ac"), nullptr);
    EXPECT_TRUE(verify_crl(crl, authority.issuing_info, kNow));
  }
}

TEST(Crl, HasNoListOfEntriesWhenEmpty) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  const auto crl = parse_crl(make_crl(authority, {})).value();
  EXPECT_TRUE(crl.entries.empty());
  EXPECT_TRUE(verify_crl(crl, authority.issuing_info, kNow));
}

TEST(Crl, NamesItsShard) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  const std::string uri = "http://127.0.0.1:8080/crl/3.crl";
  EXPECT_EQ(parse_crl(make_crl(authority, kEntries, uri)).value().shard_uri, uri);
  EXPECT_EQ(parse_crl(make_crl(authority, kEntries)).value().shard_uri, "");
}

TEST(Crl, IsRefusedFromOthersOutsideItsTimeAndWhenTamperedWith) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  const std::string der = make_crl(authority, kEntries);
  const auto crl = parse_crl(der).value();
  EXPECT_FALSE(verify_crl(crl, authority.root_info, kNow));
  EXPECT_FALSE(verify_crl(crl, authority.issuing_info, kNow - std::chrono::milliseconds{1}));
  EXPECT_FALSE(verify_crl(crl, authority.issuing_info, kNow + 2 * kDay));
  CertificateInfo without_right = authority.issuing_info;
  without_right.key_usage = key_usage::kKeyCertSign;
  EXPECT_FALSE(verify_crl(crl, without_right, kNow));
  for (std::size_t bit = 0; bit < der.size() * 8; bit += 3) {
    std::string damaged = der;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    const auto parsed = parse_crl(damaged);
    EXPECT_FALSE(parsed && verify_crl(*parsed, authority.issuing_info, kNow)) << "bit " << bit;
  }
}

TEST(Crl, OutlivesDamage) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  expect_outlives_damage(make_crl(authority, kEntries, "http://127.0.0.1/1.crl"),
                         [](std::string_view der) { return parse_crl(der).has_value(); });
}

TEST(Crl, IsSignedByItsIssuerOnlyAndHoldsSerialsInTheirFixedFormOnly) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  EXPECT_THROW((void)sign(CrlBuilder(head_of(authority)).build(), authority.root),
               std::logic_error);
  EXPECT_THROW(CrlBuilder(head_of(authority)).add({"0001", kNow}), std::invalid_argument);
}

TEST(RevocationReason, KnowsTheCodesOfTheStandard) {
  EXPECT_EQ(revocation_reason(1), RevocationReason::key_compromise);
  EXPECT_EQ(revocation_reason(10), RevocationReason::aa_compromise);
  EXPECT_FALSE(revocation_reason(7));
  EXPECT_FALSE(revocation_reason(11));
}

TEST(Crl, InPiecesIsTheSameAsInOne) {
  SampleAuthority authority(Algorithm::sm2_sm3);
  const CrlHead head = head_of(authority);
  CrlBuilder builder(head);
  std::string entries;
  for (const auto& entry : kEntries) {
    builder.add(entry);
    entries += encode_crl_entry(entry);
  }
  const auto whole = std::move(builder).build();
  const auto frame = frame_crl(head, entries.size());
  const std::string tbs = frame.before + entries + frame.after;
  EXPECT_EQ(tbs, whole.tbs);
  const auto around = sign(frame, tbs, authority.issuing);
  const auto crl = parse_crl(around.before + tbs + around.after).value();
  EXPECT_TRUE(verify_crl(crl, authority.issuing_info, kNow));
  EXPECT_EQ(crl.entries, kEntries);
  EXPECT_THROW((void)sign(frame, tbs, authority.root), std::logic_error);
}

TEST(Crl, SaysThatItIsADeltaWhereItsDeltaIsAndWhatItKeeps) {
  SampleAuthority authority(Algorithm::p256_sha256);
  CrlHead head = head_of(authority);
  head.freshest_uri = "http://127.0.0.1:8080/crl/issuing/delta.crl";
  head.keeps_expired_since = kNow - kDay;
  const auto complete = parse_crl(sign(CrlBuilder(head).build(), authority.issuing)).value();
  EXPECT_EQ(complete.freshest_uri, head.freshest_uri);
  EXPECT_EQ(complete.keeps_expired_since, kNow - kDay);
  EXPECT_FALSE(complete.base_number);
  head.freshest_uri.clear();
  head.base_number = 5;
  const auto delta = parse_crl(sign(CrlBuilder(head).build(), authority.issuing)).value();
  EXPECT_EQ(delta.base_number, 5u);
  EXPECT_EQ(delta.freshest_uri, "");
}

}  // namespace
}  // namespace certhall::pki
