#include "main/ceremony_script.h"

#include <algorithm>
#include <set>

#include <toml++/toml.h>

namespace certhall {
namespace {

constexpr std::int64_t kYear = 365;  // days

class Reader {
 public:
  Result<CeremonyScript> read(const toml::table& table) {
    known(table, {"title", "place", "participants", "shares", "root_keys", "authority"});
    script_.title = text(table, "title");
    script_.place = text(table, "place");
    script_.participants = texts(table, "participants");
    if (table.contains("root_keys")) script_.root_keys = text(table, "root_keys");
    if (const auto* shares = table.get_as<toml::table>("shares")) read_shares(*shares);
    const auto* authorities = table.get_as<toml::array>("authority");
    if (authorities == nullptr || authorities->empty())
      wrong(1, "缺少要建立的机构（[[authority]]）");
    else
      for (const auto& each : *authorities)
        if (const auto* authority = each.as_table()) read_authority(*authority);
    if (!script_.offline.empty() && script_.share_holders.empty() && script_.root_keys.empty())
      wrong(1, "根要离线保存（offline），须有 [shares] 或 root_keys，否则密钥就丢失了");
    for (const auto& plan : script_.plans)
      if (plan.kind == "root" && !script_.root_keys.empty() &&
          std::ranges::find(script_.offline, plan.name) == script_.offline.end())
        wrong(1, "根 " + plan.name + " 的密钥在令牌里（root_keys），应写明 offline = true");
    if (problems_.empty()) return std::move(script_);
    return fail(ErrorCode::invalid, problems_);
  }

 private:
  void wrong(std::int64_t line, const std::string& message) {
    problems_ += (problems_.empty() ? "" : "\n") + std::string("第 ") + std::to_string(line) +
                 " 行：" + message;
  }
  static std::int64_t line_of(const toml::node& node) {
    return std::max<std::int64_t>(1, node.source().begin.line);
  }
  void known(const toml::table& table, std::initializer_list<std::string_view> keys) {
    for (const auto& [key, node] : table)
      if (std::ranges::find(keys, key.str()) == keys.end())
        wrong(line_of(node), "没有「" + std::string(key.str()) + "」这一项，请检查拼写");
  }
  std::string text(const toml::table& table, std::string_view key) {
    auto value = table[key].value_exact<std::string>().value_or("");
    const auto* node = table.get(key);
    if (value.empty())
      wrong(line_of(node == nullptr ? table : *node), "缺少「" + std::string(key) + "」（文字）");
    return value;
  }
  std::vector<std::string> texts(const toml::table& table, std::string_view key) {
    std::vector<std::string> values;
    const auto* array = table[key].as_array();
    if (array == nullptr) {
      wrong(line_of(table), "缺少「" + std::string(key) + "」（文字的列表）");
      return values;
    }
    for (const auto& each : *array)
      if (auto value = each.value_exact<std::string>(); value && !value->empty())
        values.push_back(*std::move(value));
      else
        wrong(line_of(each), std::string(key) + "的每一项应为文字");
    return values;
  }
  std::int64_t number(const toml::table& table, std::string_view key, std::int64_t least,
                      std::int64_t most, std::int64_t missing) {
    const auto* node = table.get(key);
    if (node == nullptr) return missing;
    const auto value = node->value_exact<std::int64_t>();
    if (value && *value >= least && *value <= most) return *value;
    wrong(line_of(*node), std::string(key) + "应为 " + std::to_string(least) + " 到 " +
                              std::to_string(most) + " 的整数");
    return missing;
  }
  bool flag(const toml::table& table, std::string_view key) {
    const auto* node = table.get(key);
    if (node == nullptr) return false;
    if (const auto value = node->value_exact<bool>()) return *value;
    wrong(line_of(*node), std::string(key) + "应为 true 或 false");
    return false;
  }

  void read_shares(const toml::table& table) {
    known(table, {"needed", "holders"});
    script_.share_holders = texts(table, "holders");
    const auto holders = static_cast<std::int64_t>(script_.share_holders.size());
    script_.shares_needed = static_cast<int>(number(table, "needed", 2, 16, 3));
    if (holders < script_.shares_needed || holders > 16)
      wrong(line_of(table), "持有人应不少于 needed，且不超过 16 人");
    if (std::set(script_.share_holders.begin(), script_.share_holders.end()).size() !=
        script_.share_holders.size())
      wrong(line_of(table), "同一人不能持有两份");
  }

  void read_authority(const toml::table& table) {
    known(table, {"name", "kind", "issuer", "algorithm", "rsa_bits", "common_name", "years",
                  "offline", "sm2_null", "crl_shards", "crl_hours"});
    app::AuthorityPlan plan;
    plan.name = text(table, "name");
    check_name(table, plan.name);
    plan.kind = text(table, "kind");
    constexpr std::string_view kKinds[] = {"root", "issuing", "ocsp", "tsa", "seal_maker"};
    if (std::ranges::find(kKinds, plan.kind) == std::end(kKinds))
      wrong(line_of(table), "kind 应为 root、issuing、ocsp、tsa（时间戳）或 seal_maker");
    const bool is_root = plan.kind == "root";
    plan.issuer = is_root ? plan.name : text(table, "issuer");
    if (const auto algorithm = pki::algorithm_named(text(table, "algorithm")))
      plan.algorithm = *algorithm;
    else
      wrong(line_of(table), "algorithm 应为 sm2、p256 或 rsa");
    plan.rsa_bits = static_cast<int>(number(table, "rsa_bits", 3072, 4096, 3072));
    if (plan.rsa_bits != 3072 && plan.rsa_bits != 4096)
      wrong(line_of(table), "rsa_bits 应为 3072 或 4096");
    plan.common_name = text(table, "common_name");
    plan.validity = std::chrono::days{number(table, "years", 1, is_root ? 20 : 10, 1) * kYear};
    plan.sm2_null = flag(table, "sm2_null");
    plan.crl_shards = number(table, "crl_shards", 0, 1000, 0);
    plan.crl_hours = number(table, "crl_hours", 2, 9000, 0);
    if (flag(table, "offline")) {
      if (!is_root) wrong(line_of(table), "只有根可以离线（offline）");
      script_.offline.push_back(plan.name);
    }
    script_.plans.push_back(std::move(plan));
  }

  void check_name(const toml::table& table, std::string_view name) {
    const auto fits = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    if (!std::ranges::all_of(name, fits) || name.size() > 40)
      wrong(line_of(table), "name 只能用小写字母、数字和横线，它出现在地址中");
    if (std::ranges::find(script_.plans, name, &app::AuthorityPlan::name) != script_.plans.end())
      wrong(line_of(table), "name「" + std::string(name) + "」重复");
  }

  CeremonyScript script_;
  std::string problems_;
};

}  // namespace

Result<CeremonyScript> parse_ceremony_script(std::string_view text) {
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::invalid, "第 " + std::to_string(error.source().begin.line) +
                                        " 行：不是有效的 TOML，请检查引号、方括号和等号");
  }
  return Reader().read(table);
}

}  // namespace certhall
