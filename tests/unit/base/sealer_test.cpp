#include "base/sealer.h"

#include <gtest/gtest.h>

namespace certhall {
namespace {

class SealerTest : public testing::Test {
 protected:
  SystemRandom random_;
  Sealer sealer_{SecretText(std::string(32, 'm')), random_};
};

TEST_F(SealerTest, OpensWhatItSealed) {
  const std::string sealed = sealer_.seal("13800000000", "account.mobile/1");
  EXPECT_EQ(sealed.find("138"), std::string::npos);
  EXPECT_TRUE(sealed.starts_with("s1"));
  EXPECT_EQ(sealed.size(), 2U + 12 + 48 + 12 + 11 + 16);
  EXPECT_EQ(sealer_.open(sealed, "account.mobile/1"), "13800000000");
}

TEST_F(SealerTest, SealsTheSameTextDifferentlyEachTime) {
  EXPECT_NE(sealer_.seal("a", "b"), sealer_.seal("a", "b"));
}

TEST_F(SealerTest, DoesNotOpenWhatWasMoved) {
  const std::string sealed = sealer_.seal("a", "account.mobile/1");
  EXPECT_THROW(static_cast<void>(sealer_.open(sealed, "account.mobile/2")), std::runtime_error);
}

TEST_F(SealerTest, DoesNotOpenWhatWasChangedOrCut) {
  const std::string sealed = sealer_.seal("a", "b");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] ^= 1;
    EXPECT_THROW(static_cast<void>(sealer_.open(changed, "b")), std::runtime_error) << i;
    EXPECT_THROW(static_cast<void>(sealer_.open(sealed.substr(0, i), "b")), std::runtime_error)
        << i;
  }
}

TEST_F(SealerTest, DoesNotOpenUnderAnotherMasterKey) {
  const Sealer other(SecretText(std::string(32, 'x')), random_);
  EXPECT_THROW(static_cast<void>(other.open(sealer_.seal("a", "b"), "b")), std::runtime_error);
}

TEST_F(SealerTest, GivesEqualDigestsForEqualValuesAndPurposes) {
  const Sealer other(SecretText(std::string(32, 'x')), random_);
  EXPECT_EQ(sealer_.digest("a", "mobile"), sealer_.digest("a", "mobile"));
  EXPECT_EQ(sealer_.digest("a", "mobile").size(), 64U);
  EXPECT_NE(sealer_.digest("a", "mobile"), sealer_.digest("b", "mobile"));
  EXPECT_NE(sealer_.digest("a", "mobile"), sealer_.digest("a", "id_number"));
  EXPECT_NE(sealer_.digest("a", "mobile"), other.digest("a", "mobile"));
}

TEST_F(SealerTest, TakesAMasterKeyOf32BytesOnly) {
  EXPECT_THROW(Sealer(SecretText("short"), random_), std::invalid_argument);
}

}  // namespace
}  // namespace certhall
