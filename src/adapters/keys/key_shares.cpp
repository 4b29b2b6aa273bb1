#include "adapters/keys/key_shares.h"

#include <algorithm>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>

#include <libgfshare.h>
#include <openssl/rand.h>

#include "base/crypto.h"
#include "base/encoding.h"

namespace certhall::adapters {
namespace {

constexpr std::string_view kWord = "certhall-share";
constexpr int kMostShares = 16;
constexpr std::size_t kGroup = 4;

struct ContextDeleter {
  void operator()(gfshare_ctx* context) const { gfshare_ctx_free(context); }
};
using Context = std::unique_ptr<gfshare_ctx, ContextDeleter>;

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// libgfshare brings no randomness of its own and cannot be told of a failure.
void fill_random(unsigned char* out, unsigned size) {
  if (RAND_priv_bytes(out, static_cast<int>(size)) != 1) std::abort();
}

std::string check_of(std::string_view line) { return to_hex(sha256(line)).substr(0, kGroup); }

std::string grouped(std::string_view hex) {
  std::string text;
  for (std::size_t at = 0; at < hex.size(); at += kGroup)
    text += (at == 0 ? "" : "-") + std::string(hex.substr(at, kGroup));
  return text;
}

std::string line_of(const KeyShare& share) {
  return std::string(kWord) + " " + std::to_string(share.needed) + " " +
         std::to_string(share.number) + " " + share.set + " " +
         grouped(to_hex(share.bytes.reveal()));
}

}  // namespace

std::vector<KeyShare> split_key(const SecretText& key, int needed, int count, Random& random) {
  if (needed < 2 || needed > count || count > kMostShares)
    throw std::invalid_argument("shares: 2 to 16, of which 2 to all restore the key");
  gfshare_fill_rand = fill_random;
  std::string secret(key.reveal());
  const auto size = static_cast<unsigned>(secret.size());
  std::string numbers;
  for (int i = 1; i <= count; ++i) numbers += static_cast<char>(i);
  const Context context(gfshare_ctx_init_enc(bytes(numbers), static_cast<unsigned>(count),
                                             static_cast<unsigned char>(needed), size));
  if (!context) throw std::bad_alloc();
  gfshare_ctx_enc_setsecret(context.get(), bytes(secret));
  const std::string set = to_hex(random.bytes(4));
  std::vector<KeyShare> shares;
  for (int i = 0; i < count; ++i) {
    std::string share(size, '\0');
    gfshare_ctx_enc_getshare(context.get(), static_cast<unsigned char>(i), bytes(share));
    shares.push_back({needed, i + 1, set, SecretText(std::move(share))});
  }
  return shares;
}

Result<SecretText> join_key(const std::vector<KeyShare>& shares) {
  const auto refuse = [](std::string message) {
    return fail(ErrorCode::invalid, std::move(message));
  };
  if (shares.empty()) return refuse("没有提供任何密钥份额");
  const auto& first = shares.front();
  std::set<int> seen;
  std::string numbers;
  for (const auto& share : shares) {
    if (share.set != first.set || share.needed != first.needed ||
        share.bytes.reveal().size() != first.bytes.reveal().size())
      return refuse("密钥份额不属于同一次仪式，请核对份额上的编号");
    if (!seen.insert(share.number).second)
      return refuse("第 " + std::to_string(share.number) + " 份重复，请提供不同持有人的份额");
    numbers += static_cast<char>(share.number);
  }
  if (static_cast<int>(shares.size()) < first.needed)
    return refuse("需要 " + std::to_string(first.needed) + " 份密钥份额，只有 " +
                  std::to_string(shares.size()) + " 份");
  const auto size = static_cast<unsigned>(first.bytes.reveal().size());
  const Context context(
      gfshare_ctx_init_dec(bytes(numbers), static_cast<unsigned>(numbers.size()), size));
  if (!context) throw std::bad_alloc();
  for (std::size_t i = 0; i < shares.size(); ++i) {
    std::string share(shares[i].bytes.reveal());
    gfshare_ctx_dec_giveshare(context.get(), static_cast<unsigned char>(i), bytes(share));
  }
  std::string key(size, '\0');
  gfshare_ctx_dec_extract(context.get(), bytes(key));
  return SecretText(std::move(key));
}

SecretText share_text(const KeyShare& share) {
  const std::string line = line_of(share);
  return SecretText(line + " " + check_of(line));
}

Result<KeyShare> parse_share(std::string_view text) {
  std::istringstream words{std::string(text)};
  std::string word, hex, check, rest;
  KeyShare share{.needed = 0, .number = 0};
  words >> word >> share.needed >> share.number >> share.set >> hex >> check;
  std::erase(hex, '-');
  const auto decoded = from_hex(hex);
  const auto set = from_hex(share.set);
  if (words.fail() || (words >> rest) || word != kWord || !decoded || decoded->empty() || !set ||
      set->size() != 4 || share.needed < 2 || share.needed > kMostShares || share.number < 1 ||
      share.number > kMostShares)
    return fail(ErrorCode::invalid, "这不是完整的密钥份额（certhall-share …），请核对是否漏了字符");
  share.bytes = SecretText(*decoded);
  if (check_of(line_of(share)) != check)
    return fail(ErrorCode::invalid,
                "密钥份额第 " + std::to_string(share.number) + " 份的校验不符，请逐组核对抄写");
  return share;
}

}  // namespace certhall::adapters
