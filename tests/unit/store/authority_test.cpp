#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

using domain::CertificateStatus;
using domain::CertificateUsage;

class Authorities : public StoreTest {
 protected:
  domain::Certificate certificate_of(const domain::Application& application, std::int64_t n,
                                     CertificateUsage usage = CertificateUsage::signing) {
    auto certificate = filled<domain::Certificate>(n);
    certificate.application_id = application.id;
    certificate.account_id = application.account_id;
    certificate.usage = usage;
    certificate.status = CertificateStatus::reserved;
    certificate.tbs = std::string("\x30\x00\xff tbs", 7);
    return certificate;
  }
  void reserve(const domain::Certificate& certificate) {
    commit([&](Transaction& tx) { tx.certificates().reserve(certificate); });
  }
};
ON_BOTH_ENGINES(Authorities);

TEST_P(Authorities, KeepCertificatesWhole) {
  const auto certificate = certificate_of(put_application(), 1);
  reserve(certificate);
  look([&](Transaction& tx) {
    auto& all = tx.certificates();
    EXPECT_SAME(*all.find_by_serial(certificate.serial), certificate);
    EXPECT_SAME(*all.find_by_serial(certificate.issuer, certificate.serial), certificate);
    EXPECT_FALSE(all.find_by_serial("another", certificate.serial));
    EXPECT_SAME(all.of_application(certificate.application_id).at(0), certificate);
    EXPECT_SAME(all.reserved(5).at(0), certificate);
  });
}

TEST_P(Authorities, NeverReserveASecondLiveCertificateOfOneUsage) {
  const auto application = put_application();
  auto first = certificate_of(application, 1);
  const auto second = certificate_of(application, 2);
  reserve(first);
  EXPECT_THROW(reserve(second), Conflict);
  first.status = CertificateStatus::issued;
  commit([&](Transaction& tx) { EXPECT_TRUE(tx.certificates().update(first)); });
  EXPECT_THROW(reserve(second), Conflict);
  reserve(certificate_of(application, 3, CertificateUsage::encryption));
  first.status = CertificateStatus::revoked;
  commit([&](Transaction& tx) { EXPECT_TRUE(tx.certificates().update(first)); });
  reserve(second);
  look([&](Transaction& tx) {
    const auto all = tx.certificates().of_application(application.id);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all.back().id, first.id);
  });
}

TEST_P(Authorities, NeverUseASerialOrAKeyTwice) {
  auto first = certificate_of(put_application(1), 1);
  const auto other = put_application(2);
  reserve(first);
  auto same_serial = certificate_of(other, 2);
  same_serial.serial = first.serial;
  EXPECT_THROW(reserve(same_serial), Conflict);
  auto same_key = certificate_of(other, 3);
  same_key.public_key_digest = first.public_key_digest;
  EXPECT_THROW(reserve(same_key), Conflict);
  first.status = CertificateStatus::voided;
  commit([&](Transaction& tx) { EXPECT_TRUE(tx.certificates().update(first)); });
  EXPECT_THROW(reserve(same_serial), Conflict);
  reserve(same_key);
}

TEST_P(Authorities, NeverChangeWhatWasRecordedBeforeSigning) {
  auto certificate = certificate_of(put_application(), 1);
  reserve(certificate);
  const auto recorded = certificate;
  certificate = filled<domain::Certificate>(2);
  certificate.id = recorded.id;
  certificate.revision = recorded.revision;
  certificate.status = CertificateStatus::issued;
  commit([&](Transaction& tx) { EXPECT_TRUE(tx.certificates().update(certificate)); });
  look([&](Transaction& tx) {
    const auto found = *tx.certificates().find_by_serial(recorded.serial);
    EXPECT_EQ(found.tbs, recorded.tbs);
    EXPECT_EQ(found.public_key_digest, recorded.public_key_digest);
    EXPECT_EQ(found.der, certificate.der);
    EXPECT_EQ(found.status, CertificateStatus::issued);
    EXPECT_TRUE(tx.certificates().reserved(5).empty());
  });
  auto stale = recorded;
  commit([&](Transaction& tx) { EXPECT_FALSE(tx.certificates().update(stale)); });
}

TEST_P(Authorities, ListWhatIsRevokedAndNotExpired) {
  const auto application = put_application();
  const auto revoke = [&](std::int64_t n, std::string serial, std::int64_t not_after) {
    auto certificate = certificate_of(application, n);
    certificate.issuer = "sm2-1";
    certificate.serial = std::move(serial);
    certificate.not_after = {not_after};
    certificate.status = CertificateStatus::revoked;
    reserve(certificate);
  };
  revoke(1, "bb", 100);
  revoke(2, "aa", 101);
  revoke(3, "cc", 50);
  look([&](Transaction& tx) {
    const auto list = tx.certificates().revoked("sm2-1", {99});
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].serial, "aa");
    EXPECT_EQ(list[1].serial, "bb");
    EXPECT_EQ(list[0].reason, domain::RevocationReason::cessation_of_operation);
    EXPECT_NE(list[0].revoked_at.ms, 0);
    EXPECT_EQ(tx.certificates().revoked("sm2-1", {100}).size(), 1U);
    EXPECT_TRUE(tx.certificates().revoked("other", {0}).empty());
  });
}

