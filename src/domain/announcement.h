#pragma once
// 公告 of the portal, and the Markdown file with front matter that one is written in.

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/result.h"
#include "base/time.h"

namespace certhall::domain {

/// Stands where an announcement has no last day.
inline constexpr Date kNoLastDay{std::chrono::year{9999}, std::chrono::December,
                                 std::chrono::day{31}};

struct Announcement {
  std::string code;  // "spring-festival-2027": part of its address, never changes
  std::string title;
  std::string body;     // Markdown as far as the pages know it: headings, lists, bold, links
  bool pinned = false;  // stands before the newer ones
  Date valid_from{};    // first day on which it shows, in China
  Date valid_to = kNoLastDay;
  std::int64_t revision = 1;
  friend bool operator==(const Announcement&, const Announcement&) = default;
};
BOOST_DESCRIBE_STRUCT(Announcement, (), (code, title, body, pinned, valid_from, valid_to, revision))

/// Reads
///
///     ---
///     code: spring-festival-2027
///     title: 春节期间的办理时间
///     pinned: true
///     valid_from: 2027-01-20
///     valid_to: 2027-02-12
///     ---
///     Markdown …
///
/// of which `pinned` (false) and `valid_to` (for good) may be left out. `invalid` carries one entry
/// for each thing that is wrong: `field` is "line 7", `message` says 「第 7 行：…」 and what to do.
[[nodiscard]] Result<Announcement> parse_announcement(std::string_view text);

}  // namespace certhall::domain
