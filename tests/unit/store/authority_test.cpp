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
    const auto list = tx.certificates().revoked("sm2-1", {99}, "", 9);
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].serial, "aa");
    EXPECT_EQ(list[1].serial, "bb");
    EXPECT_EQ(list[0].reason, domain::RevocationReason::privilege_withdrawn);
    EXPECT_NE(list[0].shard, 0);
    EXPECT_NE(list[0].revoked_at.ms, 0);
    EXPECT_EQ(tx.certificates().revoked("sm2-1", {100}, "", 9).size(), 1U);
    EXPECT_EQ(tx.certificates().revoked("sm2-1", {0}, "bb", 9).at(0).serial, "cc");
    EXPECT_EQ(tx.certificates().revoked("sm2-1", {0}, "", 2).size(), 2U);
    EXPECT_TRUE(tx.certificates().revoked("other", {0}, "", 9).empty());
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

class RevocationLists : public Authorities {
 protected:
  app::CrlIssue issue_of(std::int64_t number, std::int64_t next_update) {
    auto issue = filled<app::CrlIssue>();
    issue.issuer = "sm2";
    issue.number = number;
    issue.next_update = {next_update};
    issue.is_signed = false;
    return issue;
  }
  void put_authority() {
    auto authority = filled<app::Authority>();
    authority.name = "sm2";
    commit([&](Transaction& tx) { tx.authorities().insert(authority); });
  }
};
ON_BOTH_ENGINES(RevocationLists);

TEST_P(RevocationLists, NeverShareANumber) {
  put_authority();
  const auto issue = issue_of(7, 100);
  commit([&](Transaction& tx) {
    EXPECT_FALSE(tx.authorities().last_crl_issue("sm2"));
    tx.authorities().insert_crl_issue(issue);
  });
  EXPECT_THROW(commit([&](Transaction& tx) { tx.authorities().insert_crl_issue(issue); }),
               Conflict);
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.authorities().last_crl_issue("sm2"), issue);
    EXPECT_FALSE(tx.authorities().newest_crl("sm2"));  // recorded, not signed
    EXPECT_FALSE(tx.authorities().last_crl_issue("none"));
  });
}

TEST_P(RevocationLists, AreRecordedBeforeTheyAreSigned) {
  put_authority();
  auto issue = issue_of(7, 100);
  app::StoredCrl crl{.issuer = "sm2", .number = 7, .shard = 3, .base = 5, .entries = 9};
  const auto record = filled<app::SignatureRecord>();
  commit([&](Transaction& tx) {
    tx.authorities().insert_crl_issue(issue);
    tx.authorities().insert_crl(crl);
    tx.authorities().record(record);
    EXPECT_TRUE(tx.authorities().is_recorded(record.digest));
    EXPECT_FALSE(tx.authorities().is_recorded("none"));
  });
  crl.object = {"01OBJECT"};
  crl.size_bytes = 88;
  issue.is_signed = true;
  commit([&](Transaction& tx) {
    tx.authorities().update_crl(crl);
    tx.authorities().finish_crl_issue(issue);
  });
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.authorities().newest_crl("sm2"), issue);
    EXPECT_SAME(*tx.authorities().find_crl("sm2", 7, 3, true), crl);
    EXPECT_FALSE(tx.authorities().find_crl("sm2", 7, 3, false));
  });
  EXPECT_THROW(commit([&](Transaction& tx) { tx.authorities().finish_crl_issue(issue); }),
               std::logic_error);
}

TEST_P(RevocationLists, AreKeptAsLongAsTheyAreFresh) {
  put_authority();
  for (const std::int64_t number : {1, 2, 3}) {
    const auto issue = issue_of(number, number * 100);
    commit([&](Transaction& tx) {
      tx.authorities().insert_crl_issue(issue);
      tx.authorities().insert_crl({.issuer = "sm2",
                                   .number = number,
                                   .shard = 0,
                                   .base = 0,
                                   .object = {"object " + std::to_string(number)}});
      tx.authorities().finish_crl_issue(issue);
    });
  }
  look([&](Transaction& tx) {
    EXPECT_EQ(tx.authorities().oldest_fresh_crl("sm2", {100})->number, 2);
    EXPECT_EQ(tx.authorities().oldest_fresh_crl("sm2", {99})->number, 1);
    EXPECT_FALSE(tx.authorities().oldest_fresh_crl("sm2", {300}));
    ASSERT_EQ(tx.authorities().stale_crls({200}, 9).size(), 2U);
    EXPECT_EQ(tx.authorities().stale_crls({100}, 9).at(0).object.value, "object 1");
    EXPECT_TRUE(tx.authorities().stale_crls({99}, 9).empty());
  });
}

