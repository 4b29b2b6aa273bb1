#include "domain/search_term.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "unit/domain/sample.h"

namespace certhall::domain {
namespace {

bool may_be(std::string_view typed, SearchKind kind, std::string_view value) {
  const auto terms = recognise(typed);
  return std::ranges::find(terms, SearchTerm{kind, std::string(value)}) != terms.end();
}

TEST(SearchTerm, IsRecognisedByItsShape) {
  EXPECT_TRUE(may_be(" hn20261123-000017", SearchKind::application_number, "HN20261123-000017"));
  EXPECT_TRUE(may_be("HN202611", SearchKind::application_number, "HN202611"));
  EXPECT_TRUE(may_be("+86 139-0000-0001", SearchKind::mobile, "13900000001"));
  EXPECT_TRUE(
      may_be("９９０１０１１９９００３０７００１５", SearchKind::id_number, "990101199003070015"));
  EXPECT_TRUE(may_be("91430100ma4l00001j", SearchKind::credit_code, "91430100MA4L00001J"));
  EXPECT_TRUE(may_be("ZhangSan@Example.com", SearchKind::email, "zhangsan@example.com"));
  EXPECT_TRUE(may_be("abcd3467", SearchKind::remark_code, "ABCD3467"));
  EXPECT_TRUE(
      may_be("01:AB:cd:ef:00:11:22:33:44", SearchKind::certificate_serial, "01abcdef0011223344"));
  EXPECT_TRUE(may_be("SF1234567890123", SearchKind::waybill, "SF1234567890123"));
  EXPECT_TRUE(may_be("UK-0001", SearchKind::token_serial, "UK-0001"));
  EXPECT_TRUE(
      may_be("湖南示例建设（集团）有限公司", SearchKind::name, "湖南示例建设(集团)有限公司"));
  EXPECT_TRUE(may_be("买买提•艾力", SearchKind::name, "买买提·艾力"));
}

TEST(SearchTerm, IsNothingWhenItIsTooShortOrTooLong) {
  for (const std::string& typed : {std::string(), std::string("  "), std::string("张"),
                                   std::string("1"), std::string(200, 'A')})
    EXPECT_TRUE(recognise(typed).empty()) << typed;
}

TEST(SearchTerm, OfWhatWasFilledInIsFoundWhenItIsTypedAgain) {
  const auto details = sample::details();
  const auto terms = search_terms(details);
  EXPECT_GE(terms.size(), 9U);
  EXPECT_TRUE(std::ranges::is_sorted(terms));
  for (const std::string& typed :
       {details.organization.name, details.organization.credit_code,
        details.legal_representative.name, details.legal_representative.id_number,
        details.legal_representative.mobile, details.agent.name, details.agent.id_number,
        details.agent.mobile, details.agent.email}) {
    const auto meanings = recognise(typed);
    EXPECT_TRUE(std::ranges::any_of(meanings, [&](const SearchTerm& term) {
      return std::ranges::find(terms, term) != terms.end();
    })) << typed;
  }
}

TEST(SearchTerm, IsNoneOfAnEmptyForm) { EXPECT_TRUE(search_terms({}).empty()); }

}  // namespace
}  // namespace certhall::domain
