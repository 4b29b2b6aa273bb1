#include "domain/announcement.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "unit/domain/test_files.h"

namespace certhall::domain {
namespace {

using std::chrono::year;

const std::string kGood =
    "---\n"
    "code: spring-2027\n"
    "title: 春节期间的办理时间\n"
    "pinned: true\n"
    "valid_from: 2027-01-20\n"
    "valid_to: 2027-02-12\n"
    "---\n"
    "照常**提交**，见[指南](/guide)。\n";

/// "line 3" and so on, of everything that is wrong.
std::string lines_of(const std::string& text) {
  const auto read = parse_announcement(text);
  if (read) return "";
  std::string lines;
  for (const auto& [field, message] : read.error().fields) {
    const std::string number = field.substr(field.find(' ') + 1);
    EXPECT_EQ(message.find("第 " + number + " 行："), 0U) << message;
    lines += (lines.empty() ? "" : ",") + number;
  }
  return lines;
}

std::string without(const std::string& key) {
  std::string text = kGood;
  const auto at = text.find(key + ": ");
  return text.erase(at, text.find('\n', at) + 1 - at);
}

std::string with(const std::string& key, const std::string& value) {
  std::string text = kGood;
  const auto at = text.find(key + ": ");
  return text.replace(at, text.find('\n', at) - at, key + ": " + value);
}

std::string body(const std::string& line) { return kGood + "\n" + line + "\n"; }

TEST(Announcement, IsReadFromMarkdownWithFrontMatter) {
  const auto read = parse_announcement(kGood);
  ASSERT_TRUE(read) << read.error().message;
  const Announcement expected{.code = "spring-2027",
                              .title = "春节期间的办理时间",
                              .body = "照常**提交**，见[指南](/guide)。",
                              .pinned = true,
                              .valid_from = year{2027} / 1 / 20,
                              .valid_to = year{2027} / 2 / 12};
  EXPECT_EQ(*read, expected);
}

TEST(Announcement, StandsForGoodAndUnpinnedWhereNothingElseIsSaid) {
  std::string text = without("valid_to");
  text.erase(text.find("pinned"), std::string("pinned: true\n").size());
  const auto read = parse_announcement(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->valid_to, kNoLastDay);
  EXPECT_FALSE(read->pinned);
}

TEST(Announcement, NamesTheLineThatIsWrong) {
  EXPECT_EQ(lines_of(""), "1");
  EXPECT_EQ(lines_of("正文"), "1");
  EXPECT_EQ(lines_of("---\ncode: a\n"), "2");  // no second fence
  EXPECT_EQ(lines_of(with("code", "Spring 2027")), "2");
  EXPECT_EQ(lines_of(with("code", "-a")), "2");
  EXPECT_EQ(lines_of(with("title", "")), "3");
  EXPECT_EQ(lines_of(with("pinned", "yes")), "4");
  EXPECT_EQ(lines_of(with("valid_from", "2027-02-30")), "5");
  EXPECT_EQ(lines_of(with("valid_to", "2027-1-1")), "6");
  EXPECT_EQ(lines_of(with("valid_to", "2027-01-19")), "6");  // before the first day
  EXPECT_EQ(lines_of(without("title")), "6");                // where it would have to stand
}

TEST(Announcement, NamesAllLinesAtOnce) {
  EXPECT_EQ(
      lines_of("---\ncode: A\nfoo: 1\ncode: b\ntitle：全角\nvalid_from: 明天\n---\n<b>粗</b>\n"),
      "2,3,4,5,6,7,8");
}

TEST(Announcement, RefusesWhatThePagesWouldNotShowAsMeant) {
  for (const char* line : {"<script>alert(1)</script>", "</div>", "<!-- 注 -->", "![图](a.png)",
                           "| 甲 | 乙 |", "```", "这里**没有关上", "见[这里](javascript:alert(1))",
                           "见[这里](http://x.cn)", "见[这里](//x.cn)", "零宽\u200b空格"})
    EXPECT_EQ(lines_of(body(line)), "10") << line;
  for (const char* line : {"3 < 5", "1 <2", "**甲** 和 **乙**", "[电话](tel:400-112-3838)",
                           "[外站](https://x.cn/a)", "- 列表", "## 标题"})
    EXPECT_EQ(lines_of(body(line)), "") << line;
}

TEST(Announcement, NeedsABodyAndReadsOnlyUtf8OfAReasonableSize) {
  EXPECT_EQ(lines_of(kGood.substr(0, kGood.find("照常"))), "7");
  EXPECT_FALSE(parse_announcement(kGood + "\xff"));
  EXPECT_EQ(parse_announcement(kGood + std::string(65 * 1024, 'a')).error().code,
            ErrorCode::too_large);
}

TEST(Announcement, OfTheRepositoryAreAllGood) {
  int count = 0;
  for (const auto& each :
       std::filesystem::directory_iterator(repository_path("data/announcements"))) {
    const auto read = parse_announcement(*read_file(each.path()));
    EXPECT_TRUE(read) << each.path() << (read ? "" : read.error().message);
    ++count;
  }
  EXPECT_GE(count, 2);
}

}  // namespace
}  // namespace certhall::domain
