#include "adapters/keys/key_export.h"

#include <vector>

#include <boost/describe.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "base/sealer.h"

namespace certhall::adapters {
namespace {

constexpr std::string_view kFormat = "certhall-keys-1";

struct SealedKey {
  std::string name;
  std::string sealed;  // base64
};
BOOST_DESCRIBE_STRUCT(SealedKey, (), (name, sealed))

struct Export {
  std::string format;
  std::string shares;  // their set
  std::vector<SealedKey> keys;
};
BOOST_DESCRIBE_STRUCT(Export, (), (format, shares, keys))

Result<Export> parse(std::string_view text) {
  auto read = from_json_text<Export>(text);
  if (read && read->format == kFormat) return std::move(*read);
  return fail(ErrorCode::invalid, "这不是 certhall 导出的密钥文件");
}

std::string context_of(const std::string& name) { return "key-export/" + name; }

}  // namespace

std::string seal_keys(const CarriedKeys& keys, const SecretText& key, std::string_view set,
                      Random& random) {
  const Sealer sealer(key, random);
  Export out{.format = std::string(kFormat), .shares = std::string(set), .keys = {}};
  for (const auto& [name, pkcs8] : keys)
    out.keys.push_back({name, to_base64(sealer.seal(pkcs8.reveal(), context_of(name)))});
  return to_json_text(out) + "\n";
}

Result<CarriedKeys> open_keys(std::string_view text, const SecretText& key, Random& random) {
  ASSIGN_OR_RETURN(in, parse(text));
  const Sealer sealer(key, random);
  CarriedKeys keys;
  for (const auto& each : in.keys) {
    const auto sealed = from_base64(each.sealed);
    if (!sealed) return fail(ErrorCode::invalid, "密钥文件已损坏：" + each.name);
    try {
      keys.emplace(each.name, SecretText(sealer.open(*sealed, context_of(each.name))));
    } catch (const std::exception&) {
      return fail(ErrorCode::invalid,
                  "密钥文件打不开：密钥份额不正确、数量不足，或文件已损坏（" + each.name + "）");
    }
  }
  return keys;
}

Result<std::string> set_of_export(std::string_view text) {
  ASSIGN_OR_RETURN(in, parse(text));
  return in.shares;
}

}  // namespace certhall::adapters
