#include "app/production.h"

#include <chrono>
#include <stdexcept>

#include "app/act.h"
#include "app/token.h"
#include "app/transition.h"
#include "domain/account_check.h"
#include "domain/masking.h"
#include "pki/certificate.h"
#include "pki/key.h"
#include "print/shipping_label.h"

namespace certhall::app {
namespace {

using domain::Application;
using domain::ApplicationStatus;

std::vector<Application> waiting_applications(Transaction& tx,
                                              const std::optional<std::string>& number) {
  if (!number) return tx.applications().approved(200);
  auto named = tx.applications().find_by_number(*number);
  if (!named || named->status != ApplicationStatus::approved) return {};
  return {std::move(*named)};
}

}  // namespace

Result<std::optional<Application>> claim_production(const Hall& hall, const domain::Actor& producer,
                                                    const std::optional<std::string>& number) {
  using Answer = Result<std::optional<Application>>;
  return write(hall.store, [&](Transaction& tx) -> Answer {
    const Timestamp now = hall.clock.now();
    for (const auto& application : waiting_applications(tx, number)) {
      const ProductionClaim claim{
          .application_id = application.id,
          .staff_id = StaffId{producer.id},
          .claimed_at = now,
          .lease_until = now + std::chrono::seconds{kProductionLeaseSeconds}};
      if (!tx.production().claim(claim, now)) continue;
      audit(tx, now, producer, "production.claim", subject_of(application.id));
      return std::optional{application};
    }
    if (number)
      return fail(ErrorCode::wrong_state,
                  "业务单 " + *number + " 不在待制证状态，或已由其他制证台领取（15 分钟内有效）");
    return std::optional<Application>{};
  });
}

Result<Application> claimed_application(Transaction& tx, const Hall& hall,
                                        const domain::Actor& producer, const ApplicationId& id) {
  auto application = tx.applications().find(id);
  if (!application) return fail(ErrorCode::not_found, "没有这张业务单");
  if (application->status != ApplicationStatus::approved)
    return fail(ErrorCode::wrong_state, "业务单 " + application->number + " 不在待制证状态");
  const auto claim = tx.production().claim_of(id);
  if (!claim || claim->staff_id.value != producer.id || claim->lease_until <= hall.clock.now())
    return fail(ErrorCode::wrong_state, "请先领取该制证任务（任务可能已超时或由他人领取）");
  return *application;
}

std::string production_proof_text(const ApplicationId& id, std::string_view token_serial) {
  return "certhall-produced:" + id.value + ":" + std::string(token_serial);
}

namespace {

/// True when the signing certificate's key signed the proof: the token holds what was issued.
bool proven(Transaction& tx, const ApplicationId& id, const ProductionProof& proof) {
  for (const auto& certificate : tx.certificates().of_application(id)) {
    if (certificate.usage != domain::CertificateUsage::signing ||
        certificate.status != domain::CertificateStatus::issued ||
        certificate.token_serial != proof.token_serial)
      continue;
    const auto info = pki::parse_certificate(certificate.der);
    if (!info) throw std::runtime_error("a stored certificate cannot be read");
    const auto key = pki::PublicKey::from_spki(info->spki);
    return key && key->verify(production_proof_text(id, proof.token_serial), proof.signature);
  }
  return false;
}

bool done_before(Transaction& tx, const Application& application, const ProductionProof& proof) {
  const auto token = tx.tokens().of_application(application.id);
  return application.status != ApplicationStatus::approved && token &&
         token->serial == proof.token_serial && proven(tx, application.id, proof);
}

Status write_token(Transaction& tx, const Hall& hall, const domain::Actor& producer,
                   const ApplicationId& id) {
  const auto token = tx.tokens().of_application(id);
  if (!token) return fail(ErrorCode::wrong_state, "该业务单还没有介质，请先签发证书");
  return move_token(tx, hall, producer, *token, domain::TokenEvent::write,
                    {domain::TokenFact::certificates_issued, domain::TokenFact::read_back});
}

std::string where_the_pin_goes(Transaction& tx, const Application& application) {
  const auto payment = tx.payments().of_application(application.id);
  if (!payment) throw std::runtime_error("a produced token that nobody paid for");
  const auto route = domain::pin_route(payment->method, application.details.certificate_type);
  return route == domain::PinRoute::text_message
             ? "证书已写入介质，PIN 码已通过短信发送"
             : "证书已写入介质，PIN 码随小额转账的附言发到对公账户";
}

}  // namespace

Result<Application> complete_production(const Hall& hall, const domain::Actor& producer,
                                        const ApplicationId& id, const ProductionProof& proof) {
  return act(hall, [&](Transaction& tx) -> Result<Application> {
    auto application = tx.applications().find(id);
    if (!application) return fail(ErrorCode::not_found, "没有这张业务单");
    if (done_before(tx, *application, proof)) return *application;
    if (!proven(tx, id, proof))
      return fail_fields(
          {{"signature", "介质的验证签名与签发的证书不符：请重新写入，或报废该介质"}});
    const auto claim = tx.production().claim_of(id);
    if (!claim || claim->staff_id.value != producer.id)
      return fail(ErrorCode::wrong_state, "请先领取该制证任务");
    RETURN_IF_ERROR(apply(tx, hall, *application,
                          {.event = domain::ApplicationEvent::complete_production,
                           .actor = producer,
                           .facts = {domain::ApplicationFact::token_verified},
                           .title = "制证完成",
                           .detail = where_the_pin_goes(tx, *application)}));
    RETURN_IF_ERROR(write_token(tx, hall, producer, id));
    tx.production().release(id);
    return *application;
  });
}

ProductionDesk production_desk(const Hall& hall) {
  return read(hall.store, [&](Transaction& tx) {
    ProductionDesk desk;
    for (auto& application : tx.applications().approved(200)) {
      WaitingProduction waiting{.application = std::move(application), .claimed_by = {}};
      const auto claim = tx.production().claim_of(waiting.application.id);
      if (claim && claim->lease_until > hall.clock.now())
        if (const auto staff = tx.staff().find(claim->staff_id)) waiting.claimed_by = staff->name;
      desk.waiting.push_back(std::move(waiting));
    }
    desk.total = tx.tallies().amount(tally::kStatus, enum_to_text(ApplicationStatus::approved));
    for (auto& delivery : tx.deliveries().open(200)) {
      auto application = tx.applications().find(delivery.application_id);
      if (application) desk.deliveries.push_back({std::move(*application), std::move(delivery)});
    }
    return desk;
  });
}

namespace {

constexpr std::int64_t kDeliveryPage = 50;

void load_delivery(Transaction& tx, const DeliveryId& id, std::vector<OpenDelivery>& into) {
  auto delivery = tx.deliveries().find(id);
  if (!delivery) return;
  auto application = tx.applications().find(delivery->application_id);
  if (application) into.push_back({std::move(*application), std::move(*delivery)});
}

}  // namespace

DeliveryPage list_deliveries(const Hall& hall, bool waiting, std::string_view after) {
  return read(hall.store, [&](Transaction& tx) {
    DeliveryPage page;
    auto rows = tx.worklists().deliveries(waiting, after, kDeliveryPage + 1);
    if (std::ssize(rows) > kDeliveryPage) {
      rows.pop_back();
      page.next = rows.back().id.value;
    }
    for (const auto& row : rows) load_delivery(tx, row.id, page.items);
    return page;
  });
}

namespace {

print::ShippingLabel label_of(const Hall& hall, const OpenDelivery& item) {
  const auto& details = item.application.details;
  return {.number = item.application.number,
          .carrier_name = "顺丰速运",
          .waybill = item.delivery.waybill,
          .recipient_name = details.agent.name,
          .recipient_mobile = domain::mask_mobile(details.agent.mobile),
          .address = hall.divisions.text(details.delivery.division) + details.delivery.address,
          .postcode = details.delivery.postcode};
}

}  // namespace

Result<std::string> print_labels(const Hall& hall, const domain::Actor& producer,
                                 const std::vector<DeliveryId>& ids, bool sheet) {
  const Timestamp now = hall.clock.now();
  print::ShippingLabels labels{.sender_name = hall.settings.company_name,
                               .sender_hotline = hall.settings.hotline,
                               .printed_at = now,
                               .labels = {}};
  (void)write(hall.store, [&](Transaction& tx) -> Status {
    std::vector<OpenDelivery> found;
    for (const auto& id : ids) load_delivery(tx, id, found);
    for (const auto& each : found) {
      labels.labels.push_back(label_of(hall, each));
      audit(tx, now, producer, "delivery.label", subject_of(each.application.id));
    }
    return {};
  });
  if (labels.labels.empty())
    return fail(ErrorCode::not_found, "没有找到所选的包裹，请刷新列表后再打印");
  return render_shipping_labels(labels,
                                sheet ? print::LabelPaper::sheet : print::LabelPaper::label);
}

}  // namespace certhall::app
