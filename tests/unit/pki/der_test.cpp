#include "pki/der.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace certhall::pki::der {
namespace {

using std::string_literals::operator""s;

std::string bytes(std::string_view hex) { return from_hex(hex).value(); }

/// Whether reading `hex` by `read` succeeds and uses all of it.
template <class Read>
bool reads(std::string_view hex, Read read) {
  const std::string input = bytes(hex);
  bool ok = true;
  Reader reader(input, ok);
  (void)read(reader);
  reader.end();
  return ok;
}

TEST(DerWriter, WritesLengthsInTheShortestForm) {
  EXPECT_EQ(to_hex(octet_string("")), "0400");
  EXPECT_EQ(to_hex(octet_string(std::string(127, 'a'))).substr(0, 4), "047f");
  EXPECT_EQ(to_hex(octet_string(std::string(128, 'a'))).substr(0, 6), "048180");
  EXPECT_EQ(to_hex(octet_string(std::string(256, 'a'))).substr(0, 8), "04820100");
}

TEST(DerWriter, WritesIntegersPositiveAndShort) {
  EXPECT_EQ(to_hex(integer(std::uint64_t{0})), "020100");
  EXPECT_EQ(to_hex(integer(std::uint64_t{127})), "02017f");
  EXPECT_EQ(to_hex(integer(std::uint64_t{128})), "02020080");
  EXPECT_EQ(to_hex(integer(UINT64_MAX)), "020900ffffffffffffffff");
  EXPECT_EQ(to_hex(integer("\0\0\x01"s)), "020101");
  EXPECT_EQ(to_hex(integer(""s)), "020100");
}

TEST(DerWriter, WritesObjectIdentifiers) {
  EXPECT_EQ(to_hex(oid("1.2.156.10197.1.501")), "06082a811ccf55018375");
  EXPECT_EQ(to_hex(oid("2.16.840.1.101.3.4.2.1")), "0609608648016503040201");
  EXPECT_EQ(to_hex(oid("2.999")), "06028837");
  for (const auto* wrong : {"", "1", "1.", ".1", "1..2", "3.1", "1.40", "1.a", "1.02", "-1.2"}) {
    EXPECT_FALSE(is_oid(wrong)) << wrong;
    EXPECT_THROW((void)oid(wrong), std::invalid_argument) << wrong;
  }
}

TEST(DerWriter, ChoosesTheKindOfTimeByTheYear) {
  EXPECT_EQ(time({2524607999000}), element(kUtcTime, "491231235959Z"));
  EXPECT_EQ(time({2524608000000}), element(kGeneralizedTime, "20500101000000Z"));
  EXPECT_EQ(time({1795392000999}), element(kUtcTime, "261123000000Z"));
  EXPECT_EQ(time({-1000}), element(kUtcTime, "691231235959Z"));
  EXPECT_EQ(generalized_time({0}), element(kGeneralizedTime, "19700101000000Z"));
}

TEST(DerWriter, LeavesOutTrailingZeroBitsOfNamedBits) {
  EXPECT_EQ(to_hex(named_bits(0x0600)), "03020106");
  EXPECT_EQ(to_hex(named_bits(0xc000)), "030206c0");
  EXPECT_EQ(to_hex(named_bits(0x0080)), "0303070080");
  EXPECT_EQ(to_hex(named_bits(0)), "030100");
}

TEST(DerWriter, OrdersASet) {
  EXPECT_EQ(set_of({"\x02\x01\x02", "\x02\x01\x01"}), element(kSet, "\x02\x01\x01\x02\x01\x02"));
}

TEST(DerReader, RefusesWhatIsBerButNotDer) {
  const auto any = [](Reader& r) { return r.any().tag; };
  EXPECT_TRUE(reads("0403616263", any));
  EXPECT_FALSE(reads("0480", any)) << "indefinite length";
  EXPECT_FALSE(reads("048103616263", any)) << "long form of a short length";
  EXPECT_FALSE(reads("04820003616263", any)) << "padded length";
  EXPECT_FALSE(reads("1f8101", any)) << "tag of several octets";
  EXPECT_FALSE(reads("0484ffffffff61", any)) << "longer than the input";
  EXPECT_FALSE(reads("0485000000000161", any)) << "length of five octets";
  EXPECT_FALSE(reads("04", any));
  EXPECT_FALSE(reads("", any));
}

TEST(DerReader, ReadsIntegersOfTheShortestFormOnly) {
  const auto read = [](Reader& r) { return r.integer(); };
  EXPECT_TRUE(reads("02020080", read));
  EXPECT_FALSE(reads("020180", read)) << "negative";
  EXPECT_FALSE(reads("02020001", read)) << "padded";
  EXPECT_FALSE(reads("0200", read)) << "empty";
  const auto small = [](Reader& r) { return r.small_integer(5); };
  EXPECT_TRUE(reads("020105", small));
  EXPECT_FALSE(reads("020106", small));
  EXPECT_FALSE(reads("020901ffffffffffffffff", small)) << "more than 64 bits";
}

TEST(DerReader, ReadsBooleansBitsAndObjectIdentifiersStrictly) {
  const auto boolean = [](Reader& r) { return r.boolean(); };
  EXPECT_TRUE(reads("0101ff", boolean));
  EXPECT_FALSE(reads("010101", boolean));
  const auto bits = [](Reader& r) { return r.named_bits(); };
  EXPECT_TRUE(reads("030206c0", bits));
  EXPECT_FALSE(reads("030205c0", bits)) << "a trailing zero bit";
  EXPECT_FALSE(reads("030206c1", bits)) << "an unused bit that is set";
  EXPECT_FALSE(reads("030208c0", bits)) << "more unused bits than an octet has";
  EXPECT_FALSE(reads("030101", bits)) << "unused bits of nothing";
  const auto oid = [](Reader& r) { return r.oid(); };
  EXPECT_TRUE(reads("06028837", oid));
  EXPECT_FALSE(reads("06028088", oid)) << "padded and unfinished";
  EXPECT_FALSE(reads("06022a80", oid)) << "unfinished";
  EXPECT_FALSE(reads("0600", oid));
  EXPECT_FALSE(reads("060b2affffffffffffffffff7f", oid)) << "an arc of more than 64 bits";
}

TEST(DerReader, ReadsBackWhatOidWrites) {
  for (const auto* dotted : {"0.0", "0.39", "1.0", "2.0", "2.999.1", "1.2.156.10260.4.1.4"}) {
    const std::string der = der::oid(dotted);
    bool ok = true;
    EXPECT_EQ(Reader(der, ok).oid(), dotted);
    EXPECT_TRUE(ok);
  }
}

TEST(DerReader, RefusesTimesThatDoNotExist) {
  const auto reads_time = [](const std::string& der) {
    bool ok = true;
    Reader reader(der, ok);
    (void)reader.time();
    return ok;
  };
  EXPECT_TRUE(reads_time(element(kUtcTime, "280229120000Z")));
  for (const auto* wrong :
       {"270229120000Z", "261301000000Z", "260001000000Z", "261123240000Z", "261123006000Z",
        "261123000060Z", "2611230000Z", "261123000000+0800", "26112300000 Z", ""}) {
    EXPECT_FALSE(reads_time(element(kUtcTime, wrong))) << wrong;
  }
  EXPECT_FALSE(reads_time(element(kGeneralizedTime, "20261123000000Z"))) << "UTCTime until 2049";
  EXPECT_FALSE(reads_time(element(kGeneralizedTime, "20500101000000.5Z")));
  EXPECT_FALSE(reads_time(element(kUtf8String, "261123000000Z")));
}

TEST(DerReader, AnswersNothingAfterTheFirstFailure) {
  const std::string input = bytes("0201050101ff");
  bool ok = true;
  Reader reader(input, ok);
  EXPECT_TRUE(reader.octet_string().empty());
  EXPECT_FALSE(ok);
  EXPECT_TRUE(reader.done());
  EXPECT_TRUE(reader.integer().empty());
  EXPECT_FALSE(reader.boolean());
  EXPECT_EQ(reader.any().tag, 0);
}

}  // namespace
}  // namespace certhall::pki::der
