#include "kmc/officers.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "base/crypto.h"
#include "base/encoding.h"
#include "pki/key.h"

namespace certhall::kmc {
namespace {

constexpr std::size_t kMostOfficers = 32;

bool is_login(std::string_view text) {
  return text.size() >= 2 && text.size() <= 32 && std::ranges::all_of(text, [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
         });
}

Status check_set(const OfficerSet& set) {
  std::set<std::string> logins, keys;
  for (const auto& officer : set.officers) {
    if (!is_login(officer.login))
      return fail(ErrorCode::invalid, "密钥管理员账号「" + officer.login +
                                          "」应为 2 到 32 个字母、数字、横线、下划线或点");
    if (officer.name.empty())
      return fail(ErrorCode::invalid, "请填写密钥管理员 " + officer.login + " 的姓名");
    if (!logins.insert(officer.login).second)
      return fail(ErrorCode::invalid, "密钥管理员账号 " + officer.login + " 出现了两次");
    if (!pki::PublicKey::from_spki(officer.public_key))
      return fail(ErrorCode::invalid, "密钥管理员 " + officer.login + " 的公钥无法识别");
    if (!keys.insert(officer.public_key).second)
      return fail(ErrorCode::invalid,
                  "密钥管理员 " + officer.login + " 与他人公钥相同：每人须有自己的密钥");
  }
  const auto count = static_cast<std::int64_t>(set.officers.size());
  if (set.officers.size() > kMostOfficers || set.quorum < 2 || set.quorum > count)
    return fail(ErrorCode::invalid, "司法恢复至少要 2 人同意，且不多于管理员人数（最多 32 人）");
  return {};
}

}  // namespace

Result<std::vector<KeyOfficer>> make_officers(const Centre& centre, const OfficerSet& set) {
  RETURN_IF_ERROR(check_set(set));
  std::vector<KeyOfficer> officers;
  for (const auto& each : set.officers)
    officers.push_back({.id = KeyOfficerId::create(centre.clock, centre.random),
                        .login = each.login,
                        .name = each.name,
                        .public_key = to_base64(each.public_key),
                        .created_at = centre.clock.now()});
  std::ranges::sort(officers, {}, &KeyOfficer::login);
  return officers;
}

std::string digest_of(const std::vector<KeyOfficer>& officers, std::int64_t quorum) {
  boost::json::array list;
  for (const auto& each : officers) list.push_back(boost::json::array{each.login, each.public_key});
  return to_hex(sha256(boost::json::serialize(boost::json::array{quorum, list})));
}

void appoint(Transaction& tx, Timestamp now, const domain::Actor& actor,
             const std::vector<KeyOfficer>& officers, std::int64_t quorum,
             std::string_view recovery) {
  tx.officers().replace(officers, quorum);
  boost::json::array logins;
  for (const auto& each : officers) logins.push_back(boost::json::string(each.login));
  audit(tx, now, actor, "officers.appoint", "officers",
        {{"officers_sha256", digest_of(officers, quorum)},
         {"logins", logins},
         {"quorum", quorum},
         {"recovery", recovery}});
}

Status found_officers(const Centre& centre, const OfficerSet& set) {
  ASSIGN_OR_RETURN(officers, make_officers(centre, set));
  return app::write(centre.store, [&](Transaction& tx) -> Status {
    if (!tx.officers().list().empty())
      return fail(ErrorCode::wrong_state,
                  "密钥管理员已经任命：更换须由现任管理员按法定人数同意（officers replace）");
    appoint(tx, centre.clock.now(), {.kind = domain::ActorKind::system, .id = "operator"}, officers,
            set.quorum);
    return {};
  });
}

}  // namespace certhall::kmc
