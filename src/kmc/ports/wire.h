#pragma once
// How a hall speaks with a key centre in a process of its own: a POST of JSON for each call, in
// both directions authenticated by HMAC-SHA256 under one shared key, so that neither side believes
// a stranger and no answer fits another call. Bytes are base64. What is confidential in it is in
// envelopes anyway.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/time.h"
#include "pki/envelope.h"

namespace certhall::kmc::wire {

inline constexpr std::string_view kIssue = "/kmc/issue";
inline constexpr std::string_view kHistory = "/kmc/history";
inline constexpr std::string_view kAskRecovery = "/kmc/recovery";
inline constexpr std::string_view kRecover = "/kmc/recover";

// Headers of a call.
inline constexpr std::string_view kTimeHeader = "certhall-time";    // milliseconds since 1970
inline constexpr std::string_view kNonceHeader = "certhall-nonce";  // 32 hex digits, never twice
inline constexpr std::string_view kMacHeader = "certhall-mac";      // hex

struct IssueCall {
  std::string request, subscriber, algorithm, recipient;
  pki::EnvelopeForm form = pki::EnvelopeForm::natural;
};
BOOST_DESCRIBE_STRUCT(IssueCall, (), (request, subscriber, algorithm, recipient, form))

struct Handed {
  std::string id, spki, envelope;
};
BOOST_DESCRIBE_STRUCT(Handed, (), (id, spki, envelope))

struct HistoryCall {
  std::string subscriber;
};
BOOST_DESCRIBE_STRUCT(HistoryCall, (), (subscriber))
struct HistoryRow {
  std::string id, spki;
  std::int64_t issued_at = 0;  // milliseconds since 1970
};
BOOST_DESCRIBE_STRUCT(HistoryRow, (), (id, spki, issued_at))
struct History {
  std::vector<HistoryRow> keys;
};
BOOST_DESCRIBE_STRUCT(History, (), (keys))

struct AskCall {
  std::string request, subscriber, key, recipient, reason, requested_by;
};
BOOST_DESCRIBE_STRUCT(AskCall, (), (request, subscriber, key, recipient, reason, requested_by))
struct Asked {
  std::string recovery;
};
BOOST_DESCRIBE_STRUCT(Asked, (), (recovery))

struct RecoverCall {
  std::string recovery;
  pki::EnvelopeForm form = pki::EnvelopeForm::natural;
};
BOOST_DESCRIBE_STRUCT(RecoverCall, (), (recovery, form))

struct Failure {
  std::string code, message;  // of base/error.h
};
BOOST_DESCRIBE_STRUCT(Failure, (), (code, message))

/// Where the centre's clock differs by more, it refuses: the hall's own clock is wrong, or the call
/// was kept and is played back.
inline constexpr std::int64_t kTolerance = 120'000;  // milliseconds

[[nodiscard]] std::string call_mac(std::string_view key, std::string_view path,
                                   std::string_view time, std::string_view nonce,
                                   std::string_view body);
/// `good`: what follows is the answer, otherwise a Failure.
[[nodiscard]] std::string answer_mac(std::string_view key, std::string_view nonce, bool good,
                                     std::string_view json);

/// The body of an answer: "ok" or "failed", the mac, and the JSON, a line each.
struct Answer {
  bool good = false;
  std::string json;
};
[[nodiscard]] std::string write_answer(std::string_view key, std::string_view nonce,
                                       const Answer& answer);
/// `upstream` where it is not the centre's answer to the call with this nonce.
[[nodiscard]] Result<Answer> read_answer(std::string_view key, std::string_view nonce,
                                         std::string_view body);

}  // namespace certhall::kmc::wire
