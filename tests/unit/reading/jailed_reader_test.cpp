#include "adapters/reading/jailed_reader.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "unit/reading/sample.h"

namespace certhall::adapters {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

ReaderSettings settings(bool with_models = false) {
  ReaderSettings settings{.program = CERTHALL_READER};
  const auto files = test::ocr_files();
  if (with_models && std::filesystem::exists(files.onnxruntime)) {
    settings.models = files.models;
    settings.onnxruntime = files.onnxruntime;
  }
  return settings;
}

JailedRun shell(const std::string& script, std::chrono::milliseconds most_time = 10s) {
  return run_jailed({}, {"/bin/bash", "-c", script}, "input", most_time);
}

std::string form_photo() {
  return test::photo_of(test::form_page(), test::kPhonePhoto, test::kMild);
}

/// An executable that stands in for certhall-reader: says it lives, then does as `script` says.
ReaderSettings stand_in(const std::string& script) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("reader_" + std::to_string(getpid()) + "_" +
                     testing::UnitTest::GetInstance()->current_test_info()->name());
  std::ofstream(path) << "#!/bin/bash\n[ $1 = probe ] && exit 0\n" << script << '\n';
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return {.program = path};
}

TEST(Jail, PassesInputAndOutput) {
  const auto run = shell("cat; echo said >&2; exit 7");
  EXPECT_EQ(run.exit_code, 7);
  EXPECT_EQ(run.output, "input");
  EXPECT_EQ(run.errors, "said\n");
}

TEST(Jail, HidesTheFilesOfTheMachine) {
  EXPECT_NE(shell("cat /etc/shadow").exit_code, 0);
  EXPECT_EQ(shell("ls -d /home /root /var /tmp /proc /etc/passwd 2>/dev/null").output, "");
  const std::string here = CERTHALL_SOURCE_DIR;
  EXPECT_NE(shell("ls " + here).exit_code, 0);
}

TEST(Jail, WritesNoFiles) {
  for (const auto* path : {"/tmp/x", "/x", "/usr/x", "/etc/x", "/dev/shm/x"})
    EXPECT_NE(shell(std::string("echo > ") + path).exit_code, 0) << path;
}

TEST(Jail, HasNoNetwork) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(listener, 1), 0);
  ASSERT_EQ(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const auto script =
      "exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(ntohs(address.sin_port)) + " && echo reached";
  // Outside the jail the same script reaches the same socket, so that the test means something.
  EXPECT_EQ(run_jailed({.bubblewrap = ""}, {"/bin/bash", "-c", script}, "", 10s).output,
            "reached\n");
  const auto jailed = shell(script);
  EXPECT_NE(jailed.exit_code, 0);
  EXPECT_EQ(jailed.output, "");
  close(listener);
}

TEST(Jail, SeesNeitherEnvironmentNorOtherProcesses) {
  setenv("CERTHALL_TEST_SECRET", "in the environment", 1);
  EXPECT_EQ(shell("echo $CERTHALL_TEST_SECRET").output, "\n");
  EXPECT_NE(shell("kill -0 " + std::to_string(getpid())).exit_code, 0);
}

TEST(Jail, KillsWhatTakesTooLong) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(shell("sleep 60", 300ms).exit_code);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

TEST(JailedReader, ChecksAMaterial) {
  JailedReader reader(settings());
  const auto reading = reader.check_material(form_photo(), "photo.JPG");
  ASSERT_TRUE(reading) << reading.error().message;
  EXPECT_EQ(reading->media_type, "image/jpeg");
  EXPECT_THAT(reading->qr_codes, ElementsAre(test::sample_form().head.qr_text));
  EXPECT_TRUE(reading->pages.at(0).jpeg.starts_with("\xFF\xD8\xFF"));
}

TEST(JailedReader, HandsRefusalsOn) {
  JailedReader reader(settings());
  const auto text = reader.check_material("just text", "letter.jpg");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::unsupported_type);
  EXPECT_THAT(text.error().message, HasSubstr(".jpg"));
  const auto large = reader.check_material(std::string((10U << 20) + 1, 'x'), "a.pdf");
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, ErrorCode::too_large);
}

