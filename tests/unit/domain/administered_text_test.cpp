// What administrators write is refused with the line that is wrong: a case for every rule.

#include <gtest/gtest.h>

#include "domain/calendar.h"
#include "domain/catalogue_file.h"
#include "domain/consent_document.h"
#include "domain/notice_template.h"
#include "domain/price_text.h"
#include "domain/sms_text.h"
#include "domain/staff_text.h"
#include "unit/domain/test_files.h"

namespace certhall::domain {
namespace {

/// "3: message", a line each.
std::string said(const TextProblems& problems) {
  std::string text;
  for (const auto& problem : problems)
    text += std::to_string(problem.line) + ": " + problem.message + "\n";
  return text;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// --- lines of JSON -------------------------------------------------------------------------------

constexpr std::string_view kNested =
    "{\n  \"a\": [\n    {\"b\": 1},\n    {\n      \"b\": \"}\\\"{\",\n      \"c\": []\n    }\n  "
    "],\n"
    "  \"d\": {\"e\": true}\n}\n";

TEST(JsonLines, FindValuesInObjectsAndLists) {
  const JsonLines lines(kNested);
  EXPECT_EQ(lines.line_of(""), 1);
  EXPECT_EQ(lines.line_of("a"), 2);
  EXPECT_EQ(lines.line_of("a[0].b"), 3);
  EXPECT_EQ(lines.line_of("a[1]"), 4);
  EXPECT_EQ(lines.line_of("a[1].b"), 5);
  EXPECT_EQ(lines.line_of("a[1].c"), 6);
  EXPECT_EQ(lines.line_of("d.e"), 9);
  EXPECT_TRUE(lines.repeated().empty());
}

TEST(JsonLines, GiveTheLineAroundWhatIsMissing) {
  const JsonLines lines(kNested);
  EXPECT_EQ(lines.line_of("a[1].missing"), 4);
  EXPECT_EQ(lines.line_of("a[7].b"), 2);
  EXPECT_EQ(lines.line_of("nothing.at.all"), 1);
}

TEST(JsonText, IsReadAgainAsTheSame) {
  const auto json = parse_json(kNested).value();
  EXPECT_EQ(parse_json(json_text(json)).value(), json);
  EXPECT_EQ(json_text(parse_json(R"({"a":[],"b":{"c":1}})").value()),
            "{\n  \"a\": [],\n  \"b\": {\"c\":1}\n}\n");
}

std::string said_of_json(std::string_view text) {
  TextProblems problems;
  (void)parse_json_text(text, problems);
  return said(problems);
}

TEST(JsonText, ThatIsBrokenIsRefusedWithItsLine) {
  EXPECT_EQ(said_of_json("{\n  \"a\": 1\n  \"b\": 2\n}"),
            "3: 不是正确的 JSON：请检查本行及上一行的引号、逗号和括号\n");
  EXPECT_TRUE(said_of_json("{\n\"a\": 1,\n").starts_with("3: "));
  EXPECT_TRUE(said_of_json("").starts_with("1: "));
  EXPECT_EQ(said_of_json("{\"a\": 1,\n\"b\": 2,\n\"a\": 3}"), "3: 「a」重复，请只保留一项\n");
}

// --- price list ----------------------------------------------------------------------------------

const std::string kHead = "证书类型,证书费(元/年),介质费(元),签章费(元)\n";
const std::string kOrganization = "机构证书,200.00,100.00,50.00\n";

std::string price_problems(const std::string& text) {
  return said(read_price_text(text, {CertificateType::organization}).problems);
}

TEST(PriceText, IsReadAsItIsWritten) {
  const auto read = read_price_text(kHead + kOrganization, {CertificateType::organization});
  ASSERT_TRUE(read.problems.empty()) << said(read.problems);
  ASSERT_EQ(read.lists.size(), 1U);
  EXPECT_EQ(read.lists[0].certificate_per_year, Fen{20000});
  EXPECT_EQ(read.lists[0].seal_once, Fen{5000});
  EXPECT_EQ(price_text(read.lists), kHead + kOrganization);
}

TEST(PriceText, TakesWholeYuanAndOneDecimal) {
  const auto read = read_price_text(kHead + "机构证书, 200 ,0.5,0\r\n\n", {});
  ASSERT_TRUE(read.problems.empty()) << said(read.problems);
  EXPECT_EQ(read.lists[0].certificate_per_year, Fen{20000});
  EXPECT_EQ(read.lists[0].token_once, Fen{50});
}

TEST(PriceText, IsRefusedWithTheLineThatIsWrong) {
  EXPECT_TRUE(price_problems("").starts_with("1: 第一行应为表头"));
  EXPECT_TRUE(price_problems(kOrganization).starts_with("1: 第一行应为表头"));
  EXPECT_EQ(price_problems(kHead), "1: 没有任何价格，请至少写一行\n");
  EXPECT_TRUE(price_problems(kHead + "机构证书，1，1，1\n").starts_with("2: 请用英文逗号"));
  EXPECT_TRUE(price_problems(kHead + "机构证书,1,1\n").starts_with("2: 应有 4 列"));
  EXPECT_TRUE(
      price_problems(kHead + "企业证书,1,1,1\n").starts_with("2: 没有证书类型「企业证书」"));
  EXPECT_EQ(price_problems(kHead + kOrganization + "\n" + kOrganization),
            "4: 机构证书的价格重复，请只保留一行\n");
  EXPECT_TRUE(price_problems(kHead + "自然人证书,1,1,1\n").starts_with("2: 缺少机构证书的价格"));
}

TEST(PriceText, RefusesWhatIsNoAmount) {
  for (const std::string wrong :
       {"", "-1", "1.234", "1,5", "￥1", "1元", "1e3", "100000", ".5", "1."})
    EXPECT_FALSE(price_problems(kHead + "机构证书," + wrong + ",1,1\n").empty()) << wrong;
  EXPECT_EQ(price_problems(kHead + "机构证书,1,x,-1\n").find("2: 介质费「x」"), 0U);
}

// --- staff ---------------------------------------------------------------------------------------

const std::string kStaff =
    "{\n  \"login\": \"r9\",\n  \"name\": \"测试甲\",\n  \"roles\": [\"reviewer\",\"finance\"],\n"
    "  \"enabled\": true,\n  \"reset\": false\n}\n";

std::string staff_problems(const std::string& text) {
  TextProblems problems;
  const bool read = read_staff_text(text, "r9", problems).has_value();
  EXPECT_EQ(read, problems.empty());
  return said(problems);
}

TEST(StaffText, IsReadAsItIsWritten) {
  TextProblems problems;
  const auto read = read_staff_text(kStaff, "r9", problems);
  ASSERT_TRUE(read) << said(problems);
  EXPECT_EQ(json_text(to_json(*read)), kStaff);
  EXPECT_EQ(roles_of(*read), (Roles{Role::reviewer, Role::finance}));
}

TEST(StaffText, IsRefusedWithTheLineThatIsWrong) {
  EXPECT_TRUE(staff_problems(replaced(kStaff, "r9", "r8")).starts_with("2: 账号应为「r9」"));
  EXPECT_TRUE(staff_problems(replaced(kStaff, "测试甲", "")).starts_with("3: 请填写姓名"));
  EXPECT_EQ(staff_problems(replaced(kStaff, "finance", "reviewer")), "4: 岗位重复\n");
  EXPECT_TRUE(staff_problems(replaced(kStaff, "\"reviewer\",\"finance\"", ""))
                  .starts_with("4: 请至少选择一个岗位"));
  EXPECT_TRUE(
      staff_problems(replaced(kStaff, "\"reviewer\",\"finance\"", "\"administrator\",\"auditor\""))
          .starts_with("4: 同一账号不能既是管理员又是审计员"));
  EXPECT_EQ(staff_problems(replaced(kStaff, "finance", "king")), "4: roles[1]：没有这个选项\n");
  auto off = replaced(kStaff, "true", "false");
  off.replace(off.rfind("false"), 5, "true");
  EXPECT_EQ(staff_problems(off), "6: 停用的账号不能重置密码，请先启用\n");
  EXPECT_EQ(staff_problems(replaced(kStaff, "\"reset\": false", "\"reset\": false,\n  \"x\": 1")),
            "7: x：不认识的字段\n");
}

// --- calendar ------------------------------------------------------------------------------------

const std::string kCalendar =
    "{\n  \"source\": \"\",\n  \"years\": [\n    {\n      \"year\": 2026,\n      \"holidays\": [\n"
    "        {\"name\": \"元旦\", \"from\": \"2026-01-01\", \"to\": \"2026-01-03\"},\n"
    "        {\"name\": \"春节\", \"from\": \"2026-02-15\", \"to\": \"2026-02-23\"}\n      ],\n"
    "      \"worked\": [\n        \"2026-01-04\",\n        \"2026-02-14\"\n      ]\n    }\n  "
    "]\n}\n";

std::string calendar_problems(std::string_view from, std::string_view to) {
  return said(check_calendar_text(replaced(kCalendar, from, to)));
}

TEST(CalendarText, ThatIsShippedIsAccepted) {
  EXPECT_EQ(said(check_calendar_text(kCalendar)), "");
  EXPECT_EQ(said(check_calendar_text(repository_file("data/calendar-cn.json"))), "");
}

TEST(CalendarText, IsRefusedWithTheLineThatIsWrong) {
  EXPECT_EQ(calendar_problems("2026-02-23", "2026-02-03"), "8: 春节的结束日期早于开始日期\n");
  EXPECT_EQ(calendar_problems("2026-02-23", "2026-05-23"), "8: 春节超过 31 天，请核对起止日期\n");
  EXPECT_EQ(calendar_problems("2026-02-23", "2026-02-31"),
            "8: years[0].holidays[1].to：应为日期，例如 2026-11-23\n")
      << "there is no such day";
  EXPECT_EQ(calendar_problems("\"2026-02-15\", \"to\": \"2026-02-23\"",
                              "\"2026-01-03\", \"to\": \"2026-01-04\""),
            "8: 春节与前面的节日有重叠的日期\n11: 2026-01-04 既放假又上班，请核对通知\n");
  EXPECT_EQ(calendar_problems("\"2026-01-04\"", "\"2026-01-05\""),
            "11: 2026-01-05 不是周末，不能列为调休上班日\n");
  EXPECT_EQ(calendar_problems("\"2026-01-04\"", "\"2026-01-03\""),
            "11: 2026-01-03 既放假又上班，请核对通知\n");
  EXPECT_EQ(calendar_problems("\"2026-01-04\"", "\"2026-02-14\""), "12: 2026-02-14 重复\n");
  EXPECT_EQ(calendar_problems("\"2026-01-04\"", "\"2027-01-02\""), "11: 2027-01-02 不在 2026 年\n");
  EXPECT_EQ(calendar_problems("\"name\": \"元旦\", ", "\"name\": \"\", "), "7: 请写明节日名称\n");
  EXPECT_TRUE(calendar_problems("\"year\": 2026", "\"year\": 2010").starts_with("5: 年份应在"));
}

TEST(CalendarText, NeedsItsYearsOnceAndInOrder) {
  const auto years = [](const std::string& first, const std::string& second) {
    return said(check_calendar_text("{\"source\": \"\", \"years\": [\n{\"year\": " + first +
                                    ", \"holidays\": [], \"worked\": []},\n{\"year\": " + second +
                                    ", \"holidays\": [], \"worked\": []}]}"));
  };
  EXPECT_EQ(years("2026", "2027"), "");
  EXPECT_EQ(years("2026", "2026"), "3: 2026 年重复\n");
  EXPECT_EQ(years("2027", "2026"), "3: 年份应从早到晚排列\n");
  EXPECT_EQ(said(check_calendar_text("{\"source\": \"\", \"years\": []}")),
            "1: 至少要有一个年份\n");
}

// --- consent document ----------------------------------------------------------------------------

std::string consent_problems(std::string_view from, std::string_view to) {
  const auto text = repository_file("data/consents/privacy_policy.md");
  return said(check_consent_text(replaced(text, from, to), "privacy_policy"));
}

TEST(ConsentText, OfTheShippedDocumentsIsAccepted) {
  for (const std::string code : {"guide", "service_agreement", "privacy_policy",
                                 "personal_information", "sensitive_information"}) {
    const auto text = repository_file("data/consents/" + code + ".md");
    EXPECT_EQ(said(check_consent_text(text, code)), "") << code;
    const auto document = parse_consent_document(text).value();
    EXPECT_EQ(parse_consent_document(consent_text(document)).value(), document);
  }
}

TEST(ConsentText, IsRefusedWithTheLineThatIsWrong) {
  EXPECT_TRUE(consent_problems("---\n", "").starts_with("1: 第一行应为"));
  EXPECT_TRUE(consent_problems("code: privacy_policy", "code: guide").starts_with("2: code 应为"));
  EXPECT_TRUE(consent_problems("code: ", "code = ").starts_with("2: 应写作「名称: 值」"));
  EXPECT_TRUE(consent_problems("version:", "edition:").starts_with("3: 不认识的「edition」"));
  EXPECT_TRUE(
      consent_problems("must_agree: true", "must_agree: yes").starts_with("5: must_agree 只能是"));
  EXPECT_NE(consent_problems("must_agree: true\n", "").find("6: 缺少「must_agree」"),
            std::string::npos);
  EXPECT_TRUE(said(check_consent_text("\xff", "guide")).starts_with("1: 不是 UTF-8"));
  EXPECT_NE(said(check_consent_text("---\ncode: guide\n", "guide")).find("2: 文件头没有以"),
            std::string::npos);
}

TEST(ConsentText, HoldsNothingThatThePagesWouldNotShow) {
  for (const std::string wrong :
       {"<b>粗</b>", "![图](a.png)", "[链接](http://example.com)", "|表|格|", "```"})
    EXPECT_NE(consent_problems("\n---\n", "\n---\n" + wrong + "\n").find("8: 不支持"),
              std::string::npos)
        << wrong;
}

// --- relying application -------------------------------------------------------------------------

std::string relying_problems(std::string_view from, std::string_view to) {
  const auto catalogue = parse_catalogue(repository_file("data/catalogue.json")).value();
  auto application = catalogue.relying_applications.front();
  application.certificate_types = {CertificateType::organization};
  const auto text = json_text(to_json(application));
  TextProblems problems;
  (void)read_relying_application_text(replaced(text, from, to), application.code,
                                      {CertificateType::organization}, problems);
  return said(problems);
}

TEST(RelyingApplicationText, IsRefusedWithTheLineThatIsWrong) {
  EXPECT_EQ(relying_problems("湖南省公共", "湖南省公共"), "");
  EXPECT_TRUE(relying_problems("hn-ggzy", "other").starts_with("2: 代码应为「hn-ggzy」"));
  EXPECT_TRUE(relying_problems("湖南省公共资源交易服务平台", "").starts_with("3: 请写明应用名称"));
  EXPECT_TRUE(relying_problems("\"湖南省\"", "\"\"").starts_with("4: 请写明地区"));
  EXPECT_TRUE(relying_problems("\"organization\"", "\"organization\",\"organization\"")
                  .starts_with("5: 证书类型重复"));
  EXPECT_TRUE(relying_problems("\"organization\"", "\"natural_person\"")
                  .starts_with("5: 这种证书还没有价格"));
  EXPECT_TRUE(relying_problems("\"cancel_after_days\": 30", "\"cancel_after_days\": 7")
                  .find("取消天数应大于提醒天数") != std::string::npos);
}

// --- notices -------------------------------------------------------------------------------------

TEST(NoticeText, OfTheTableIsAccepted) {
  for (const auto& notice : notice_templates())
    EXPECT_EQ(said(check_notice_text(notice.text, notice.code)), "") << notice.code;
}

TEST(NoticeText, IsRefusedWithTheLineThatIsWrong) {
  const std::string text(notice_template("returned").text);
  const auto problems = [&](std::string_view from, std::string_view to) {
    return said(check_notice_text(replaced(text, from, to), "returned"));
  };
  EXPECT_EQ(problems("【{签名}】", ""), "1: 短信应以签名【{签名}】开头，否则运营商会拦截\n");
  EXPECT_EQ(problems("{原因}", "不合格"), "1: 缺少参数 {原因}，收信人需要知道\n");
  EXPECT_EQ(problems("{原因}", "{原因}{密码}"), "1: 没有参数 {密码}，请删去或改正\n");
  EXPECT_TRUE(problems("{原因}", "{原因").starts_with("1: 花括号不成对"));
  EXPECT_TRUE(problems("{原因}", "原因}").starts_with("1: 花括号不成对"));
  EXPECT_NE(problems("请尽快", "\n请尽快").find("2: 短信只能有一行"), std::string::npos);
  std::string long_text = text;
  for (int i = 0; i < 300; ++i) long_text += "长";
  EXPECT_EQ(said(check_notice_text(long_text, "returned")), "1: 短信太长，不超过 300 字\n");
}

TEST(NoticeText, ThatWasChangedIsWhatGoesOut) {
  const SmsVoice voice{.ca = "示例CA",
                       .texts = {{"approved", "【{签名}】{应用}{业务}已通过，热线{热线}。"}}};
  EXPECT_EQ(approved_sms(voice, {.relying_application = "示例平台"}),
            "【示例CA】示例平台新申请已通过，热线400-112-3838。");
}

}  // namespace
}  // namespace certhall::domain