TEST_P(Authorities, AreKeptAndRenewed) {
  auto authority = filled<app::Authority>();
  authority.certificate = std::string("\x30\x00\x80", 3);
  commit([&](Transaction& tx) { tx.authorities().insert(authority); });
  EXPECT_THROW(commit([&](Transaction& tx) { tx.authorities().insert(authority); }), Conflict);
  authority.not_after = {99};
  authority.certificate = "renewed";
  commit([&](Transaction& tx) { tx.authorities().replace(authority); });
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.authorities().find(authority.name), authority);
    EXPECT_EQ(tx.authorities().list().size(), 1U);
    EXPECT_FALSE(tx.authorities().find("none"));
  });
  EXPECT_THROW(
      commit([&](Transaction& tx) { tx.authorities().replace(filled<app::Authority>(2)); }),
      std::logic_error);
}

TEST_P(Authorities, NeverGiveOneNumberToTwoLists) {
  auto crl = filled<app::StoredCrl>();
  auto authority = filled<app::Authority>();
  authority.name = crl.issuer;
  commit([&](Transaction& tx) {
    tx.authorities().insert(authority);
    tx.authorities().insert_crl(crl);
  });
  EXPECT_THROW(commit([&](Transaction& tx) { tx.authorities().insert_crl(crl); }), Conflict);
  crl.number += 1;
  commit([&](Transaction& tx) { tx.authorities().insert_crl(crl); });
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.authorities().newest_crl(crl.issuer), crl);
    EXPECT_FALSE(tx.authorities().newest_crl("none"));
  });
}

TEST_P(Authorities, RecordAListBeforeItIsSigned) {
  auto crl = filled<app::StoredCrl>();
  auto authority = filled<app::Authority>();
  authority.name = crl.issuer;
  const auto signed_bytes = std::exchange(crl.der, "");
  const app::SignatureRecord record = filled<app::SignatureRecord>();
  commit([&](Transaction& tx) {
    tx.authorities().insert(authority);
    EXPECT_EQ(tx.authorities().last_crl_number(crl.issuer), 0);
    tx.authorities().insert_crl(crl);
    tx.authorities().record(record);
  });
  look([&](Transaction& tx) {
    EXPECT_FALSE(tx.authorities().newest_crl(crl.issuer));
    EXPECT_EQ(tx.authorities().last_crl_number(crl.issuer), crl.number);
    EXPECT_TRUE(tx.authorities().is_recorded(record.digest));
    EXPECT_FALSE(tx.authorities().is_recorded("none"));
  });
  crl.der = signed_bytes;
  commit([&](Transaction& tx) { tx.authorities().finish_crl(crl); });
  look([&](Transaction& tx) { EXPECT_SAME(*tx.authorities().newest_crl(crl.issuer), crl); });
  EXPECT_THROW(commit([&](Transaction& tx) { tx.authorities().finish_crl(crl); }),
               std::logic_error);
}

TEST_P(Authorities, AreReadPageByPage) {
  const auto application = put_application();
  auto first = certificate_of(application, 1);
  auto second = certificate_of(application, 2, CertificateUsage::encryption);
  first.id = {"01A"};
  second.id = {"01B"};
  reserve(second);
  reserve(first);
  look([&](Transaction& tx) {
    EXPECT_EQ(tx.certificates().page("", 1).at(0).id, first.id);
    EXPECT_EQ(tx.certificates().page("01A", 9).at(0).id, second.id);
    EXPECT_TRUE(tx.certificates().page("01B", 9).empty());
  });
}

TEST_P(Authorities, KeepEncryptionKeysForRecovery) {
  auto key = filled<app::EncryptionKey>();
  key.application_id = put_application().id;
  commit([&](Transaction& tx) { tx.encryption_keys().insert(key); });
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.encryption_keys().find_by_public_key(key.public_key_digest), key);
    EXPECT_FALSE(tx.encryption_keys().find_by_public_key("none"));
  });
}