TEST_P(Authorities, NoteEveryChangeOfAStatusInTheOrderOfTheCommits) {
  auto certificate = certificate_of(put_application(), 1);
  certificate.revoked_at = {};
  certificate.shard = 4;
  reserve(certificate);
  const auto become = [&](CertificateStatus status, std::int64_t at,
                          domain::RevocationReason reason) {
    certificate.status = status;
    certificate.revoked_at = {at};
    certificate.revocation_reason = reason;
    commit([&](Transaction& tx) { EXPECT_TRUE(tx.certificates().update(certificate)); });
  };
  using enum domain::RevocationReason;
  become(CertificateStatus::issued, 0, unspecified);
  become(CertificateStatus::issued, 0, unspecified);  // no change of the status
  become(CertificateStatus::suspended, 10, certificate_hold);
  become(CertificateStatus::issued, 0, unspecified);
  become(CertificateStatus::revoked, 20, superseded);
  look([&](Transaction& tx) {
    const auto events = tx.certificates().events(0, 9);
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(events[0].seq, 1);
    EXPECT_EQ(events[1].status, CertificateStatus::suspended);
    EXPECT_EQ(events[2].status, CertificateStatus::issued);
    EXPECT_EQ(events[2].reason, remove_from_crl);
    EXPECT_EQ(events[2].revoked_at.ms, 10);
    EXPECT_EQ(events[3].seq, 4);
    EXPECT_EQ(events[3].shard, 4);
    EXPECT_EQ(tx.certificates().events(3, 9).size(), 1U);
    EXPECT_EQ(tx.certificates().last_event(), 4);
    EXPECT_EQ(tx.certificates().last_revocation(certificate.issuer), 4);
    EXPECT_EQ(tx.certificates().last_revocation("other"), 0);
    EXPECT_EQ(tx.certificates().revocations_since(certificate.issuer, 0, 9).size(), 3U);
  });
}

TEST_P(Authorities, BlockAKeyForEver) {
  commit([&](Transaction& tx) {
    EXPECT_FALSE(tx.certificates().is_blocked("aa"));
    tx.certificates().block_key({"aa", "key_compromise", "import", {5}});
    tx.certificates().block_key({"aa", "key_compromise", "import", {6}});
  });
  look([&](Transaction& tx) {
    EXPECT_TRUE(tx.certificates().is_blocked("aa"));
    EXPECT_FALSE(tx.certificates().is_blocked("bb"));
  });
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

TEST_P(Authorities, NameTheKeyOfEachEncryptionCertificate) {
  auto key = filled<app::EncryptionKey>();
  key.application_id = put_application().id;
  commit([&](Transaction& tx) { tx.encryption_keys().insert(key); });
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.encryption_keys().find_by_public_key(key.public_key_digest), key);
    EXPECT_FALSE(tx.encryption_keys().find_by_public_key("none"));
    EXPECT_TRUE(tx.encryption_keys().earlier(10).empty());
  });
}

TEST_P(Authorities, GiveUpThePrivateKeysOfBeforeTheKeyCentre) {
  auto key = filled<app::EncryptionKey>();
  key.application_id = put_application().id;
  commit([&](Transaction& tx) { tx.encryption_keys().insert(key); });
  const std::string place = "encryption_key.private_key/" + key.id.value;
  sql("update encryption_key set private_key = '" + to_base64(sealer_.seal("secret", place)) + "'");
  const auto earlier = look([](Transaction& tx) { return tx.encryption_keys().earlier(10); });
  ASSERT_EQ(earlier.size(), 1U);
  EXPECT_SAME(earlier.front().key, key);
  EXPECT_EQ(earlier.front().private_key.reveal(), "secret");
  commit([&](Transaction& tx) { tx.encryption_keys().forget_private_key(key.id); });
  EXPECT_TRUE(look([](Transaction& tx) { return tx.encryption_keys().earlier(10).empty(); }));
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
