#include "app/status_index.h"

#include <thread>

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/random.h"
#include "pki/serial.h"

namespace certhall::app {
namespace {

constexpr CertificateState kGood{.status = pki::CertificateStatus::good};
constexpr CertificateState kRevoked{.status = pki::CertificateStatus::revoked,
                                    .reason = pki::RevocationReason::privilege_withdrawn,
                                    .revoked_at = {1'795'392'000'000}};

StatusKey key(std::string_view serial, std::uint8_t issuer = 1) {
  return status_key(issuer, serial).value();
}

TEST(StatusIndex, FindsWhatWasPutUnderThisIssuerAndSerialAlone) {
  StatusIndex index;
  EXPECT_FALSE(index.find(key("01")));
  index.put(key("01"), kGood, 1);
  index.put(key("0100"), kRevoked, 2);
  EXPECT_EQ(index.find(key("01")), kGood);
  EXPECT_EQ(index.find(key("0100")), kRevoked);
  EXPECT_FALSE(index.find(key("01", 2)));
  EXPECT_FALSE(index.find(key("0101")));
  EXPECT_EQ(index.size(), 2u);
}

TEST(StatusIndex, TakesEventsInAnyOrderAndTwice) {
  StatusIndex index;
  const std::int64_t far = (std::int64_t{1} << 48) - 1;
  index.put(key("0a"), kRevoked, far);
  index.put(key("0a"), kGood, 7);
  index.put(key("0a"), kGood, 7);
  EXPECT_EQ(index.find(key("0a")), kRevoked);
  EXPECT_EQ(index.size(), 1u);
  EXPECT_THROW(index.put(key("0a"), kGood, far + 1), std::invalid_argument);
  index.put(key("0b"), kRevoked, 8);
  index.put(key("0b"), kGood, 9);
  EXPECT_EQ(index.find(key("0b")), kGood) << "released";
}

TEST(StatusIndex, KeysAreSerialsOf1To20Octets) {
  EXPECT_EQ(key("00ff"), key("ff")) << "the same number";
  EXPECT_EQ(key("0AbC"), key("0abc"));
  EXPECT_TRUE(status_key(1, std::string(40, '7')));
  for (const std::string& wrong :
       {std::string(), std::string("1"), std::string("0g"), std::string(42, '7')})
    EXPECT_FALSE(status_key(1, wrong)) << wrong;
}

TEST(StatusIndex, HoldsACertificateInAtMost100BytesHoweverMany) {
  SystemRandom random;
  StatusIndex index;
  std::vector<std::string> serials;
  for (int i = 0; i < 200'000; ++i) {
    serials.push_back(pki::new_serial(1, random));
    index.put(key(serials.back()), i % 3 == 0 ? kRevoked : kGood, i);
    if (i <= 20'000 || i % 1'000 != 0) continue;
    ASSERT_LE(index.bytes(), index.size() * 100) << index.size() << " certificates";
  }
  ASSERT_EQ(index.size(), serials.size());
  for (int i = 0; i < 200'000; i += 7)
    ASSERT_EQ(index.find(key(serials[i])), i % 3 == 0 ? kRevoked : kGood);
  for (int i = 0; i < 1'000; ++i) ASSERT_FALSE(index.find(key(pki::new_serial(1, random))));
}

TEST(StatusIndex, IsFilledAndReadByManyThreads) {
  StatusIndex index;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&index, thread] {
      for (int i = 0; i < 5'000; ++i) {
        const std::string serial =
            "7f" + to_hex(std::string(1, static_cast<char>(thread))) + to_hex(std::to_string(i));
        index.put(key(serial), kGood, i);
        EXPECT_TRUE(index.find(key(serial)));
      }
    });
  for (auto& each : threads) each.join();
  EXPECT_EQ(index.size(), 20'000u);
}

}  // namespace
}  // namespace certhall::app