TEST(JailedReader, ReadsAnIdentityCard) {
  JailedReader reader(settings(true));
  if (!reader.reads_text()) GTEST_SKIP() << "npm ci in src/reading/models brings the models";
  const auto photo = test::photo_of(test::render_card_front({}), test::kCardPhoto, test::kMild);
  const auto card = reader.read_id_card(photo, app::CardSide::front);
  ASSERT_TRUE(card) << card.error().message;
  EXPECT_EQ(card->name.text, "测试甲");
  EXPECT_EQ(card->id_number.text, "990101199203040025");
  EXPECT_GT(card->id_number.confidence, 0.8);
}

TEST(JailedReader, WithoutModelsLeavesTheCardToTheHand) {
#ifdef CERTHALL_SANITIZED
  GTEST_SKIP() << "the sanitizer cannot follow exceptions in a process without /proc";
#endif
  auto missing = settings();
  missing.models = "/usr/share";  // exists and has none
  missing.onnxruntime = "/usr/bin/env";
  JailedReader reader(missing);
  EXPECT_FALSE(reader.reads_text());
  const auto photo = test::photo_of(test::render_card_front({}), test::kCardPhoto, test::kMild);
  const auto card = reader.read_id_card(photo, app::CardSide::front);
  ASSERT_TRUE(card) << card.error().message;
  EXPECT_FALSE(card->text_available);
}

TEST(JailedReader, OutlivesAChildThatCrashesHangsOrTalksNonsense) {
  for (const auto* script :
       {"kill -SEGV $$", "exit 1", "sleep 60", "echo nonsense", "exit 3", "echo '{}'; exit 3",
        "echo '{\"media_type\":\"image/jpeg\",\"pages\":[],\"qr_codes\":[],\"stamp_found\":true}'",
        "head -c 100000000 /usr/bin/bash /usr/lib/x86_64-linux-gnu/*.so*; sleep 60"}) {
    auto broken = stand_in(script);
    broken.most_time = 1500ms;
    JailedReader reader(broken);
    const auto reading = reader.check_material("bytes", "a.jpg");
    ASSERT_FALSE(reading) << script;
    EXPECT_EQ(reading.error().code, ErrorCode::invalid) << script;
    EXPECT_THAT(reading.error().message, HasSubstr("无法打开该文件")) << script;
    std::filesystem::remove(broken.program);
  }
}

TEST(JailedReader, SaysSoWhenTooManyAreAtWork) {
  auto slow = stand_in("sleep 2; exit 1");
  slow.most_children = 1;
  slow.most_wait = 100ms;
  JailedReader reader(slow);
  std::atomic<int> busy = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] {
      const auto reading = reader.check_material("bytes", "a.jpg");
      if (!reading && reading.error().code == ErrorCode::unavailable) ++busy;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(busy, 2);
  std::filesystem::remove(slow.program);
}

TEST(JailedReader, DoesNotStartWithoutItsJailUnlessAllowed) {
  auto no_jail = settings();
  no_jail.bubblewrap = "/usr/bin/no-such-program";
  EXPECT_THROW(JailedReader{no_jail}, std::runtime_error);
  no_jail.allow_unjailed = true;
  JailedReader reader(no_jail);
  EXPECT_TRUE(reader.check_material(form_photo(), "a.jpg"));
}

TEST(JailedReader, DoesNotStartWithoutItsProgram) {
  EXPECT_THROW(JailedReader{ReaderSettings{.program = "/nowhere"}}, std::runtime_error);
}

TEST(ClaimedMediaType, KnowsNamesAndTypes) {
  EXPECT_EQ(claimed_media_type("扫描件.JPEG"), "image/jpeg");
  EXPECT_EQ(claimed_media_type("application/pdf"), "application/pdf");
  EXPECT_EQ(claimed_media_type("application/octet-stream"), "");
}

}  // namespace
}  // namespace certhall::adapters
