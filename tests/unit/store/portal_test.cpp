#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

using std::chrono::year;

class PortalRows : public StoreTest {};
ON_BOTH_ENGINES(PortalRows);

domain::Announcement announcement(const std::string& code, Date from, Date to,
                                  bool pinned = false) {
  return {.code = code,
          .title = "题" + code,
          .body = "文",
          .pinned = pinned,
          .valid_from = from,
          .valid_to = to};
}

TEST_P(PortalRows, AnnounceFromTheFirstDayToTheLastPinnedAndNewestFirst) {
  const Date first = year{2026} / 11 / 1, second = year{2026} / 11 / 2, last = year{2026} / 11 / 9;
  commit([&](Transaction& tx) {
    tx.announcements().insert(announcement("old", first, domain::kNoLastDay));
    tx.announcements().insert(announcement("new", second, last));
    tx.announcements().insert(announcement("pinned", first, domain::kNoLastDay, true));
  });
  const auto codes = [&](Date day) {
    return look([&](Transaction& tx) {
      std::string text;
      for (const auto& each : tx.announcements().in_force(day)) text += each.code + " ";
      return text;
    });
  };
  EXPECT_EQ(codes(year{2026} / 10 / 31), "");
  EXPECT_EQ(codes(first), "pinned old ");
  EXPECT_EQ(codes(last), "pinned new old ");
  EXPECT_EQ(codes(year{2026} / 11 / 10), "pinned old ");
  look([&](Transaction& tx) { EXPECT_EQ(tx.announcements().list().size(), 3U); });
}

TEST_P(PortalRows, ChangeAnAnnouncementByItsRevisionAndASeedTouchesNone) {
  auto row = filled<domain::Announcement>();
  commit([&](Transaction& tx) { tx.announcements().insert(row); });
  EXPECT_THROW(commit([&](Transaction& tx) { tx.announcements().insert(row); }), Conflict);
  auto changed = row;
  changed.title = "新题";
  commit([&](Transaction& tx) {
    EXPECT_TRUE(tx.announcements().update(changed));
    EXPECT_FALSE(tx.announcements().update(row));  // somebody else was faster
    tx.announcements().seed({row, announcement("more", row.valid_from, row.valid_to)});
  });
  look([&](Transaction& tx) {
    EXPECT_EQ(*tx.announcements().find(row.code), changed);
    EXPECT_TRUE(tx.announcements().find("more"));
    EXPECT_FALSE(tx.announcements().find("none"));
  });
}

TEST_P(PortalRows, LetALinkBeUsedOnceAndForgetItWhenItHasExpired) {
  commit([&](Transaction& tx) {
    auto& handovers = tx.handovers();
    EXPECT_TRUE(handovers.use("p", "a", "1", {5'000}));
    EXPECT_FALSE(handovers.use("p", "a", "1", {5'000}));
    EXPECT_TRUE(handovers.use("p", "a", "2", {6'000}));
    EXPECT_TRUE(handovers.use("q", "a", "1", {6'000}));
    EXPECT_TRUE(handovers.use("p", "b", "1", {6'000}));
    EXPECT_EQ(handovers.erase_expired({4'999}), 0);
    EXPECT_EQ(handovers.erase_expired({5'000}), 1);
  });
}

}  // namespace
}  // namespace certhall::store
