#include "pki/name.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "pki/der.h"
#include "unit/pki/samples.h"

namespace certhall::pki {
namespace {

std::string type(std::string_view oid) { return std::string(oid); }

TEST(Name, WritesTheCountryPrintableAndOthersAsUtf8) {
  EXPECT_EQ(to_hex(encode_name({{type(oid::kCountry), "CN"}, {type(oid::kCommonName), "张"}})),
            "301b310b300906035504061302434e310c300a06035504030c03e5bca0");
}

TEST(Name, ReadsBackWhatItWrites) {
  const Name name{{type(oid::kCountry), "CN"},
                  {type(oid::kState), "湖南省"},
                  {type(oid::kOrganization), "湖南示例建设有限公司"},
                  {type(oid::kSerialNumber), "91430100MA00000000"},
                  {type(oid::kEmailAddress), "demo@example.com"},
                  {"1.2.3.4", "x"},
                  {type(oid::kCommonName), "阿依古丽·示例"}};
  EXPECT_EQ(parse_name(encode_name(name)).value(), name);
  expect_outlives_damage(encode_name(name),
                         [](std::string_view der) { return parse_name(der).has_value(); });
}

TEST(Name, IsWrittenForPeopleMostSpecialFirst) {
  EXPECT_EQ(to_text(name_of("湖南示例建设有限公司")),
            "CN=湖南示例建设有限公司,O=示例认证有限公司,C=CN");
  EXPECT_EQ(to_text({{"1.2.3.4", "x"}}), "1.2.3.4=x");
  EXPECT_EQ(to_text(Name{}), "");
}

TEST(Name, EscapesWhatRfc4514Wants) {
  const auto text = [](std::string value) {
    return to_text({{type(oid::kCommonName), std::move(value)}});
  };
  EXPECT_EQ(text("a,b+c\"d\\e<f>g;h=i"), R"(CN=a\,b\+c\"d\\e\<f\>g\;h\=i)");
  EXPECT_EQ(text(" a b "), R"(CN=\ a b\ )");
  EXPECT_EQ(text("#a#"), R"(CN=\#a#)");
  EXPECT_EQ(text("a\nb"), R"(CN=a\0ab)");
}

TEST(Name, RefusesInvalidUtf8AndEmptySets) {
  const auto wrap = [](std::string_view value) {
    return der::sequence(
        {der::set_of({der::sequence({der::oid(oid::kCommonName), std::string(value)})})});
  };
  EXPECT_TRUE(parse_name(wrap(der::utf8_string("a"))));
  EXPECT_FALSE(parse_name(wrap(der::utf8_string("\xff"))));
  EXPECT_FALSE(parse_name(der::sequence({der::set_of({})})));
  EXPECT_EQ(parse_name(wrap(der::element(0x1e, "\x4e\x2d"))).value().at(0).value, "#1e024e2d");
}

TEST(Name, FindsAnAttribute) {
  EXPECT_EQ(find_attribute(name_of("甲"), oid::kCommonName), "甲");
  EXPECT_EQ(find_attribute(name_of("甲"), oid::kLocality), "");
}

}  // namespace
}  // namespace certhall::pki
