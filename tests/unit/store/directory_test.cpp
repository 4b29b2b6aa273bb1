#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

using domain::CertificateStatus;

class Directory : public StoreTest {
 protected:
  /// Issued and entered.
  domain::Certificate put_certificate(std::int64_t n, const std::string& code,
                                      const std::string& key_id) {
    const auto application = put_application(n);
    auto certificate = filled<domain::Certificate>(n);
    certificate.application_id = application.id;
    certificate.account_id = application.account_id;
    certificate.status = CertificateStatus::reserved;
    certificate.publish = true;
    certificate.created_at = Timestamp{n * 1000};
    commit([&](Transaction& tx) {
      tx.certificates().reserve(certificate);
      certificate.status = CertificateStatus::issued;
      EXPECT_TRUE(tx.certificates().update(certificate));
      tx.directory().put({.certificate_id = certificate.id, .key_id = key_id, .credit_code = code});
    });
    return certificate;
  }
  void change(domain::Certificate& certificate) {
    commit([&](Transaction& tx) { EXPECT_TRUE(tx.certificates().update(certificate)); });
  }
};
ON_BOTH_ENGINES(Directory);

TEST_P(Directory, FindsTheNewestFirstAndNoMoreThanAskedFor) {
  const auto first = put_certificate(1, "CODE", "aa"), second = put_certificate(2, "CODE", "bb");
  put_certificate(3, "OTHER", "cc");
  look([&](Transaction& tx) {
    EXPECT_EQ(tx.directory().of_credit_code("CODE", 20),
              (std::vector<CertificateId>{second.id, first.id}));
    EXPECT_EQ(tx.directory().of_credit_code("CODE", 1), std::vector<CertificateId>{second.id});
    EXPECT_EQ(tx.directory().of_key_id("aa", 20), std::vector<CertificateId>{first.id});
    EXPECT_EQ(tx.directory().of_key_digest(first.public_key_digest, 20),
              std::vector<CertificateId>{first.id});
    EXPECT_TRUE(tx.directory().of_credit_code("COD", 20).empty());
  });
}

TEST_P(Directory, NeverFindsWhatHasNoCodeByNone) {
  put_certificate(1, "", "");
  look([](Transaction& tx) {
    EXPECT_TRUE(tx.directory().of_credit_code("", 20).empty());
    EXPECT_TRUE(tx.directory().of_key_id("", 20).empty());
  });
}

TEST_P(Directory, FindsWhatIsPublishedAndWasIssued) {
  auto certificate = put_certificate(1, "CODE", "aa");
  const auto found = [&] {
    return look([](Transaction& tx) { return tx.directory().of_credit_code("CODE", 20).size(); });
  };
  certificate.status = CertificateStatus::revoked;
  change(certificate);
  EXPECT_EQ(found(), 1U);
  certificate.publish = false;
  change(certificate);
  EXPECT_EQ(found(), 0U);
  certificate.publish = true;
  certificate.status = CertificateStatus::voided;
  change(certificate);
  EXPECT_EQ(found(), 0U);
}

TEST_P(Directory, AnEntryPutAgainTakesItsOwnPlace) {
  const auto certificate = put_certificate(1, "CODE", "aa");
  commit([&](Transaction& tx) {
    tx.directory().put({.certificate_id = certificate.id, .key_id = "bb", .credit_code = "NEW"});
  });
  look([&](Transaction& tx) {
    EXPECT_TRUE(tx.directory().of_credit_code("CODE", 20).empty());
    EXPECT_EQ(tx.directory().of_credit_code("NEW", 20).size(), 1U);
    EXPECT_EQ(tx.directory().of_key_id("bb", 20).size(), 1U);
    EXPECT_TRUE(tx.directory().unfiled(20).empty());
  });
}

TEST_P(Directory, TheClockOfStampsIsKeptForEachSigner) {
  commit([](Transaction& tx) {
    EXPECT_FALSE(tx.time_stamps().last("tsa-sm2"));
    tx.time_stamps().advance({.authority = "tsa-sm2", .serial = 5, .stamped_at = {1000}});
    tx.time_stamps().advance({.authority = "tsa-p256", .serial = 9, .stamped_at = {3000}});
    tx.time_stamps().advance({.authority = "tsa-sm2", .serial = 6, .stamped_at = {2000}});
  });
  look([](Transaction& tx) {
    const auto last = tx.time_stamps().last("tsa-sm2");
    ASSERT_TRUE(last);
    EXPECT_EQ(last->serial, 6);
    EXPECT_EQ(last->stamped_at, Timestamp{2000});
  });
}

}  // namespace
}  // namespace certhall::store
