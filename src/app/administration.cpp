#include "app/administration.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "app/act.h"
#include "app/calendar.h"
#include "app/profile.h"
#include "app/revocation.h"
#include "app/staff.h"
#include "domain/catalogue_file.h"
#include "domain/consent_document.h"
#include "domain/notice_template.h"
#include "domain/price.h"
#include "domain/price_text.h"
#include "domain/staff_text.h"

namespace certhall::app {
namespace {

using domain::ChangeSubject;
using domain::TextProblems;

constexpr std::size_t kMostText = 100'000;  // bytes
constexpr std::size_t kMostList =
    500'000;  // some ten thousand lines; longer ones: certhall ca revoke
constexpr std::size_t kShareCharacters = 8;
constexpr auto kShareDays = std::chrono::days{7};
constexpr std::int64_t kFewestAdministrators = 2;

std::vector<domain::PriceList> prices_now(Transaction& tx, const Hall& hall,
                                          std::string_view relying) {
  std::vector<domain::PriceList> lists;
  const auto all = tx.catalogue().price_lists();
  for (const auto type : domain::EnumSet<domain::CertificateType>::all().list())
    if (auto list = domain::price_list_in_force(all, relying, type, china_date(hall.clock.now())))
      lists.push_back(std::move(*list));
  return lists;
}

std::vector<Administered> relying_applications(Transaction& tx) {
  std::vector<Administered> all;
  for (const auto& relying : tx.catalogue().relying_applications())
    all.push_back({relying.code, relying.name, domain::json_text(to_json(relying))});
  return all;
}

std::vector<Administered> price_lists(Transaction& tx, const Hall& hall) {
  std::vector<Administered> all;
  for (const auto& relying : tx.catalogue().relying_applications())
    all.push_back(
        {relying.code, relying.name, domain::price_text(prices_now(tx, hall, relying.code))});
  return all;
}

std::vector<Administered> consent_documents(Transaction& tx) {
  std::vector<Administered> all;
  for (const auto& document : tx.consents().documents_in_force())
    all.push_back({document.code, document.title, domain::consent_text(document)});
  return all;
}

std::vector<Administered> notices(Transaction& tx) {
  const auto changed = tx.administered_texts().in_force(ChangeSubject::notice_template);
  std::vector<Administered> all;
  for (const auto& notice : domain::notice_templates()) {
    const auto kept = std::ranges::find(changed, notice.code, &AdministeredText::target);
    all.push_back({std::string(notice.code), std::string(notice.title),
                   kept == changed.end() ? std::string(notice.text) + "\n" : kept->body});
  }
  return all;
}

std::vector<Administered> accounts(Transaction& tx) {
  std::vector<Administered> all;
  for (const auto& staff : tx.staff().list())
    all.push_back({staff.login, staff.name, domain::json_text(to_json(domain::staff_text(staff)))});
  return all;
}

std::vector<Administered> profiles(Transaction& tx, const Hall& hall) {
  std::vector<Administered> all;
  for (auto& version : tx.profiles().in_force())
    all.push_back({version.code, profile_in_force(tx, hall, version.code).name, version.body});
  return all;
}

}  // namespace

std::vector<Administered> administered(Transaction& tx, const Hall& hall, ChangeSubject subject) {
  switch (subject) {
    case ChangeSubject::relying_application:
      return relying_applications(tx);
    case ChangeSubject::price_list:
      return price_lists(tx, hall);
    case ChangeSubject::consent_document:
      return consent_documents(tx);
    case ChangeSubject::notice_template:
      return notices(tx);
    case ChangeSubject::working_calendar:
      return {{std::string(kCalendar), "全国工作日历", working_calendar_text(tx, hall)}};
    case ChangeSubject::staff:
      return accounts(tx);
    case ChangeSubject::profile:
      return profiles(tx, hall);
    case ChangeSubject::revocation_list:
      return {};  // each is a new one
  }
  throw std::logic_error("a change's subject outside its enum");
}

Administered administered_one(Transaction& tx, const Hall& hall, ChangeSubject subject,
                              std::string_view target) {
  for (auto& one : administered(tx, hall, subject))
    if (one.target == target) return std::move(one);
  return {.target = std::string(target), .title = {}, .text = {}};
}

// --- the rules -----------------------------------------------------------------------------------

namespace {

std::optional<domain::RelyingApplication> find_relying(Transaction& tx, std::string_view code) {
  for (auto& relying : tx.catalogue().relying_applications())
    if (relying.code == code) return std::move(relying);
  return std::nullopt;
}

TextProblems check_relying_application(Transaction& tx, const Hall& hall, std::string_view target,
                                       std::string_view text) {
  std::vector<domain::CertificateType> priced;
  for (const auto& list : prices_now(tx, hall, target)) priced.push_back(list.certificate_type);
  TextProblems problems;
  (void)domain::read_relying_application_text(text, target, priced, problems);
  return problems;
}

TextProblems check_price_list(Transaction& tx, std::string_view target, std::string_view text) {
  const auto relying = find_relying(tx, target);
  if (!relying) return {{1, "没有应用「" + std::string(target) + "」，请先新增应用"}};
  return domain::read_price_text(text, relying->certificate_types).problems;
}

std::int64_t line_starting(std::string_view text, std::string_view beginning) {
  const auto lines = domain::lines_of(text);
  const auto found = std::ranges::find_if(
      lines, [&](std::string_view line) { return line.starts_with(beginning); });
  return found == lines.end() ? 1 : 1 + std::distance(lines.begin(), found);
}

TextProblems check_consent_document(Transaction& tx, std::string_view target,
                                    std::string_view text) {
  auto problems = domain::check_consent_text(text, target);
  const auto known = tx.consents().documents_in_force();
  if (std::ranges::find(known, target, &domain::ConsentDocument::code) == known.end())
    problems.push_back({1, "没有协议「" + std::string(target) + "」"});
  if (!problems.empty()) return problems;
  const auto document = domain::parse_consent_document(text);
  if (document && tx.consents().has_version(target, document->version))
    problems.push_back({line_starting(text, "version:"),
                        "版本 " + document->version + " 已发布过，新文本请用新的版本号"});
  return problems;
}

TextProblems check_staff(Transaction& tx, std::string_view target, std::string_view text) {
  TextProblems problems;
  const auto wanted = domain::read_staff_text(text, target, problems);
  if (!wanted) return problems;
  const domain::JsonLines lines(text);
  const auto staff = tx.staff().find_by_login(target);
  if (!staff && !wanted->enabled)
    problems.push_back({lines.line_of("enabled"), "新账号应为启用状态（true）"});
  if (!staff && wanted->reset)
    problems.push_back({lines.line_of("reset"), "新账号自带一次性密码，此处应为 false"});
  const auto administers = [](bool enabled, domain::Roles roles) {
    return enabled && roles.has(domain::Role::administrator) ? 1 : 0;
  };
  const auto left = count_administrators(tx) -
                    (staff ? administers(staff->enabled, staff->roles) : 0) +
                    administers(wanted->enabled, domain::roles_of(*wanted));
  if (left < std::min(kFewestAdministrators, count_administrators(tx)))
    problems.push_back({lines.line_of(wanted->enabled ? "roles" : "enabled"),
                        "至少要保留两名启用的管理员，否则无人能够批准变更"});
  return problems;
}

}  // namespace

TextProblems check_text(Transaction& tx, const Hall& hall, ChangeSubject subject,
                        std::string_view target, std::string_view text) {
  const std::size_t most = subject == ChangeSubject::revocation_list ? kMostList : kMostText;
  if (text.size() > most) return {{1, "内容太长，请不要超过 " + std::to_string(most) + " 字节"}};
  switch (subject) {
    case ChangeSubject::relying_application:
      return domain::sorted(check_relying_application(tx, hall, target, text));
    case ChangeSubject::price_list:
      return domain::sorted(check_price_list(tx, target, text));
    case ChangeSubject::consent_document:
      return domain::sorted(check_consent_document(tx, target, text));
    case ChangeSubject::notice_template:
      if (std::ranges::find(domain::notice_templates(), target, &domain::NoticeTemplate::code) ==
          domain::notice_templates().end())
        return {{1, "没有短信模板「" + std::string(target) + "」"}};
      return domain::check_notice_text(text, target);
    case ChangeSubject::working_calendar:
      if (target != kCalendar) return {{1, "只有一份工作日历（cn）"}};
      return domain::check_calendar_text(text);
    case ChangeSubject::staff:
      return domain::sorted(check_staff(tx, target, text));
    case ChangeSubject::profile:
      if (!tx.profiles().in_force(target))
        return {{1, "没有证书模板「" + std::string(target) + "」"}};
      return domain::sorted(check_profile(target, text));
    case ChangeSubject::revocation_list:
      return check_revocation_text(text);
  }
  throw std::logic_error("a change's subject outside its enum");
}

// --- coming into force ---------------------------------------------------------------------------

Prepared prepare(const Hall& hall, const domain::Change& change) {
  if (change.subject != ChangeSubject::staff) return {};
  Prepared prepared{.password = new_one_time_password(hall.random), .password_hash = {}};
  prepared.password_hash = hall.passwords.hash(prepared.password);
  return prepared;
}

namespace {

template <class T>
T valid(std::optional<T> value) {
  if (!value) throw std::logic_error("a change was carried out that is not valid");
  return std::move(*value);
}

void put_prices(Transaction& tx, const Hall& hall, const domain::Change& change) {
  for (auto list : domain::read_price_text(change.after, {}).lists) {
    list.relying_application = change.target;
    list.valid_from = china_date(hall.clock.now());
    tx.catalogue().save(list);
  }
}

void put_text(Transaction& tx, const Hall& hall, const domain::Change& change) {
  std::int64_t version = 1;
  for (const auto& kept : tx.administered_texts().in_force(change.subject))
    if (kept.target == change.target) version = kept.version + 1;
  tx.administered_texts().insert({.subject = change.subject,
                                  .target = change.target,
                                  .version = version,
                                  .body = change.after,
                                  .change_id = change.id,
                                  .in_force_at = hall.clock.now()});
}

void put_profile(Transaction& tx, const Hall& hall, const domain::Change& change) {
  const auto before = tx.profiles().in_force(change.target);
  tx.profiles().insert({.code = change.target,
                        .version = before ? before->version + 1 : 1,
                        .body = change.after,
                        .change_id = change.id.value,
                        .in_force_at = hall.clock.now()});
}

/// Each of the two administrators hands over one half: neither could sign in as the new person.
void give_one_time_password(Transaction& tx, const Hall& hall, const domain::Change& change,
                            const Prepared& prepared, domain::Staff& staff) {
  staff.password_hash = prepared.password_hash;
  staff.must_change_password = true;
  staff.totp_secret = SecretText{};
  staff.totp_last_step = 0;
  staff.failed_logins = 0;
  staff.locked_until = {};
  const std::string password(prepared.password.reveal());
  tx.one_time_shares().erase_of(staff.id);
  const Timestamp expires = hall.clock.now() + kShareDays;
  tx.one_time_shares().insert(
      {staff.id, change.proposed_by, SecretText{password.substr(0, kShareCharacters)}, expires});
  tx.one_time_shares().insert(
      {staff.id, change.decided_by, SecretText{password.substr(kShareCharacters)}, expires});
}

void put_staff(Transaction& tx, const Hall& hall, const domain::Change& change,
               const Prepared& prepared) {
  TextProblems problems;
  const auto wanted = valid(domain::read_staff_text(change.after, change.target, problems));
  auto known = tx.staff().find_by_login(change.target);
  domain::Staff staff = known.value_or(
      domain::Staff{.id = StaffId::create(hall.clock, hall.random), .login = wanted.login});
  const auto before = staff.roles;
  staff.name = wanted.name;
  staff.roles = domain::roles_of(wanted);
  staff.enabled = wanted.enabled;
  if (!known || wanted.reset) give_one_time_password(tx, hall, change, prepared, staff);
  if (!known)
    tx.staff().insert(staff);
  else if (!tx.staff().update(staff))
    throw Conflict("the account changed within its own transaction");
  // Whatever somebody is signed in with was given to him under the old roles.
  tx.sessions().erase_of(SessionKind::staff, staff.id.value);
  audit(tx, hall.clock.now(), system_actor("change"), known ? "staff.change" : "staff.create",
        "staff/" + staff.id.value,
        {{"login", staff.login},
         {"roles_before", to_json(before.list())},
         {"roles", to_json(staff.roles.list())},
         {"enabled", staff.enabled},
         {"reset", wanted.reset}});
}

}  // namespace

void carry_out(Transaction& tx, const Hall& hall, const domain::Change& change,
               const Prepared& prepared) {
  TextProblems problems;
  switch (change.subject) {
    case ChangeSubject::relying_application:
      return tx.catalogue().save(
          valid(domain::read_json_text<domain::RelyingApplication>(change.after, problems)));
    case ChangeSubject::price_list:
      return put_prices(tx, hall, change);
    case ChangeSubject::consent_document: {
      const auto document = domain::parse_consent_document(change.after);
      if (!document) throw std::logic_error("a consent document was carried out that is not valid");
      return tx.consents().publish_next(*document);
    }
    case ChangeSubject::notice_template:
    case ChangeSubject::working_calendar:
      return put_text(tx, hall, change);
    case ChangeSubject::staff:
      return put_staff(tx, hall, change, prepared);
    case ChangeSubject::profile:
      return put_profile(tx, hall, change);
    case ChangeSubject::revocation_list:
      (void)record_revocation_list(tx, hall, change.target, change.after, change.id);
      return;
  }
  throw std::logic_error("a change's subject outside its enum");
}

}  // namespace certhall::app
