#include "profiles/profile_file.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "base/files.h"

namespace certhall::profiles {
namespace {

using domain::TextProblem;
using domain::TextProblems;

const std::string kFolder = std::string(CERTHALL_SOURCE_DIR) + "/data/profiles/";

std::string shipped(const std::string& code) { return read_file(kFolder + code + ".toml").value(); }

TextProblems problems_of(std::string_view toml) {
  TextProblems problems;
  const bool is_good = read_profile(toml, problems).has_value();
  EXPECT_EQ(is_good, problems.empty());
  return problems;
}

std::string with(std::string text, std::string_view old, std::string_view next) {
  const auto at = text.find(old);
  EXPECT_NE(at, text.npos) << old;
  return at == text.npos ? text : text.replace(at, old.size(), next);
}

TEST(Profiles, ThatComeWithTheProgramAreGood) {
  int files = 0;
  for (const auto& each : std::filesystem::directory_iterator(kFolder)) {
    if (each.path().extension() != ".toml") continue;
    EXPECT_EQ(problems_of(read_file(each.path()).value()), TextProblems{}) << each.path();
    ++files;
  }
  EXPECT_EQ(files, 11);
}

TEST(Profiles, SayWhatIsWritten) {
  TextProblems problems;
  const auto profile = read_profile(shipped("organization_person_encryption"), problems).value();
  EXPECT_EQ(profile.name, "机构个人加密证书");
  EXPECT_EQ(profile.kind, pki::CertificateKind::encryption);
  EXPECT_EQ(profile.key_usage, pki::key_usage::kKeyEncipherment |
                                   pki::key_usage::kDataEncipherment |
                                   pki::key_usage::kKeyAgreement);
  EXPECT_EQ(profile.longest_validity, std::chrono::days{1861});
  EXPECT_EQ(profile.subject.size(), 4u);
  EXPECT_EQ(profile.subject.at(3).source, pki::SubjectSource::person_code);
  EXPECT_EQ(profile.organization_code_oid, "1.2.156.10260.4.1.4");
  EXPECT_EQ(profile.person_code_oid, "1.2.156.10260.4.1.1");
  EXPECT_TRUE(profile.address_kinds.ocsp && profile.address_kinds.crl);
  const auto person = read_profile(shipped("natural_person_signing"), problems).value();
  EXPECT_EQ(person.organization_code_oid, "") << "left out where the file does not name it";
  EXPECT_EQ(read_profile(shipped("root"), problems).value().path_length, 1);
}

struct Mistake {
  std::string_view name, code, old, next;
  std::int64_t line;
  std::string_view message;
};

class EveryMistake : public testing::TestWithParam<Mistake> {};
INSTANTIATE_TEST_SUITE_P(
    Profiles, EveryMistake,
    testing::Values(
        Mistake{"NotToml", "root", "kind = ", "kind ", 3, "不是有效的 TOML"},
        Mistake{"UnknownKey", "root", "longest_days", "longest_dayz", 6, "longest_dayz"},
        Mistake{"UnknownUsage", "root", "cRLSign", "crlSign", 4, "crlSign"},
        Mistake{"UnknownKind", "root", "root_ca", "ca", 3, "可用：root_ca"},
        Mistake{"TwiceTheSame", "root", "\"cRLSign\"", "\"keyCertSign\"", 4, "重复"},
        Mistake{"NumberAsText", "root", "7320", "\"7320\"", 6, "1 到 36525"},
        Mistake{"TooLong", "root", "7320", "40000", 6, "1 到 36525"},
        Mistake{"NoOid", "organization_signing", "1.2.156.10260.4.1.4", "1.2.x", 21, "对象标识符"},
        Mistake{"UnknownSource", "organization_signing", "from = \"organization_name\"",
                "from = \"name\"", 14, "organization_name"},
        Mistake{"SmallCountry", "organization_signing", "value = \"CN\"", "value = \"cn\"", 10,
                "两个大写字母"},
        Mistake{"BothFromAndValue", "organization_signing", "value = \"CN\"",
                "value = \"CN\"\nfrom = \"common_name\"", 8, "之一"},
        Mistake{"SameAttributeTwice", "organization_signing", "attribute = \"O\"",
                "attribute = \"C\"", 12, "只能有一次"},
        Mistake{"SignsAndEncrypts", "organization_signing", "\"nonRepudiation\"",
                "\"keyEncipherment\"", 4, "不能用于加密"},
        Mistake{"CaOfPeople", "organization_signing", "\"nonRepudiation\"", "\"keyCertSign\"", 4,
                "签名证书"},
        Mistake{"OcspForAll", "organization_signing", "longest_days = 1861",
                "longest_days = 1861\nextended_key_usage = [\"OCSPSigning\"]", 6, "OCSPSigning"},
        Mistake{"NoStatus", "organization_signing", "\"ocsp\", \"ca_issuers\", \"crl\"", "", 6,
                "无法查询其状态"},
        Mistake{"PathOfPeople", "organization_signing", "longest_days = 1861",
                "longest_days = 1861\npath_length = 0", 6, "只有机构证书"},
        Mistake{"DeepIssuer", "issuing", "path_length = 0", "path_length = 1", 5, "应为 0"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_P(EveryMistake, IsNamedWithItsLine) {
  const auto& [name, code, old, next, line, message] = GetParam();
  const auto problems = problems_of(with(shipped(std::string(code)), old, next));
  const auto found =
      std::ranges::find_if(problems, [&, &at = line, &text = message](const TextProblem& problem) {
        return problem.line == at && problem.message.find(text) != std::string::npos;
      });
  std::string all;
  for (const auto& each : problems) all += std::to_string(each.line) + ": " + each.message + "\n";
  EXPECT_NE(found, problems.end()) << all;
}

TEST(Profiles, NeedNameKindSubjectAndEnd) {
  std::string all;
  for (const auto& each : problems_of("")) all += each.message;
  for (const auto* key : {"name", "kind", "longest_days", "subject"})
    EXPECT_NE(all.find(key), all.npos) << key;
}

}  // namespace
}  // namespace certhall::profiles
