// Runs tests/workflows/replacement.cases: what somebody who knows the business wrote down, against
// the table.

#include "domain/replacement.h"

#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "base/json.h"
#include "unit/domain/test_files.h"

namespace certhall::domain {
namespace {

std::string written(const ReplacementRule& rule) {
  const auto name = [](auto value) { return " " + std::string(enum_to_text(value)); };
  return std::string(enum_to_text(rule.reason)) + " ->" + name(rule.old_token) +
         name(rule.signing_revocation) + name(rule.encryption_key) +
         (rule.encryption_revocation ? name(*rule.encryption_revocation) : " -") +
         (rule.new_device ? " new_device" : " -") + (rule.hand_in ? " hand_in" : " -") +
         name(rule.charge) + name(rule.proof);
}

TEST(Replacement, DoesWhatTheCasesSayForEveryReason) {
  std::istringstream lines(repository_file("tests/workflows/replacement.cases"));
  std::set<ReplacementReason> seen;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto reason = enum_from_text<ReplacementReason>(line.substr(0, line.find(' ')));
    ASSERT_TRUE(reason) << line;
    EXPECT_EQ(written(replacement_rule(*reason)), line);
    EXPECT_TRUE(seen.insert(*reason).second) << line;
  }
  EXPECT_EQ(seen.size(), kReplacementRules.size());
}

TEST(Replacement, NamesEveryReasonDifferently) {
  std::set<std::string_view> texts;
  for (const auto& rule : kReplacementRules) EXPECT_TRUE(texts.insert(rule.text).second);
}

}  // namespace
}  // namespace certhall::domain