TEST_P(Authorities, KnowEveryTokenOnce) {
  auto token = filled<domain::Token>(1);
  token.application_id = put_application().id;
  token.status = domain::TokenStatus::written;
  auto theirs = token;
  commit([&](Transaction& tx) { tx.tokens().insert(token); });
  EXPECT_THROW(commit([&](Transaction& tx) { tx.tokens().insert(token); }), Conflict);
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.tokens().find_by_serial(token.serial), token);
    EXPECT_SAME(*tx.tokens().of_application(token.application_id), token);
  });
  token.status = domain::TokenStatus::retired;
  commit([&](Transaction& tx) {
    EXPECT_TRUE(tx.tokens().update(token));
    EXPECT_FALSE(tx.tokens().update(theirs));
    EXPECT_FALSE(tx.tokens().of_application(token.application_id));
  });
}

TEST_P(Authorities, GiveASpareTokenToAnotherApplication) {
  auto token = filled<domain::Token>(1);
  token.application_id = put_application(1).id;
  const auto next = put_application(2).id;
  token.status = domain::TokenStatus::spare;
  commit([&](Transaction& tx) {
    tx.tokens().insert(token);
    EXPECT_FALSE(tx.tokens().of_application(token.application_id));
  });
  token.application_id = next;
  token.status = domain::TokenStatus::initialised;
  commit([&](Transaction& tx) { EXPECT_TRUE(tx.tokens().update(token)); });
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.tokens().of_application(next), token);
    EXPECT_SAME(*tx.tokens().find_by_serial(token.serial), token);
  });
}

TEST_P(Authorities, SealTheAdministratorPinOfATokenAndReleaseItOnce) {
  auto token = filled<domain::Token>(1);
  token.application_id = put_application().id;
  auto session = filled<domain::UnlockSession>();
  session.token_id = token.id;
  session.authorised_by = put_staff(1).id;
  session.released_to = "";
  session.released_at = {};
  const SecretText so_pin{"7391046258139047"};
  commit([&](Transaction& tx) {
    tx.tokens().insert(token);
    EXPECT_FALSE(tx.tokens().find_so_pin(token.id));
    tx.tokens().put_so_pin(token.id, so_pin);
    tx.tokens().insert_unlock(session);
  });
  EXPECT_THROW(commit([&](Transaction& tx) { tx.tokens().put_so_pin(token.id, so_pin); }),
               Conflict);
  const auto rows = sql("select so_pin from token_secret").rows;
  const auto& stored = std::get<std::string>(rows.at(0).at("so_pin"));
  EXPECT_EQ(stored.find(so_pin.reveal()), std::string::npos) << stored;
  session.released_to = put_staff(2).id.value;
  session.released_at = {77};
  commit([&](Transaction& tx) {
    EXPECT_EQ(tx.tokens().find_so_pin(token.id)->reveal(), so_pin.reveal());
    EXPECT_TRUE(tx.tokens().find_unlock(session.id)->released_to.empty());
    EXPECT_TRUE(tx.tokens().release_unlock(session));
    EXPECT_FALSE(tx.tokens().release_unlock(session));
    EXPECT_SAME(*tx.tokens().find_unlock(session.id), session);
  });
}

TEST_P(Authorities, LetOneStationWorkOnAnApplication) {
  const auto application = put_application();
  const auto anna = put_staff(1);
  const auto bert = put_staff(2);
  const auto claim = [&](const domain::Staff& staff, std::int64_t now) {
    return commit([&](Transaction& tx) {
      return tx.production().claim({.application_id = application.id,
                                    .staff_id = staff.id,
                                    .claimed_at = {now},
                                    .lease_until = {now + 100}},
                                   {now});
    });
  };
  EXPECT_TRUE(claim(anna, 1000));
  EXPECT_FALSE(claim(bert, 1099));
  EXPECT_TRUE(claim(anna, 1050));  // prolonged to 1150
  EXPECT_FALSE(claim(bert, 1149));
  EXPECT_TRUE(claim(bert, 1150));
  look([&](Transaction& tx) {
    EXPECT_EQ(tx.production().claim_of(application.id)->staff_id, bert.id);
  });
  commit([&](Transaction& tx) { tx.production().release(application.id); });
  look([&](Transaction& tx) { EXPECT_FALSE(tx.production().claim_of(application.id)); });
}

TEST_P(Authorities, EraseAPinOnceItIsDelivered) {
  const auto id = put_application().id;
  commit([&](Transaction& tx) {
    EXPECT_FALSE(tx.production().find_pin(id));
    tx.production().put_pin(id, SecretText("111111"));
    tx.production().put_pin(id, SecretText("283746"));
  });
  look([&](Transaction& tx) { EXPECT_EQ(tx.production().find_pin(id)->reveal(), "283746"); });
  commit([&](Transaction& tx) { tx.production().erase_pin(id); });
  look([&](Transaction& tx) { EXPECT_FALSE(tx.production().find_pin(id)); });
}

}  // namespace
}  // namespace certhall::store
