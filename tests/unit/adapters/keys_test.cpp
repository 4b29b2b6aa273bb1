#include "adapters/keys/answer_ledger.h"
#include "adapters/keys/folder_keys.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "unit/adapters/folder.h"

namespace certhall::adapters {
namespace {

class Keys : public FolderTest {
 protected:
  FolderKeys keys_{folder_ / "keys", sealer_};
};

bool verifies(const pki::Signer& signer, std::string_view signature) {
  return pki::PublicKey::from_spki(signer.spki())->verify("message", signature);
}

TEST_F(Keys, AreMadeOnceAndSignEverAfter) {
  const auto made = keys_.create("sm2-1", pki::Algorithm::sm2_sm3);
  EXPECT_EQ(made->algorithm(), pki::Algorithm::sm2_sm3);
  EXPECT_EQ(keys_.create("sm2-1", pki::Algorithm::sm2_sm3)->spki(), made->spki());
  EXPECT_EQ(keys_.find("sm2-1")->spki(), made->spki());
  FolderKeys after_restart(folder_ / "keys", sealer_);
  const auto found = after_restart.find("sm2-1");
  EXPECT_EQ(found->spki(), made->spki());
  EXPECT_TRUE(verifies(*made, found->sign("message")));
}

TEST_F(Keys, AreDifferentByName) {
  const auto one = keys_.create("one", pki::Algorithm::sm2_sm3);
  const auto two = keys_.create("two", pki::Algorithm::p256_sha256);
  EXPECT_EQ(two->algorithm(), pki::Algorithm::p256_sha256);
  EXPECT_FALSE(verifies(*one, two->sign("message")));
}

TEST_F(Keys, NoteWhatTheySignBeforeTheySign) {
  const auto made = keys_.create("sm2-1", pki::Algorithm::sm2_sm3);
  EXPECT_TRUE(keys_.signed_digests("sm2-1").empty());
  (void)made->sign("one");
  (void)keys_.find("sm2-1")->sign("two");
  (void)keys_.find("sm2-1", app::Ledger::answers)->sign("three");
  FolderKeys another_node(folder_ / "keys", sealer_);
  (void)another_node.find("sm2-1")->sign("four");
  const std::vector<std::string> expected{to_hex(sha256("one")), to_hex(sha256("two")),
                                          to_hex(sha256("four"))};
  EXPECT_EQ(keys_.signed_digests("sm2-1"), expected);
  EXPECT_EQ(AnswerLedger(folder_ / "keys").messages("sm2-1"), std::vector<std::string>{"three"});
  EXPECT_TRUE(keys_.signed_digests("none").empty());
}

TEST_F(Keys, AreSealedForTheirOwnerOnly) {
  keys_.create("sm2-1", pki::Algorithm::sm2_sm3);
  ASSERT_EQ(files().size(), 1U);
  EXPECT_EQ(std::filesystem::status(files()[0]).permissions(), std::filesystem::perms(0600));
  // Neither the object identifier of SM2 nor that of EC keys, as every plain PKCS#8 has them.
  EXPECT_FALSE(any_file_holds("\x2a\x81\x1c\xcf\x55\x01\x82\x2d"));
  EXPECT_FALSE(any_file_holds("\x2a\x86\x48\xce\x3d\x02\x01"));
}

TEST_F(Keys, ThatAreMissingDamagedOrRenamedThrow) {
  EXPECT_THROW(static_cast<void>(keys_.find("none")), std::runtime_error);
  keys_.create("one", pki::Algorithm::sm2_sm3);
  std::filesystem::copy(files()[0], folder_ / "keys" / "two.key");
  FolderKeys after_restart(folder_ / "keys", sealer_);
  EXPECT_THROW(static_cast<void>(after_restart.find("two")), std::runtime_error);
  damage(folder_ / "keys" / "one.key");
  EXPECT_THROW(static_cast<void>(after_restart.find("one")), std::runtime_error);
  EXPECT_THROW(static_cast<void>(after_restart.create("one", pki::Algorithm::sm2_sm3)),
               std::runtime_error);
}

}  // namespace
}  // namespace certhall::adapters
