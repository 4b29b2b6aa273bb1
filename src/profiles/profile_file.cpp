#include "profiles/profile_file.h"

#include <algorithm>
#include <array>
#include <set>

#include <toml++/toml.h>

#include "pki/der.h"
#include "profiles/profile_rules.h"

namespace certhall::profiles {
namespace {

using pki::CertificateKind;
using pki::Profile;
using pki::SubjectRule;
using pki::SubjectSource;

template <class T>
struct Word {
  std::string_view text;
  T value;
};

constexpr auto kKinds = std::to_array<Word<CertificateKind>>({
    {"root_ca", CertificateKind::root_ca},
    {"issuing_ca", CertificateKind::issuing_ca},
    {"ocsp_signer", CertificateKind::ocsp_signer},
    {"time_stamp_signer", CertificateKind::time_stamp_signer},
    {"signing", CertificateKind::signing},
    {"encryption", CertificateKind::encryption},
});

// The names of RFC 5280 4.2.1.3.
constexpr auto kUsages = std::to_array<Word<std::uint16_t>>({
    {"digitalSignature", pki::key_usage::kDigitalSignature},
    {"nonRepudiation", pki::key_usage::kNonRepudiation},
    {"keyEncipherment", pki::key_usage::kKeyEncipherment},
    {"dataEncipherment", pki::key_usage::kDataEncipherment},
    {"keyAgreement", pki::key_usage::kKeyAgreement},
    {"keyCertSign", pki::key_usage::kKeyCertSign},
    {"cRLSign", pki::key_usage::kCrlSign},
});

constexpr auto kPurposes = std::to_array<Word<std::string_view>>({
    {"clientAuth", pki::oid::kClientAuth},
    {"emailProtection", pki::oid::kEmailProtection},
    {"timeStamping", pki::oid::kTimeStamping},
    {"OCSPSigning", pki::oid::kOcspSigning},
});

constexpr auto kAttributes = std::to_array<Word<std::string_view>>({
    {"C", pki::oid::kCountry},
    {"ST", pki::oid::kState},
    {"L", pki::oid::kLocality},
    {"O", pki::oid::kOrganization},
    {"OU", pki::oid::kOrganizationalUnit},
    {"CN", pki::oid::kCommonName},
    {"T", pki::oid::kTitle},
    {"serialNumber", pki::oid::kSerialNumber},
    {"E", pki::oid::kEmailAddress},
});

constexpr auto kSources = std::to_array<Word<SubjectSource>>({
    {"company_name", SubjectSource::company_name},
    {"common_name", SubjectSource::common_name},
    {"organization_name", SubjectSource::organization_name},
    {"person_name", SubjectSource::person_name},
    {"person_code", SubjectSource::person_code},
});

constexpr auto kTaggings = std::to_array<Word<pki::IdentityTagging>>({
    {"explicit", pki::IdentityTagging::explicitly},
    {"implicit", pki::IdentityTagging::implicitly},
    {"plain", pki::IdentityTagging::plain},
});

constexpr auto kAddresses = std::to_array<Word<bool pki::AddressKinds::*>>({
    {"ocsp", &pki::AddressKinds::ocsp},
    {"ca_issuers", &pki::AddressKinds::ca_issuers},
    {"crl", &pki::AddressKinds::crl},
});

template <class Words>
std::string choices(const Words& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : "、") + std::string(word.text);
  return text;
}

std::int64_t line_of(const toml::node& node) {
  return std::max<std::int64_t>(1, node.source().begin.line);
}

class Reader {
 public:
  explicit Reader(domain::TextProblems& problems) : problems_(problems) {}

