// The small ones: money, ids, randomness, secrets, errors.

#include <limits>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/fen.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace certhall {
namespace {

class FixedClock final : public Clock {
 public:
  explicit FixedClock(Timestamp now) : now_(now) {}
  [[nodiscard]] Timestamp now() const override { return now_; }

 private:
  Timestamp now_;
};

// Counts 0, 1, 2, ... 255, 0, ...
class CountingRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = next_++;
  }

 private:
  std::uint8_t next_ = 0;
};

TEST(Fen, IsWrittenInYuan) {
  EXPECT_EQ(to_yuan({35000}), "350.00");
  EXPECT_EQ(to_yuan({7}), "0.07");
  EXPECT_EQ(to_yuan({-150}), "-1.50");
  EXPECT_EQ(to_yuan({std::numeric_limits<std::int64_t>::min()}), "-92233720368547758.08");
}

TEST(Fen, AddsAndMultiplies) { EXPECT_EQ(Fen{150} + Fen{50} * 3, Fen{300}); }

TEST(Id, HasTheTimeInFrontAndSortsByIt) {
  CountingRandom random;
  const std::string earlier = new_id_text(FixedClock({1000}), random);
  const std::string later = new_id_text(FixedClock({1001}), random);
  EXPECT_EQ(earlier.size(), 26U);
  EXPECT_TRUE(earlier.starts_with("00000000z8"));
  EXPECT_LT(earlier, later);
}

TEST(Id, IsNeverTheSameTwice) {
  SystemRandom random;
  const FixedClock clock({0});
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(AccountId::create(clock, random).value);
  EXPECT_EQ(ids.size(), 1000U);
}

TEST(Random, GivesEveryCharacterTheSameChance) {
  CountingRandom random;  // 256 bytes, of which 250 to 255 must be thrown away
  std::map<char, int> counts;
  for (const char digit : random.digits(250)) ++counts[digit];
  for (char digit = '0'; digit <= '9'; ++digit) EXPECT_EQ(counts[digit], 25) << digit;
  EXPECT_EQ(random.digits(7), "0123456");
}

TEST(Random, TakesAlphabetsOf1To256Characters) {
  SystemRandom random;
  EXPECT_EQ(random.text(3, "x"), "xxx");
  EXPECT_EQ(random.text(3, std::string(256, 'y')), "yyy");
  EXPECT_THROW(static_cast<void>(random.text(3, "")), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(random.text(3, std::string(257, 'y'))), std::invalid_argument);
}

TEST(Random, GivesAsManyBytesAsAsked) {
  SystemRandom random;
  EXPECT_EQ(random.bytes(0), "");
  EXPECT_EQ(random.bytes(33).size(), 33U);
  EXPECT_NE(random.bytes(16), random.bytes(16));
}

TEST(Secret, IsEmptyAfterItWasMovedFrom) {
  SecretText first("geheim");
  const SecretText second(std::move(first));
  EXPECT_EQ(second.reveal(), "geheim");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
}

TEST(Secret, CanBeCopiedAndAssigned) {
  const SecretText first("eins");
  SecretText second("zwei");
  second = first;
  EXPECT_EQ(second.reveal(), "eins");
  EXPECT_EQ(first.reveal(), "eins");
}

TEST(Wipe, OverwritesTheBytes) {
  char bytes[] = "geheim";
  wipe(bytes, 6);
  EXPECT_EQ(std::string(bytes, 6), std::string(6, '\0'));
}

Result<int> half(int number) {
  if (number % 2 != 0) return fail(ErrorCode::invalid, "应为偶数");
  return number / 2;
}

Result<int> quarter(int number) {
  ASSIGN_OR_RETURN(once, half(number));
  return half(once);
}

Status check(int number) {
  RETURN_IF_ERROR(quarter(number));
  return {};
}

TEST(Result, HandsErrorsOn) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().message, "应为偶数");
  EXPECT_TRUE(check(4));
  EXPECT_EQ(check(5).error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace certhall
