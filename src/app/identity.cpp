#include "app/identity.h"

#include <chrono>

#include "app/act.h"
#include "app/application.h"
#include "app/material.h"
#include "app/session.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "domain/certificate_type.h"
#include "domain/identity_workflow.h"
#include "domain/validation.h"
#include "print/qr_svg.h"

namespace certhall::app {
namespace {

using domain::Application;
using domain::Identity;
using domain::IdentityEvent;
using domain::IdentityFact;
using domain::MaterialKind;
using IdentityFacts = domain::EnumSet<IdentityFact>;

constexpr std::string_view kAdvice =
    "请登录该手机号所属运营商的 APP，在个人账户信息中查看实名认证结果，并与网上营业厅所填信息对比。"
    "如不一致，请先联系运营商完成实名信息变更，再重新认证";

/// What texts call the person who proves himself.
std::string title_of(const Application& application) {
  return std::string(domain::agent_title(application.details.certificate_type));
}

Timestamp expiry(const Hall& hall) {
  return hall.clock.now() + std::chrono::seconds{kIdentityLinkSeconds};
}

Status move(Transaction& tx, const Hall& hall, Identity& identity, IdentityEvent event,
            const domain::Actor& actor, IdentityFacts facts) {
  ASSIGN_OR_RETURN(decision, domain::decide(identity.status, event, actor, facts));
  identity.status = decision.to;
  identity.updated_at = hall.clock.now();
  if (!tx.identities().update(identity)) return stale();
  audit(tx, hall.clock.now(), actor, "identity." + std::string(enum_to_text(event)),
        subject_of(identity.application_id));
  return {};
}

auto link_gone() {
  return fail(ErrorCode::gone,
              "该链接已使用、已过期（10 分钟）或已被新的二维码取代，请回到电脑页面重新生成二维码");
}

auto session_gone() {
  return fail(ErrorCode::unauthenticated,
              "手机认证已超过 10 分钟，请回到电脑页面重新生成二维码并扫码");
}

}  // namespace

Result<IdentityInvitation> invite_phone(const Hall& hall, const AccountId& account,
                                        const ApplicationId& id) {
  const std::string token = new_session_token(hall.random);
  const Timestamp until = expiry(hall);
  const auto saved = edit(
      hall, account, id, std::nullopt, [&](Transaction& tx, Application& application) -> Status {
        const std::string who = title_of(application);
        if (application.details.agent.name.empty() || application.details.agent.id_number.empty() ||
            application.details.agent.mobile.empty())
          return fail(ErrorCode::wrong_state, "请先填写" + who + "的姓名、身份证号码和移动电话");
        auto identity = tx.identities().of_application(id);
        if (identity && identity->status == domain::IdentityStatus::verified)
          return fail(ErrorCode::wrong_state, who + "身份已认证通过，无需重复认证");
        if (!identity) {
          tx.identities().insert({.id = IdentityId::create(hall.clock, hall.random),
                                  .application_id = id,
                                  .expires_at = until,
                                  .updated_at = hall.clock.now()});
          identity = tx.identities().of_application(id);
        }
        identity->link_digest = session_token_digest(token);
        identity->phone_digest.clear();
        identity->expires_at = until;
        identity->front_taken = identity->back_taken = identity->corrected = false;
        identity->failure.clear();
        identity->details_digest = domain::person_digest(application.details);
        return move(tx, hall, *identity, IdentityEvent::renew_link, applicant(account), {});
      });
  RETURN_IF_ERROR(saved);
  const std::string url = hall.settings.public_url + "/phone/i/" + token;
  return IdentityInvitation{.url = url, .qr_svg = print::qr_svg(url), .expires_at = until};
}

Result<OpenedLink> open_link(const Hall& hall, std::string_view link_token) {
  return write(hall.store, [&](Transaction& tx) -> Result<OpenedLink> {
    auto identity = tx.identities().find_by_link(session_token_digest(link_token));
    if (!identity || identity->expires_at <= hall.clock.now()) return link_gone();
    auto application = tx.applications().find(identity->application_id);
    if (!application) return link_gone();
    std::string token = new_session_token(hall.random);
    identity->link_digest.clear();
    identity->phone_digest = session_token_digest(token);
    identity->expires_at = expiry(hall);
    RETURN_IF_ERROR(move(tx, hall, *identity, IdentityEvent::open,
                         applicant(application->account_id), {IdentityFact::link_valid}));
    return OpenedLink{
        .phone_case = {.identity = std::move(*identity), .application = std::move(*application)},
        .token = std::move(token)};
  });
}

std::optional<Identity> find_phone(const Hall& hall, std::string_view phone_digest) {
  auto identity = read(
      hall.store, [&](Transaction& tx) { return tx.identities().find_by_phone(phone_digest); });
  if (identity && identity->expires_at <= hall.clock.now()) return std::nullopt;
  return identity;
}

namespace {

Result<PhoneCase> load_phone(Transaction& tx, const Hall& hall, std::string_view phone_digest) {
  auto identity = tx.identities().find_by_phone(phone_digest);
  if (!identity || identity->expires_at <= hall.clock.now()) return session_gone();
  auto application = tx.applications().find(identity->application_id);
  if (!application) return session_gone();
  return PhoneCase{.identity = std::move(*identity), .application = std::move(*application)};
}

}  // namespace

Result<PhoneCase> view_phone(const Hall& hall, std::string_view phone_digest) {
  return read(hall.store, [&](Transaction& tx) { return load_phone(tx, hall, phone_digest); });
}

namespace {

domain::Material card_material(const Hall& hall, const ApplicationId& id, CardSide side,
                               const ObjectRow& picture) {
  const bool front = side == CardSide::front;
  return {.id = MaterialId::create(hall.clock, hall.random),
          .application_id = id,
          .kind = front ? MaterialKind::id_card_front : MaterialKind::id_card_back,
          .file_name = front ? "身份证人像面.jpg" : "身份证国徽面.jpg",
          .content_type = "image/jpeg",
          .size_bytes = picture.size_bytes,
          .original = picture.id,
          .previews = {picture.id},
          .checks = {},
          .uploaded_at = hall.clock.now()};
}

}  // namespace

Result<PhoneCase> take_photo(const Hall& hall, std::string_view phone_digest, CardSide side,
                             std::string_view bytes) {
  ASSIGN_OR_RETURN(seen, view_phone(hall, phone_digest));
  const auto status = seen.identity.status;
  if (status != domain::IdentityStatus::opened && status != domain::IdentityStatus::failed)
    return fail(ErrorCode::wrong_state, "当前不需要拍照，请按页面提示操作");
  ASSIGN_OR_RETURN(reading, hall.reader.read_id_card(bytes, side));
  const ObjectRow picture{.id = ObjectId::create(hall.clock, hall.random),
                          .content_type = "image/jpeg",
                          .size_bytes = static_cast<std::int64_t>(reading.jpeg.size()),
                          .digest = to_hex(sha256(reading.jpeg)),
                          .created_at = hall.clock.now()};
  hall.files.put(picture.id, reading.jpeg);
  return write(hall.store, [&](Transaction& tx) -> Result<PhoneCase> {
    ASSIGN_OR_RETURN(phone, load_phone(tx, hall, phone_digest));
    tx.objects().insert(picture);
    auto material = card_material(hall, phone.application.id, side, picture);
    tx.materials().put(material);
    auto& identity = phone.identity;
    if (side == CardSide::front) {
      identity.front_taken = true;
      identity.read_name = reading.name.text;
      identity.read_number = reading.id_number.text;
    } else {
      identity.back_taken = true;
    }
    identity.updated_at = hall.clock.now();
    if (!tx.identities().update(identity)) return stale();
    phone.reading_available = reading.text_available;
    return std::move(phone);
  });
}

namespace {

std::string difference(const Application& application, std::string_view name,
                       std::string_view number) {
  const auto& agent = application.details.agent;
  const std::string who = title_of(application);
  if (agent.name != name && agent.id_number != number)
    return "身份证上的姓名和号码都与申请表不一致：请确认拍摄的是" + who +
           "本人的身份证，或回到电脑页面修改" + who + "信息";
  if (agent.name != name)
    return "身份证上的姓名与申请表不一致：请核对是否有错字，或回到电脑页面修改" + who + "姓名";
  if (agent.id_number != number)
    return "身份证号码与申请表不一致：请逐位核对，或回到电脑页面修改" + who + "身份证号码";
  return "";
}

Status refuse_identity(Transaction& tx, const Hall& hall, Identity& identity,
                       const domain::Actor& actor, std::string failure) {
  identity.failure = std::move(failure);
  const IdentityFacts facts{IdentityFact::session_valid, IdentityFact::photos_taken};
  return move(tx, hall, identity, IdentityEvent::fail_, actor, facts);
}

}  // namespace

Result<PhoneCase> confirm_identity(const Hall& hall, std::string_view phone_digest,
                                   std::string_view typed_name, std::string_view typed_number) {
  const std::string name = domain::normalise_person_name(typed_name);
  const std::string number = domain::normalise_code(typed_number);
  std::vector<FieldError> problems;
  if (const auto problem = domain::check_person_name(name)) problems.push_back({"name", *problem});
  if (const auto problem = domain::check_id_number(number, china_date(hall.clock.now())))
    problems.push_back({"number", *problem});
  if (!problems.empty()) return fail_fields(std::move(problems));
  return act(hall, [&](Transaction& tx) -> Result<PhoneCase> {
    ASSIGN_OR_RETURN(phone, load_phone(tx, hall, phone_digest));
    auto& identity = phone.identity;
    const auto& application = phone.application;
    identity.person_name = name;
    identity.person_number = number;
    identity.corrected = name != identity.read_name || number != identity.read_number;
    identity.details_digest = domain::person_digest(application.details);
    const auto actor = applicant(application.account_id);
    if (const auto failure = difference(application, name, number); !failure.empty()) {
      RETURN_IF_ERROR(refuse_identity(tx, hall, identity, actor, failure));
      return std::move(phone);
    }
    IdentityFacts facts{IdentityFact::session_valid, IdentityFact::card_agrees};
    facts.add(IdentityFact::photos_taken, identity.front_taken && identity.back_taken);
    RETURN_IF_ERROR(move(tx, hall, identity, IdentityEvent::check, actor, facts));
    enqueue(tx, hall, "real_name", {{"application", application.id.value}},
            subject_of(application.id));
    return std::move(phone);
  });
}

namespace {

std::string failure_text(RealNameResult result, const std::string& who) {
  switch (result) {
    case RealNameResult::match:
      return "";
    case RealNameResult::mismatch:
      return "实名电信认证未通过：姓名、身份证号码与该手机号的登记机主不一致。" +
             std::string(kAdvice);
    case RealNameResult::no_record:
      return "实名电信认证未通过：运营商没有该手机号的实名记录。" + std::string(kAdvice);
    case RealNameResult::unsupported:
      return "该号段暂不支持实名电信认证，请改用" + who +
             "本人实名登记的其他手机号，或拨打客服热线办理";
  }
  return "";
}

}  // namespace

Status check_identity(const Hall& hall, RealNameChecker& carrier, const ApplicationId& id,
                      std::string_view idempotency_key) {
  const auto waiting =
      read(hall.store, [&](Transaction& tx) { return tx.identities().of_application(id); });
  const auto application =
      read(hall.store, [&](Transaction& tx) { return tx.applications().find(id); });
  if (!waiting || !application || waiting->status != domain::IdentityStatus::checking) return {};
  ASSIGN_OR_RETURN(answer,
                   carrier.check(idempotency_key, waiting->person_name, waiting->person_number,
                                 application->details.agent.mobile));
  return write(hall.store, [&](Transaction& tx) -> Status {
    auto identity = tx.identities().of_application(id);
    // Somebody edited the form or asked for a new link meanwhile: the answer is about the past.
    if (!identity || identity->revision != waiting->revision) return {};
    identity->provider_reference = answer.provider_reference;
    const auto actor = system_actor("real_name");
    if (answer.result != RealNameResult::match)
      return refuse_identity(tx, hall, *identity, actor,
                             failure_text(answer.result, title_of(*application)));
    identity->verified_at = hall.clock.now();
    identity->failure.clear();
    RETURN_IF_ERROR(move(tx, hall, *identity, IdentityEvent::verify, actor,
                         {IdentityFact::card_agrees, IdentityFact::carrier_agrees}));
    timeline(tx, hall.clock.now(), id, title_of(*application) + "身份认证通过");
    return {};
  });
}

}  // namespace certhall::app
