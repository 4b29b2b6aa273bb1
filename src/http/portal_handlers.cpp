#include <algorithm>

#include "api/portal_dto.h"
#include "app/authority.h"
#include "app/handover.h"
#include "domain/price.h"
#include "http/hall_handlers.h"

namespace certhall::http {
namespace {

using api::Empty;
using api::PortalService;

/// "https://ca.example.cn/apply" → "ca.example.cn"; nothing where one stays on this site.
std::string site_of(std::string_view address) {
  const auto scheme = address.find("://");
  if (scheme == address.npos) return "";
  const auto host = address.substr(scheme + 3);
  return std::string(host.substr(0, host.find_first_of("/?")));
}

std::vector<api::VendorView> vendors(const app::Settings& settings) {
  std::vector<api::VendorView> list;
  for (const auto& each : settings.partners.directory.vendors)
    list.push_back({.code = each.code,
                    .name = each.name,
                    .mark = each.mark,
                    .summary = each.summary,
                    .hotline = each.hotline,
                    .services = each.services,
                    .own = each.kind == domain::VendorKind::own,
                    .site = site_of(each.hall_address)});
  return list;
}

api::PortalView portal(const app::Settings& settings) {
  return {.name = settings.portal_name,
          .services = {{PortalService::apply, "CA证书办理", "首次办理企业或个人数字证书", true},
                       {PortalService::replace, "CA证书补办", "介质损坏或遗失后补办", false},
                       {PortalService::change, "CA证书变更", "单位名称等信息变更", false},
                       {PortalService::unlock, "CA证书解锁", "PIN 码输错被锁定", false},
                       {PortalService::renew, "CA证书更新", "证书到期前续期", false},
                       {PortalService::query, "CA证书查询", "查询证书真伪与状态", true}},
          .vendors = vendors(settings)};
}

api::AnnouncementList announcements(const app::Hall& hall) {
  return app::read(hall.store, [&](app::Transaction& tx) {
    api::AnnouncementList view;
    for (const auto& each : tx.announcements().in_force(china_date(hall.clock.now())))
      view.announcements.push_back({each.code, each.title, each.pinned, each.valid_from});
    return view;
  });
}

/// One whose time is over is gone here as well: it may have been withdrawn because it was wrong.
Result<api::AnnouncementView> announcement(const app::Hall& hall, const std::string& code) {
  return app::read(hall.store, [&](app::Transaction& tx) -> Result<api::AnnouncementView> {
    const auto found = tx.announcements().find(code);
    const Date today = china_date(hall.clock.now());
    if (!found || found->valid_from > today || found->valid_to < today)
      return fail(ErrorCode::not_found, "没有这则公告，它可能已经撤下，请看公告列表");
    return api::AnnouncementView{found->code, found->title, found->body, found->valid_from};
  });
}

api::CatalogueView catalogue(const app::Hall& hall) {
  return app::read(hall.store, [&](app::Transaction& tx) {
    api::CatalogueView view{.relying_applications = tx.catalogue().relying_applications(),
                            .prices = {}};
    const auto lists = tx.catalogue().price_lists();
    const Date today = china_date(hall.clock.now());
    for (const auto& relying : view.relying_applications)
      for (const auto type : relying.certificate_types)
        if (const auto list = domain::price_list_in_force(lists, relying.code, type, today))
          view.prices.push_back(*list);
    return view;
  });
}

api::Issuers issuers(const app::Hall& hall) {
  api::Issuers list;
  auto names = app::issuing_authorities(hall);  // whoever comes for one means these
  for (auto& name : app::list_issuers(hall))
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  for (const auto& name : names) {
    list.issuers.push_back({.name = name,
                            .subject = app::subject_text(hall, name),
                            .certificate_url = "/ca/" + name + ".cer",
                            .crl_url = "/crl/" + name + ".crl",
                            .ocsp_url = "/ocsp",
                            .chain_url = "/ca/" + name + ".pem",
                            .bundle_url = "/ca/" + name + ".p7b"});
  }
  return list;
}

Result<api::Handover> hand_over(const app::Hall& hall, const api::HandoverRequest& in) {
  app::HandoverData data{.certificate_type = domain::CertificateType::natural_person,
                         .organization = {},
                         .agent_name = in.agent_name,
                         .agent_mobile = in.agent_mobile};
  if (in.kind == api::HandoverKind::enterprise) {
    data.certificate_type = domain::CertificateType::organization;
    data.organization = {.name = in.organization_name,
                         .credit_code = in.credit_code,
                         .address = in.organization_address};
  }
  ASSIGN_OR_RETURN(location, app::make_handover(hall, in.vendor, data));
  return api::Handover{location};
}

}  // namespace

void add_portal_handlers(Handlers& handlers, const app::Hall& hall) {
  handlers.add<Empty, api::PortalView>(
      "portal_view", [&](Context&, const Empty&) { return portal(hall.settings); });
  handlers.add<api::HandoverRequest, api::Handover>(
      "portal_handover",
      [&](Context&, const api::HandoverRequest& in) { return hand_over(hall, in); });
  handlers.add<api::HandoverArrival, api::Handover>(
      "portal_arrival", [&](Context&, const api::HandoverArrival& in) -> Result<api::Handover> {
        ASSIGN_OR_RETURN(location, app::accept_handover(hall, in.token));
        return api::Handover{location};
      });
  handlers.add<Empty, api::AnnouncementList>(
      "announcement_list", [&](Context&, const Empty&) { return announcements(hall); });
  handlers.add<Empty, api::AnnouncementView>("announcement_view",
                                             [&](Context& context, const Empty&) {
                                               return announcement(hall, context.parameter("code"));
                                             });
  handlers.add<Empty, api::CatalogueView>("catalogue_view",
                                          [&](Context&, const Empty&) { return catalogue(hall); });
  handlers.add<Empty, api::ConsentDocuments>("consent_documents", [&](Context&, const Empty&) {
    return app::read(hall.store, [](app::Transaction& tx) {
      return api::ConsentDocuments{tx.consents().documents_in_force()};
    });
  });
  handlers.add<Empty, api::Issuers>("issuer_list",
                                    [&](Context&, const Empty&) { return issuers(hall); });
}

}  // namespace certhall::http
