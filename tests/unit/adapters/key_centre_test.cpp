// The hall's side and the centre's side of the wire, one against the other, without a network.

#include <gtest/gtest.h>

#include "adapters/key_centre/remote_key_centre.h"
#include "kmc/desk.h"

namespace certhall::adapters {
namespace {

class SetClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return {at}; }
  std::int64_t at = 1'795'392'000'000;
};

/// Answers what it was asked.
class EchoCentre final : public app::KeyCentre {
 public:
  Result<app::HandedKey> issue(const app::KeyRequest& request) override {
    ++calls;
    if (request.request == "broken") throw std::runtime_error("disk full");
    if (request.request == "known") return fail(ErrorCode::invalid, "内容不同");
    return app::HandedKey{
        .id = {request.request + "/" + request.subscriber},
        .spki = request.recipient,
        .envelope = std::string(pki::to_text(request.algorithm)) + std::string("\0\xff", 2)};
  }
  Result<std::vector<app::KeyRecord>> history(std::string_view subscriber) override {
    return std::vector<app::KeyRecord>{
        {.id = {std::string(subscriber)}, .spki = "\xfe", .issued_at = {17}}};
  }
  Result<KeyRecoveryId> ask_recovery(const app::KeyRecoveryRequest& request) override {
    return KeyRecoveryId{request.key.value + request.reason + request.requested_by};
  }
  Result<app::HandedKey> recover(const KeyRecoveryId& id, pki::EnvelopeForm form) override {
    if (form != pki::EnvelopeForm::skf) return fail(ErrorCode::wrong_state, "尚未批准");
    return app::HandedKey{.id = {id.value}, .spki = "s", .envelope = "e"};
  }
  Status adopt(const app::EarlierKeyHandover&) override { return {}; }
  Status fill_pool() override { return {}; }
  int calls = 0;
};

class Wire : public testing::Test {
 protected:
  KeyCentrePost post() {
    return [this](const std::string& path, const auto& headers,
                  const std::string& body) -> Result<std::string> {
      if (is_away) return fail(ErrorCode::upstream, "");
      kmc::Call call{.path = path, .body = body};
      for (const auto& [name, value] : headers) {
        if (name == kmc::wire::kTimeHeader) call.time = value;
        if (name == kmc::wire::kNonceHeader) call.nonce = value;
        if (name == kmc::wire::kMacHeader) call.mac = value;
      }
      last = call;
      std::string answer = desk.answer(call);
      answered = answer.size();
      if (damage < answer.size()) answer[damage] = static_cast<char>(answer[damage] ^ 1);
      return answer;
    };
  }
  app::KeyRequest request(std::string name = "r1") {
    return {.request = std::move(name),
            .subscriber = "a1",
            .algorithm = pki::Algorithm::p256_sha256,
            .recipient = std::string("\x30\x00\xff", 3)};
  }

  SystemRandom random;
  SetClock hall_clock, centre_clock;
  EchoCentre centre;
  kmc::Desk desk{centre, SecretText(std::string(32, 'k')), centre_clock};
  RemoteKeyCentre hall{post(), SecretText(std::string(32, 'k')), hall_clock, random};
  kmc::Call last;
  bool is_away = false;
  std::size_t damage = std::string::npos;
  std::size_t answered = 0;  // octets of the last answer
};

TEST_F(Wire, CarriesEveryCallAndAnswer) {
  const auto key = hall.issue(request());
  ASSERT_TRUE(key);
  EXPECT_EQ(key->id.value, "r1/a1");
  EXPECT_EQ(key->spki, request().recipient);
  EXPECT_EQ(key->envelope, std::string("P-256/SHA-256\0\xff", 15));
  EXPECT_EQ(hall.history("a1")->front().id.value, "a1");
  EXPECT_EQ(hall.history("a1")->front().issued_at.ms, 17);
  EXPECT_EQ(hall.ask_recovery({.key = {"k"}, .reason = "因", .requested_by = "谁"})->value,
            "k因谁");
  EXPECT_EQ(hall.recover({"x"}, pki::EnvelopeForm::skf)->id.value, "x");
}

TEST_F(Wire, CarriesRefusalsWithTheirWords) {
  EXPECT_EQ(hall.issue(request("known")).error().code, ErrorCode::invalid);
  EXPECT_EQ(hall.issue(request("known")).error().message, "内容不同");
  EXPECT_EQ(hall.recover({"x"}, pki::EnvelopeForm::natural).error().code, ErrorCode::wrong_state);
  EXPECT_EQ(hall.issue(request("broken")).error().code, ErrorCode::unavailable);
  is_away = true;
  EXPECT_EQ(hall.issue(request()).error().code, ErrorCode::unavailable);
}

TEST_F(Wire, BelievesNoCentreThatDoesNotKnowTheKey) {
  ASSERT_TRUE(hall.issue(request()));
  for (damage = 0; damage < answered; damage += 5)
    EXPECT_EQ(hall.issue(request()).error().code, ErrorCode::upstream) << damage;
}

TEST_F(Wire, AnswersNoHallThatDoesNotKnowTheKey) {
  RemoteKeyCentre stranger(post(), SecretText(std::string(32, 'x')), hall_clock, random);
  EXPECT_FALSE(stranger.issue(request()));
  ASSERT_TRUE(hall.issue(request()));
  const int calls = centre.calls;
  kmc::Call changed = last;
  changed.nonce.back() = changed.nonce.back() == '0' ? '1' : '0';
  EXPECT_NE(desk.answer(changed).find("unauthenticated"), std::string::npos);
  changed = last;
  changed.body.insert(1, " ");
  EXPECT_NE(desk.answer(changed).find("unauthenticated"), std::string::npos);
  changed = last;
  changed.path = kmc::wire::kRecover;
  EXPECT_NE(desk.answer(changed).find("unauthenticated"), std::string::npos);
  EXPECT_NE(desk.answer(last).find("unauthenticated"), std::string::npos) << "played back";
  EXPECT_EQ(centre.calls, calls);
}

TEST_F(Wire, WantsClocksThatAgree) {
  hall_clock.at += kmc::wire::kTolerance + 1;
  EXPECT_EQ(hall.issue(request()).error().code, ErrorCode::upstream);
  hall_clock.at -= 2 * kmc::wire::kTolerance + 2;
  EXPECT_EQ(hall.issue(request()).error().code, ErrorCode::upstream);
  EXPECT_EQ(centre.calls, 0);
}

TEST_F(Wire, NeverCarriesAPrivateKey) {
  EXPECT_EQ(hall.adopt({}).error().code, ErrorCode::forbidden);
}

}  // namespace
}  // namespace certhall::adapters
