#include <gtest/gtest.h>

#include "adapters/passwords/argon2.h"

namespace certhall::adapters {
namespace {

class Passwords : public testing::Test {
 protected:
  SystemRandom random_;
  Argon2Hasher hasher_{{.memory_kib = 64, .passes = 1, .lanes = 1}, random_};
};

TEST_F(Passwords, MatchTheirHashAndNoOther) {
  const auto hash = hasher_.hash(SecretText("correct horse"));
  EXPECT_TRUE(hasher_.matches(SecretText("correct horse"), hash));
  EXPECT_FALSE(hasher_.matches(SecretText("correct horse "), hash));
  EXPECT_FALSE(hasher_.matches(SecretText(""), hash));
}

TEST_F(Passwords, AreSaltedAndSayHowTheyWereHashed) {
  const auto hash = hasher_.hash(SecretText("correct horse"));
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$")) << hash;
  EXPECT_NE(hash, hasher_.hash(SecretText("correct horse")));
  EXPECT_EQ(hash.find('\0'), std::string::npos);
}

TEST_F(Passwords, OfOtherCostsStillMatch) {
  Argon2Hasher dearer({.memory_kib = 128, .passes = 2, .lanes = 1}, random_);
  EXPECT_TRUE(dearer.matches(SecretText("x"), hasher_.hash(SecretText("x"))));
}

TEST_F(Passwords, NeverMatchWhatIsNoHash) {
  for (const auto* hash : {"", "x", "$argon2id$", "$argon2id$v=19$m=64,t=1,p=1$AAAA$"}) {
    EXPECT_FALSE(hasher_.matches(SecretText(""), hash)) << hash;
  }
}

TEST(PasswordCost, IsThatOfTheHouse) {
  EXPECT_EQ(Argon2Cost{}.memory_kib, 65'536U);
  EXPECT_EQ(Argon2Cost{}.passes, 3U);
}

}  // namespace
}  // namespace certhall::adapters
