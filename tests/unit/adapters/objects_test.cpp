#include <thread>

#include "adapters/objects/folder_files.h"
#include "base/clock.h"
#include "unit/adapters/folder.h"

namespace certhall::adapters {
namespace {

class Objects : public FolderTest {
 protected:
  FolderFiles store_{folder_ / "objects", sealer_};
};

TEST_F(Objects, AreReadAsTheyWereWritten) {
  const std::string bytes = std::string("%PDF-1.7\0\xff", 10) + std::string(1'000'000, 'x');
  store_.put({"01abcdefgh"}, bytes);
  EXPECT_EQ(store_.get({"01abcdefgh"}), bytes);
  store_.put({"01abcdefgh"}, "");
  EXPECT_EQ(store_.get({"01abcdefgh"}), "");
}

TEST_F(Objects, AreGoneOnceTheyAreRemoved) {
  store_.put({"01abcdefgh"}, "one");
  store_.put({"02abcdefgh"}, "two");
  store_.remove({"01abcdefgh"});
  store_.remove({"01abcdefgh"});
  EXPECT_THROW(static_cast<void>(store_.get({"01abcdefgh"})), std::runtime_error);
  EXPECT_EQ(store_.get({"02abcdefgh"}), "two");
}

TEST_F(Objects, AreSealedAndSpreadOverFolders) {
  store_.put({"01abcdefgh"}, "湖南示例建设有限公司的申请表");
  store_.put({"01abcdefjk"}, "another");
  EXPECT_FALSE(any_file_holds("示例"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "objects" / "gh" / "01abcdefgh"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "objects" / "jk" / "01abcdefjk"));
}

TEST_F(Objects, ThatAreMissingDamagedOrMovedThrow) {
  EXPECT_THROW(static_cast<void>(store_.get({"01missing"})), std::runtime_error);
  store_.put({"01abcdefgh"}, "one");
  store_.put({"02abcdefgh"}, "two");
  const auto path = folder_ / "objects" / "gh" / "01abcdefgh";
  std::filesystem::rename(folder_ / "objects" / "gh" / "02abcdefgh", path);
  EXPECT_THROW(static_cast<void>(store_.get({"01abcdefgh"})), std::runtime_error);
  store_.put({"01abcdefgh"}, "one");
  damage(path);
  EXPECT_THROW(static_cast<void>(store_.get({"01abcdefgh"})), std::runtime_error);
}

TEST_F(Objects, AreWrittenByManyAtOnce) {
  constexpr int kThreads = 8, kEach = 20;
  const SystemClock clock;
  std::vector<std::vector<ObjectId>> ids(kThreads);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : ids) {
      threads.emplace_back([&] {
        for (int i = 0; i < kEach; ++i) {
          mine.push_back(ObjectId::create(clock, random_));
          store_.put(mine.back(), mine.back().value);
        }
      });
    }
  }
  for (const auto& mine : ids) {
    for (const auto& id : mine) EXPECT_EQ(store_.get(id), id.value);
  }
  EXPECT_EQ(files().size(), std::size_t{kThreads * kEach});
}

TEST_F(Objects, OutliveTheProgram) {
  store_.put({"01abcdefgh"}, "kept");
  FolderFiles later(folder_ / "objects", sealer_);
  EXPECT_EQ(later.get({"01abcdefgh"}), "kept");
}

}  // namespace
}  // namespace certhall::adapters
