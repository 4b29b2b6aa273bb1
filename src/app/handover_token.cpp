#include "app/handover_token.h"

#include <array>
#include <optional>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/json.h"

namespace certhall::app {
namespace {

constexpr std::size_t kNonceSize = 12;
constexpr std::size_t kTagSize = 16;
constexpr std::string_view kRemedy = "请回到门户重新点击「立即申请」";

struct Header {
  std::string alg = "dir";
  std::string enc = "A256GCM";
  std::string typ = "handover+jwe";
  std::string kid;  // the portal's code
};
BOOST_DESCRIBE_STRUCT(Header, (), (alg, enc, typ, kid))

tl::unexpected<Error> refuse(ErrorCode code, std::string what) {
  return fail(code, std::move(what) + "，" + std::string(kRemedy));
}

tl::unexpected<Error> broken() { return refuse(ErrorCode::malformed, "这个链接不完整或被改动过"); }

/// The five parts of the compact form; nothing where there are fewer or more.
std::optional<std::array<std::string_view, 5>> split(std::string_view token) {
  std::array<std::string_view, 5> parts;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    const auto dot = token.find('.');
    if (dot == token.npos) return std::nullopt;
    parts[i] = token.substr(0, dot);
    token.remove_prefix(dot + 1);
  }
  if (token.find('.') != token.npos) return std::nullopt;
  parts.back() = token;
  return parts;
}

std::optional<Header> read_header(std::string_view part) {
  const auto text = from_base64url(part);
  if (!text) return std::nullopt;
  const auto header = from_json_text<Header>(*text, {.bytes = 512, .depth = 2});
  const Header known;
  if (!header || header->alg != known.alg || header->enc != known.enc || header->typ != known.typ)
    return std::nullopt;
  return *header;
}

Status check_times(const HandoverClaims& claims, Timestamp now) {
  const std::int64_t at = now.seconds();
  if (claims.exp <= claims.iat || claims.exp - claims.iat > kMostHandoverTokenSeconds ||
      claims.iat > at + kHandoverSkewSeconds)
    return refuse(ErrorCode::malformed, "这个链接的有效时间不对");
  if (claims.exp <= at) return refuse(ErrorCode::gone, "这个链接已经过期");
  return {};
}

}  // namespace

std::string seal_handover(const HandoverClaims& claims, const SecretText& key, Random& random) {
  const std::string header =
      to_base64url(to_json_text(Header{.alg = "dir", .enc = "A256GCM", .kid = claims.iss}));
  const std::string nonce = random.bytes(kNonceSize);
  const std::string sealed = aes_gcm_seal(key.reveal(), nonce, to_json_text(claims), header);
  const std::string_view bytes = sealed;
  return header + ".." + to_base64url(nonce) + "." +
         to_base64url(bytes.substr(0, bytes.size() - kTagSize)) + "." +
         to_base64url(bytes.substr(bytes.size() - kTagSize));
}

Result<HandoverClaims> open_handover(std::string_view token, const HandoverKeys& keys,
                                     std::string_view audience, Timestamp now) {
  if (token.size() > kMostHandoverTokenBytes) return broken();
  const auto parts = split(token);
  if (!parts || !(*parts)[1].empty()) return broken();  // `dir` has no encrypted key
  const auto header = read_header((*parts)[0]);
  if (!header) return broken();
  const auto nonce = from_base64url((*parts)[2]);
  const auto cipher = from_base64url((*parts)[3]);
  const auto tag = from_base64url((*parts)[4]);
  if (!nonce || nonce->size() != kNonceSize || !cipher || !tag || tag->size() != kTagSize)
    return broken();
  const SecretText* key = keys(header->kid);
  if (key == nullptr) return refuse(ErrorCode::malformed, "这个链接不是与本厅合作的门户发出的");
  const auto plain = aes_gcm_open(key->reveal(), *nonce, *cipher + *tag, (*parts)[0]);
  if (!plain) return broken();
  auto claims = from_json_text<HandoverClaims>(*plain);
  if (!claims || claims->iss != header->kid || claims->version != 1 || claims->jti.empty() ||
      claims->jti.size() > 100)
    return broken();
  if (claims->aud != audience) return refuse(ErrorCode::forbidden, "这个链接是发给另一家厂商的");
  RETURN_IF_ERROR(check_times(*claims, now));
  return std::move(*claims);
}

}  // namespace certhall::app
