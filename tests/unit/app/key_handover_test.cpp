#include "app/key_handover.h"

#include "base/encoding.h"
#include "pki/envelope.h"
#include "store/connection.h"
#include "unit/app/hall_test.h"
#include "unit/pki/samples.h"

namespace certhall::app {
namespace {

/// Notes what it is handed.
class AdoptingCentre final : public KeyCentre {
 public:
  Result<HandedKey> issue(const KeyRequest&) override { return none(); }
  Result<std::vector<KeyRecord>> history(std::string_view) override { return none(); }
  Result<KeyRecoveryId> ask_recovery(const KeyRecoveryRequest&) override { return none(); }
  Result<HandedKey> recover(const KeyRecoveryId&, pki::EnvelopeForm) override { return none(); }
  Status adopt(const EarlierKeyHandover& key) override {
    if (is_elsewhere) return fail(ErrorCode::forbidden, "不在本机");
    adopted.push_back(key);
    return {};
  }
  Status fill_pool() override { return {}; }
  static tl::unexpected<Error> none() { return fail(ErrorCode::unavailable, "没有"); }

  bool is_elsewhere = false;
  std::vector<EarlierKeyHandover> adopted;
};

class KeyHandover : public HallTest {
 protected:
  KeyHandover() {
    application_ = put_application(domain::ApplicationStatus::approved).id;
    put_certificate(domain::CertificateUsage::signing, "signing digest");
    put_certificate(domain::CertificateUsage::encryption, "encryption digest");
    commit([&](Transaction& tx) {
      tx.encryption_keys().insert({.id = {"key1"},
                                   .application_id = application_,
                                   .public_key_digest = "encryption digest",
                                   .created_at = clock_.now()});
    });
    const std::string sealed =
        to_base64(sealer_.seal(key_.to_pkcs8().reveal(), "encryption_key.private_key/key1"));
    store::Connection connection("sqlite:" + (folder_ / "db.sqlite").string(), Mode::write,
                                 std::chrono::seconds{5});
    connection.execute("update encryption_key set private_key = '" + sealed + "'", {});
  }

  void put_certificate(domain::CertificateUsage usage, const std::string& digest) {
    commit([&](Transaction& tx) {
      tx.certificates().reserve({.id = CertificateId::create(clock_, random_),
                                 .application_id = application_,
                                 .account_id = {"account1"},
                                 .usage = usage,
                                 .issuer = "sm2",
                                 .serial = "0" + std::to_string(static_cast<int>(usage) + 1),
                                 .subject = "CN=示例",
                                 .token_serial = "TOKEN1",
                                 .public_key_digest = digest,
                                 .tbs = pki::build_tbs(authority_.request()),
                                 .created_at = clock_.now()});
    });
  }

  pki::SampleAuthority authority_{pki::Algorithm::sm2_sm3};
  pki::PrivateKey key_ = pki::PrivateKey::generate(pki::Algorithm::sm2_sm3);
  ApplicationId application_;
  AdoptingCentre centre_;
  Hall with_centre_{*store_,   files_,    keys_,    centre_, passwords_,
                    reader_,   clock_,    random_,  sealer_, domain::sample::divisions(),
                    calendar_, settings_, metrics_, {}};
};

TEST_F(KeyHandover, GivesTheCentreEachKeyOfBeforeUnderTheRequestThatItsTokenWouldMake) {
  EXPECT_EQ(hand_earlier_keys_over(with_centre_).value(), 1);
  ASSERT_EQ(centre_.adopted.size(), 1u);
  const auto& given = centre_.adopted.front();
  EXPECT_EQ(given.id.value, "key1");
  EXPECT_EQ(given.private_key.reveal(), key_.to_pkcs8().reveal());
  const auto spki = authority_.subscriber.public_key().spki();
  const auto request = key_request(application_, "TOKEN1", spki, pki::Algorithm::sm2_sm3);
  EXPECT_EQ(given.request.request, request.request);
  EXPECT_EQ(given.request.recipient, spki);
  EXPECT_EQ(given.request.subscriber, application_.value);
  EXPECT_EQ(hand_earlier_keys_over(with_centre_).value(), 0) << "and keeps none itself";
}

TEST_F(KeyHandover, KeepsTheKeyWhereTheCentreDoesNotTakeIt) {
  centre_.is_elsewhere = true;
  EXPECT_EQ(hand_earlier_keys_over(with_centre_).error().code, ErrorCode::forbidden);
  centre_.is_elsewhere = false;
  EXPECT_EQ(hand_earlier_keys_over(with_centre_).value(), 1);
}

TEST(KeyRequests, AreTheSameForTheSameTokenAndDifferForAnyOther) {
  const auto request = [](const char* id, const char* token, const std::string& spki) {
    return key_request({id}, token, spki, pki::Algorithm::sm2_sm3).request;
  };
  EXPECT_EQ(request("a", "T1", "key"), request("a", "T1", "key"));
  EXPECT_NE(request("a", "T1", "key"), request("b", "T1", "key"));
  EXPECT_NE(request("a", "T1", "key"), request("a", "T2", "key"));
  EXPECT_NE(request("a", "T1", "key"), request("a", "T1", "other"));
  EXPECT_LE(request("a", "T1", "key").size(), 128u);
}

}  // namespace
}  // namespace certhall::app
