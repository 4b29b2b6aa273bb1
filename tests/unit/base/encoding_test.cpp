#include "base/encoding.h"

#include <gtest/gtest.h>

namespace certhall {
namespace {

std::string all_bytes() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  return bytes;
}

TEST(Hex, GoesBothWays) {
  EXPECT_EQ(to_hex(std::string_view("\x00\x7f\xff", 3)), "007fff");
  EXPECT_EQ(from_hex("007FfF"), std::string("\x00\x7f\xff", 3));
  EXPECT_EQ(from_hex(to_hex(all_bytes())), all_bytes());
}

TEST(Hex, RefusesOddLengthsAndOtherCharacters) {
  EXPECT_EQ(from_hex("abc"), std::nullopt);
  EXPECT_EQ(from_hex("0g"), std::nullopt);
  EXPECT_EQ(from_hex("0 "), std::nullopt);
}

// RFC 4648 clause 10.
TEST(Base64, HasTheVectorsOfTheRfc) {
  const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                   {"f", "Zg=="},
                                                                   {"fo", "Zm8="},
                                                                   {"foo", "Zm9v"},
                                                                   {"foob", "Zm9vYg=="},
                                                                   {"fooba", "Zm9vYmE="},
                                                                   {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
  EXPECT_EQ(from_base64(to_base64(all_bytes())), all_bytes());
}

TEST(Base64, RefusesWhatNoEncoderWrites) {
  for (const std::string_view text :
       {"Zg", "Zg=", "Zh==", "Z===", "====", "Zm9v\n", "Zm-_", "=Zg=", "Zg==Zg=="}) {
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
  }
}

TEST(Base64Url, HasNoPaddingAndSafeCharacters) {
  EXPECT_EQ(to_base64url("\xfb\xff\xfe"), "-__-");
  EXPECT_EQ(to_base64url("f"), "Zg");
  EXPECT_EQ(from_base64url("-__-"), "\xfb\xff\xfe");
  EXPECT_EQ(from_base64url("Zg"), "f");
  EXPECT_EQ(from_base64url("Zg=="), std::nullopt);
  EXPECT_EQ(from_base64url("Z"), std::nullopt);
  EXPECT_EQ(from_base64url("+//+"), std::nullopt);
}

// RFC 4648 clause 10, without the padding.
TEST(Base32, HasTheVectorsOfTheRfc) {
  const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                   {"f", "MY"},
                                                                   {"fo", "MZXQ"},
                                                                   {"foo", "MZXW6"},
                                                                   {"foob", "MZXW6YQ"},
                                                                   {"fooba", "MZXW6YTB"},
                                                                   {"foobar", "MZXW6YTBOI"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base32(bytes), text);
    EXPECT_EQ(from_base32(text), bytes);
  }
}

TEST(Base32, RefusesImpossibleTexts) {
  for (const std::string_view text : {"M", "MZX", "MZXW6Y", "MZ1Q", "mzxq", "MZ======"}) {
    EXPECT_EQ(from_base32(text), std::nullopt) << text;
  }
}

TEST(Utf8, AcceptsEveryLength) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("a\xc2\x80\xe2\x82\xac\xf0\xa0\xae\xb7\xf4\x8f\xbf\xbf"));
}

TEST(Utf8, RefusesWhatRfc3629Forbids) {
  for (const std::string_view text :
       {"\x80", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf", "\xed\xa0\x80",
        "\xe2\x82", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
    EXPECT_FALSE(is_utf8(text)) << to_hex(text);
    EXPECT_TRUE(to_code_points(text).empty()) << to_hex(text);
  }
}

TEST(Utf8, GivesCodePointsAndTakesThemBack) {
  const std::string name = "买买提·阿卜杜拉𠮷";
  const std::u32string points = to_code_points(name);
  EXPECT_EQ(points.size(), 9U);
  EXPECT_EQ(points[8], U'𠮷');
  EXPECT_EQ(to_utf8(points), name);
}

TEST(Utf8, WritesTheReplacementForWhatIsNoCodePoint) {
  EXPECT_EQ(to_utf8(std::u32string{0xD800, 'a', 0x110000}), "\uFFFDa\uFFFD");
}

}  // namespace
}  // namespace certhall
