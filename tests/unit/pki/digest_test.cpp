#include "pki/digest.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace certhall::pki {
namespace {

TEST(Digest, AnswersTheExamplesOfTheStandards) {
  // GB/T 32905-2016 A.1 and A.2; FIPS 180-4 examples.
  EXPECT_EQ(to_hex(digest(Digest::sm3, "abc")),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  std::string sixteen;
  for (int i = 0; i < 16; ++i) sixteen += "abcd";
  EXPECT_EQ(to_hex(digest(Digest::sm3, sixteen)),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  EXPECT_EQ(to_hex(digest(Digest::sha256, "abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(digest(Digest::sha1, "abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(Digest, IsFoundByItsIdentifier) {
  for (const auto algorithm : {Digest::sha1, Digest::sha256, Digest::sm3}) {
    EXPECT_EQ(digest_from_oid(digest_oid(algorithm)), algorithm);
  }
  EXPECT_FALSE(digest_from_oid("1.2.840.113549.2.5")) << "MD5";
}

}  // namespace
}  // namespace certhall::pki