  Profile read(const toml::table& table) {
    refuse_unknown(table, {"name", "kind", "key_usage", "extended_key_usage", "path_length",
                           "longest_days", "addresses", "policies", "subject", "identity"});
    Profile profile;
    profile.organization_code_oid.clear();
    profile.person_code_oid.clear();
    profile.name = text(table, "name", true);
    profile.kind = word(kKinds, table, "kind").value_or(CertificateKind::signing);
    profile.extended_key_usage_critical = profile.kind == CertificateKind::time_stamp_signer;
    for (const auto& [text, line] : list(table, "key_usage"))
      if (const auto bit = look_up(kUsages, text, line, "key_usage")) profile.key_usage |= *bit;
    for (const auto& [text, line] : list(table, "extended_key_usage"))
      if (auto oid = purpose(text, line)) profile.extended_key_usage.push_back(*std::move(oid));
    for (const auto& [text, line] : list(table, "policies"))
      if (is_oid(text, line, "policies")) profile.policies.push_back(text);
    profile.longest_validity = std::chrono::days{number(table, "longest_days", 1, 36'525, 0)};
    if (table.contains("path_length"))
      profile.path_length = static_cast<int>(number(table, "path_length", 0, 10, 0));
    read_addresses(table, profile);
    read_subject(table, profile);
    read_identity(table, profile);
    return profile;
  }

 private:
  void wrong(std::int64_t line, std::string message) {
    problems_.push_back({line, std::move(message)});
  }

  void refuse_unknown(const toml::table& table, std::initializer_list<std::string_view> known) {
    for (const auto& [key, node] : table)
      if (std::ranges::find(known, key.str()) == known.end())
        wrong(line_of(node), "没有「" + std::string(key.str()) + "」这一项，请检查拼写");
  }

  /// Missing: empty, and a problem where it is required.
  std::string text(const toml::table& table, std::string_view key, bool required) {
    const auto* node = table.get(key);
    if (node == nullptr) {
      if (required) wrong(line_of(table), "缺少「" + std::string(key) + "」");
      return {};
    }
    auto value = node->value_exact<std::string>().value_or("");
    if (value.empty()) wrong(line_of(*node), std::string(key) + " 应为不空的文字（加引号）");
    return value;
  }

  template <class Words>
  auto word(const Words& words, const toml::table& table, std::string_view key)
      -> std::optional<decltype(Words::value_type::value)> {
    const std::string value = text(table, key, true);
    if (value.empty()) return std::nullopt;
    return look_up(words, value, line_of(*table.get(key)), key);
  }

  template <class Words>
  auto look_up(const Words& words, std::string_view text, std::int64_t line, std::string_view key)
      -> std::optional<decltype(Words::value_type::value)> {
    const auto found = std::ranges::find_if(words, [&](const auto& w) { return w.text == text; });
    if (found != words.end()) return found->value;
    wrong(line, std::string(key) + "不能是「" + std::string(text) + "」，可用：" + choices(words));
    return std::nullopt;
  }

  struct Item {
    std::string text;
    std::int64_t line;
  };
  /// The texts of a list, without doubles; a missing list is empty.
  std::vector<Item> list(const toml::table& table, std::string_view key) {
    const auto* node = table.get(key);
    if (node == nullptr) return {};
    const auto* array = node->as_array();
    if (array == nullptr) {
      wrong(line_of(*node), std::string(key) + " 应为文字的列表（方括号）");
      return {};
    }
    std::vector<Item> items;
    std::set<std::string> seen;
    for (const auto& each : *array) {
      auto value = each.value_exact<std::string>();
      if (!value)
        wrong(line_of(each), std::string(key) + " 的每一项应为文字（加引号）");
      else if (!seen.insert(*value).second)
        wrong(line_of(each), std::string(key) + "中「" + *value + "」重复");
      else
        items.push_back({*std::move(value), line_of(each)});
    }
    return items;
  }

  std::int64_t number(const toml::table& table, std::string_view key, std::int64_t least,
                      std::int64_t most, std::int64_t missing) {
    const auto* node = table.get(key);
    if (node == nullptr) {
      if (missing < least) wrong(line_of(table), "缺少「" + std::string(key) + "」");
      return missing;
    }
    const auto value = node->value_exact<std::int64_t>();
    if (value && *value >= least && *value <= most) return *value;
    wrong(line_of(*node), std::string(key) + " 应为 " + std::to_string(least) + " 到 " +
                              std::to_string(most) + " 的整数");
    return least;
  }

  bool is_oid(std::string_view text, std::int64_t line, std::string_view key) {
    if (pki::der::is_oid(text)) return true;
    wrong(line, std::string(key) + " 应为对象标识符，如 1.2.156.10260.4.1.4");
    return false;
  }

  std::optional<std::string> purpose(const std::string& text, std::int64_t line) {
    const auto found =
        std::ranges::find_if(kPurposes, [&](const auto& each) { return each.text == text; });
    if (found != kPurposes.end()) return std::string(found->value);
    if (pki::der::is_oid(text)) return text;
    wrong(line, "extended_key_usage 不能是「" + text + "」，可用：" + choices(kPurposes) +
                    "，或对象标识符");
    return std::nullopt;
  }

  void read_addresses(const toml::table& table, Profile& profile) {
    profile.address_kinds = {.ocsp = false, .ca_issuers = false, .crl = false};
    for (const auto& [text, line] : list(table, "addresses"))
      if (const auto member = look_up(kAddresses, text, line, "addresses"))
        profile.address_kinds.** member = true;
  }

  void read_subject(const toml::table& table, Profile& profile) {
    const auto* node = table.get("subject");
    const auto* rules = node == nullptr ? nullptr : node->as_array();
    if (rules == nullptr || rules->empty())
      return wrong(node == nullptr ? 1 : line_of(*node), "缺少主体名称的各项（[[subject]]）");
    for (const auto& each : *rules) {
      const auto* rule = each.as_table();
      if (rule == nullptr) {
        wrong(line_of(each), "subject 的每一项应写作 [[subject]]");
        continue;
      }
      read_rule(*rule, profile);
    }
  }

  void read_rule(const toml::table& table, Profile& profile) {
    refuse_unknown(table, {"attribute", "from", "value"});
    SubjectRule rule;
    if (const auto type = word(kAttributes, table, "attribute")) rule.type = *type;
    if (table.contains("from") == table.contains("value"))
      return wrong(line_of(table), "主体名称的一项应有 from（取自资料）或 value（固定内容）之一");
    if (table.contains("from")) {
      if (const auto source = word(kSources, table, "from")) rule.source = *source;
    } else {
      rule.value = text(table, "value", true);
      const bool is_country = rule.type == pki::oid::kCountry;
      const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
      if (is_country && (rule.value.size() != 2 || !std::ranges::all_of(rule.value, is_letter)))
        wrong(line_of(*table.get("value")), "国家（C）应为两个大写字母，如 CN");
    }
    if (rule.type != pki::oid::kOrganizationalUnit &&
        std::ranges::find(profile.subject, rule.type, &SubjectRule::type) != profile.subject.end())
      wrong(line_of(table), "主体名称中的同一项只能有一次（OU 除外）");
    profile.subject.push_back(std::move(rule));
  }

  void read_identity(const toml::table& table, Profile& profile) {
    const auto* node = table.get("identity");
    if (node == nullptr) return;
    const auto* identity = node->as_table();
    if (identity == nullptr) return wrong(line_of(*node), "identity 应写作 [identity]");
    refuse_unknown(*identity, {"organization_code", "resident_id_number", "tagging"});
    const auto oid = [&](std::string_view key) {
      std::string value = text(*identity, key, false);
      if (!value.empty()) is_oid(value, line_of(*identity->get(key)), key);
      return value;
    };
    profile.organization_code_oid = oid("organization_code");
    profile.person_code_oid = oid("resident_id_number");
    if (!profile.organization_code_oid.empty() &&
        profile.organization_code_oid == profile.person_code_oid)
      wrong(line_of(*identity), "两个身份扩展不能用同一个对象标识符");
    if (!identity->contains("tagging")) return;
    if (const auto tagging = word(kTaggings, *identity, "tagging"))
      profile.person_code_tagging = *tagging;
  }

  domain::TextProblems& problems_;
};

}  // namespace

std::optional<Profile> read_profile(std::string_view text, domain::TextProblems& problems) {
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    problems.push_back({std::max<std::int64_t>(1, error.source().begin.line),
                        "不是有效的 TOML，请检查引号、方括号和等号"});
    return std::nullopt;
  }
  const auto before = problems.size();
  auto profile = Reader(problems).read(table);
  const auto line_of_key = [&](std::string_view key) {
    const auto* node = table.get(key);
    return node == nullptr ? 1 : line_of(*node);
  };
  if (problems.size() == before)
    for (auto& [key, message] : broken_rules(profile))
      problems.push_back({line_of_key(key), std::move(message)});
  if (problems.size() > before) return std::nullopt;
  return profile;
}

}  // namespace certhall::profiles
