#include "pki/serial.h"

#include <gtest/gtest.h>

#include "unit/pki/samples.h"

namespace certhall::pki {
namespace {

TEST(Serial, IsOneLeadByteAnd128RandomBits) {
  CountingRandom random;
  EXPECT_EQ(new_serial(0x7f, random), "7f0102030405060708090a0b0c0d0e0f10");
  EXPECT_THROW((void)new_serial(0x00, random), std::invalid_argument);
  EXPECT_THROW((void)new_serial(0x80, random), std::invalid_argument);
}

TEST(Serial, HasOneTextForm) {
  EXPECT_TRUE(serial_bytes("01"));
  EXPECT_TRUE(serial_bytes("ff"));
  EXPECT_TRUE(serial_bytes(std::string(40, '7')));
  EXPECT_FALSE(serial_bytes(std::string(42, '7'))) << "21 octets";
  EXPECT_FALSE(serial_bytes(std::string(40, 'f'))) << "20 octets and a sign octet";
  for (const auto* wrong : {"", "0", "00", "0001", "1", "0G", "AB", " 01"}) {
    EXPECT_FALSE(serial_bytes(wrong)) << wrong;
  }
}

TEST(Serial, ForgivesWhatPeopleType) {
  EXPECT_EQ(normalize_serial(" 01:AB:cd "), "01abcd");
  EXPECT_EQ(normalize_serial("0001ab"), "01ab");
  EXPECT_EQ(normalize_serial("1ab"), "01ab");
  for (const auto* wrong : {"", "0", ":", "0x12", "序列号"}) {
    EXPECT_FALSE(normalize_serial(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace certhall::pki
