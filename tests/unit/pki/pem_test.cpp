#include "pki/pem.h"

#include <gtest/gtest.h>

namespace certhall::pki {
namespace {

TEST(Pem, GoesThereAndBack) {
  for (std::size_t size : {1u, 47u, 48u, 49u, 500u}) {
    const std::string der(size, '\x30');
    const std::string pem = to_pem(kPemCertificate, der);
    EXPECT_EQ(from_pem(kPemCertificate, "前面的话\n" + pem + "后面的话").value(), der);
    EXPECT_FALSE(from_pem(kPemCrl, pem));
  }
}

TEST(Pem, BreaksLinesAfter64Characters) {
  EXPECT_EQ(to_pem("X", std::string(49, '\0')),
            "-----BEGIN X-----\n" + std::string(64, 'A') + "\nAA==\n-----END X-----\n");
}

TEST(Pem, RefusesWhatIsNone) {
  EXPECT_FALSE(from_pem("X", ""));
  EXPECT_FALSE(from_pem("X", "-----BEGIN X-----\nAA=="));
  EXPECT_FALSE(from_pem("X", "-----BEGIN X-----\n-----END X-----"));
  EXPECT_FALSE(from_pem("X", "-----BEGIN X-----\n****\n-----END X-----"));
}

}  // namespace
}  // namespace certhall::pki
