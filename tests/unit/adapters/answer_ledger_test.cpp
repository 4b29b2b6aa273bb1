#include "adapters/keys/answer_ledger.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <thread>

#include "base/files.h"
#include "unit/adapters/folder.h"

namespace certhall::adapters {
namespace {

class AnswerLedgerTest : public FolderTest {
 protected:
  const std::shared_ptr<const pki::Signer> key_ = std::make_shared<const pki::KeySigner>(
      pki::PrivateKey::generate(pki::Algorithm::p256_sha256));
};

TEST_F(AnswerLedgerTest, HasEveryAnswerThatWasSigned) {
  const AnswerLedger ledger(folder_ / "keys");
  const auto signer = ledger.noting(key_, "ocsp");
  const std::string longest(70'000, 'x');
  for (const std::string& each : {std::string("one"), std::string(), longest}) {
    const auto signature = signer->sign(each);
    EXPECT_TRUE(pki::PublicKey::from_spki(signer->spki())->verify(each, signature));
  }
  const std::vector<std::string> expected{"one", "", longest};
  EXPECT_EQ(AnswerLedger(folder_ / "keys").messages("ocsp"), expected);
  EXPECT_TRUE(ledger.messages("another").empty());
}

TEST_F(AnswerLedgerTest, SignsNothingThatItCannotWriteDown) {
  const AnswerLedger ledger(folder_ / "keys");
  std::filesystem::create_directory(folder_ / "keys" / "ocsp.answers");
  EXPECT_THROW((void)ledger.noting(key_, "ocsp")->sign("one"), std::system_error);
}

TEST_F(AnswerLedgerTest, KeepsAtLeastItsLimitAndAtMostTwice) {
  constexpr std::size_t kLimit = 1000;
  const AnswerLedger ledger(folder_ / "keys", kLimit);
  const auto one = ledger.noting(key_, "ocsp");
  const auto two = ledger.noting(key_, "ocsp");  // another process
  std::vector<std::string> all;
  for (int i = 0; i < 100; ++i) {
    all.push_back("answer " + std::to_string(i) + std::string(40, '.'));
    (void)(i % 2 == 0 ? one : two)->sign(all.back());
  }
  const auto kept = ledger.messages("ocsp");
  ASSERT_GE(kept.size() * (all[99].size() + 4), kLimit);
  ASSERT_LE(kept.size() * (all[99].size() + 4), 2 * kLimit);
  EXPECT_TRUE(std::ranges::equal(kept, std::span(all).last(kept.size())));
}

TEST_F(AnswerLedgerTest, LosesNothingAmongThreads) {
  const AnswerLedger ledger(folder_ / "keys");
  constexpr int kThreads = 4, kEach = 50;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, signer = ledger.noting(key_, "ocsp")] {
        for (int i = 0; i < kEach; ++i) (void)signer->sign("the same answer");
      });
  }
  const auto kept = ledger.messages("ocsp");
  EXPECT_EQ(kept.size(), std::size_t{kThreads * kEach});
  EXPECT_EQ(std::ranges::count(kept, "the same answer"), kThreads * kEach);
}

TEST_F(AnswerLedgerTest, EndsBeforeAHalfWrittenAnswer) {
  const AnswerLedger ledger(folder_ / "keys");
  (void)ledger.noting(key_, "ocsp")->sign("whole");
  const auto file = folder_ / "keys" / "ocsp.answers";
  write_file_durably(file, *read_file(file) + std::string("\0\0\0\x09half", 8));
  EXPECT_EQ(ledger.messages("ocsp"), std::vector<std::string>{"whole"});
}

}  // namespace
}  // namespace certhall::adapters
