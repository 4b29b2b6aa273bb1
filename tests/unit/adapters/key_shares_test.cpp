#include "adapters/keys/key_shares.h"

#include <gtest/gtest.h>

#include "adapters/keys/key_export.h"

namespace certhall::adapters {
namespace {

class Shares : public testing::Test {
 protected:
  SystemRandom random_;
  const SecretText key_{random_.bytes(32)};
  const std::vector<KeyShare> shares_ = split_key(key_, 3, 5, random_);
  const std::string exported_ = seal_keys({{"root-sm2", SecretText("not a key, only a text")}},
                                          key_, shares_[0].set, random_);
};

TEST_F(Shares, AnyThreeOfFiveRestoreTheKey) {
  int tried = 0;
  for (int a = 0; a < 5; ++a)
    for (int b = 0; b < 5; ++b)
      for (int c = 0; c < 5; ++c) {
        if (a == b || b == c || a == c) continue;
        const auto joined = join_key({shares_[a], shares_[b], shares_[c]});
        ASSERT_TRUE(joined);
        EXPECT_EQ(joined->reveal(), key_.reveal());
        ++tried;
      }
  EXPECT_EQ(tried, 60);
  EXPECT_EQ(join_key(shares_).value().reveal(), key_.reveal()) << "all five do, too";
}

TEST_F(Shares, AnyTwoAreRefusedAndWouldOpenNothing) {
  for (int a = 0; a < 5; ++a)
    for (int b = 0; b < 5; ++b) {
      if (a == b) continue;
      EXPECT_FALSE(join_key({shares_[a], shares_[b]}));
      // Also for whoever writes 2 where 3 stood.
      KeyShare first = shares_[a], second = shares_[b];
      first.needed = second.needed = 2;
      const auto wrong = join_key({first, second});
      ASSERT_TRUE(wrong);
      EXPECT_NE(wrong->reveal(), key_.reveal());
      EXPECT_FALSE(open_keys(exported_, *wrong, random_));
    }
}

TEST_F(Shares, OfOneHolderTwiceOrOfTwoCeremoniesAreRefused) {
  EXPECT_FALSE(join_key({}));
  EXPECT_FALSE(join_key({shares_[0], shares_[1], shares_[1]}));
  const auto others = split_key(key_, 3, 5, random_);
  EXPECT_FALSE(join_key({shares_[0], shares_[1], others[2]}));
}

TEST_F(Shares, GoThroughPaper) {
  for (const auto& share : shares_) {
    const auto text = std::string(share_text(share).reveal());
    const auto read = parse_share("  " + text + "\n");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->number, share.number);
    EXPECT_EQ(read->set, share.set);
    EXPECT_EQ(read->bytes.reveal(), share.bytes.reveal());
    for (std::size_t i = 0; i < text.size(); ++i) {
      std::string misread = text;
      misread[i] = misread[i] == '7' ? '1' : '7';
      EXPECT_FALSE(parse_share(misread)) << "character " << i;
      EXPECT_FALSE(parse_share(text.substr(0, i)));
    }
  }
}

TEST_F(Shares, OpenWhatWasExported) {
  const auto key = join_key({shares_[4], shares_[0], shares_[2]}).value();
  const auto keys = open_keys(exported_, key, random_);
  ASSERT_TRUE(keys);
  EXPECT_EQ(keys->at("root-sm2").reveal(), "not a key, only a text");
  EXPECT_EQ(set_of_export(exported_).value(), shares_[0].set);
  EXPECT_EQ(exported_.find("only a text"), std::string::npos);
  EXPECT_FALSE(open_keys("{}", key, random_));
  std::string moved = exported_;
  moved.replace(moved.find("root-sm2"), 8, "root-rsa");
  EXPECT_FALSE(open_keys(moved, key, random_)) << "a key under another's name";
}

TEST(SplitKey, RefusesWhatMakesNoSense) {
  SystemRandom random;
  const SecretText key(random.bytes(32));
  EXPECT_THROW((void)split_key(key, 1, 5, random), std::invalid_argument);
  EXPECT_THROW((void)split_key(key, 4, 3, random), std::invalid_argument);
  EXPECT_THROW((void)split_key(key, 3, 17, random), std::invalid_argument);
}

}  // namespace
}  // namespace certhall::adapters
