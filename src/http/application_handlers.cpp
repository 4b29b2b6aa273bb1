#include "app/application.h"
#include "app/identity.h"
#include "app/issuance.h"
#include "app/material.h"
#include "app/payment.h"
#include "http/hall_handlers.h"
#include "http/parameters.h"
#include "http/views.h"

namespace certhall::http {
namespace {

using api::ApplicationView;
using api::Empty;
using api::RevisionRequest;

const AccountId& account(const Context& context) { return context.applicant().account; }

Result<ApplicationView> view(const app::Hall& hall, Result<app::CaseFile> file) {
  RETURN_IF_ERROR(file);
  return application_view(*file, hall.settings);
}

app::UploadedFile uploaded(const Upload& upload) {
  return {
      .bytes = upload.bytes, .claimed_type = upload.content_type, .file_name = upload.file_name};
}

api::ApplicationList list(const app::Hall& hall, const AccountId& owner) {
  api::ApplicationList list;
  for (const auto& file : app::list_applications(hall, owner))
    list.applications.push_back(application_summary(file));
  return list;
}

app::NewApplication new_application(const api::ApplicationCreateRequest& in,
                                    const std::string& address) {
  app::NewApplication request{.consents = {}, .handover = in.handover, .address = address};
  for (const auto& consent : in.consents)
    request.consents.push_back({consent.code, consent.version, consent.digest});
  return request;
}

using Paper = Result<std::string> (*)(app::Transaction&, const app::Hall&,
                                      const domain::Application&);

Result<FileAnswer> paper(const app::Hall& hall, const Context& context, Paper render,
                         std::string_view name) {
  return app::read(hall.store, [&](app::Transaction& tx) -> Result<FileAnswer> {
    ASSIGN_OR_RETURN(application, app::own_application(tx, account(context), id_of(context)));
    ASSIGN_OR_RETURN(pdf, render(tx, hall, application));
    return FileAnswer{std::move(pdf), "application/pdf",
                      std::string(name) + "-" + application.number + ".pdf", true};
  });
}

Result<FileAnswer> material(const app::Hall& hall, const Context& context, std::int64_t page) {
  ASSIGN_OR_RETURN(kind, material_kind(context));
  return app::read(hall.store, [&](app::Transaction& tx) -> Result<FileAnswer> {
    ASSIGN_OR_RETURN(application, app::own_application(tx, account(context), id_of(context)));
    ASSIGN_OR_RETURN(file, app::material_file(tx, hall, application.id, kind, page));
    return FileAnswer{std::move(file.bytes), file.content_type, file.file_name, page > 0};
  });
}

Result<FileAnswer> certificate(const app::Hall& hall, const Context& context) {
  return app::read(hall.store, [&](app::Transaction& tx) -> Result<FileAnswer> {
    ASSIGN_OR_RETURN(application, app::own_application(tx, account(context), id_of(context)));
    for (const auto& each : tx.certificates().of_application(application.id))
      if (each.serial == context.parameter("serial") && !each.der.empty())
        return FileAnswer{each.der, "application/pkix-cert", each.serial + ".cer", false};
    return fail(ErrorCode::not_found, "没有这张证书");
  });
}

Result<api::LossReport> report_loss(const app::Hall& hall, const Context& context,
                                    const api::LossReportRequest& in) {
  if (!in.confirmed)
    return fail_fields({{"confirmed", "挂失后证书立即作废且不可恢复，请确认后再提交"}});
  ASSIGN_OR_RETURN(revoked, app::report_loss(hall, account(context), id_of(context), in.reason));
  api::LossReport report;
  for (const auto& each : revoked) report.certificates.push_back(certificate_view(each));
  return report;
}

void add_wizard(Handlers& handlers, const app::Hall& hall) {
  handlers.add<Empty, ApplicationView>("application_view", [&](Context& context, const Empty&) {
    return view(hall, app::view_application(hall, account(context), id_of(context)));
  });
  handlers.add<api::ApplicationCreateRequest, ApplicationView>(
      "application_create", [&](Context& context, const api::ApplicationCreateRequest& in) {
        return view(hall, app::create_application(hall, account(context),
                                                  new_application(in, context.address())));
      });
  handlers.add<api::ChooseRelyingApplicationRequest, ApplicationView>(
      "application_choose", [&](Context& context, const api::ChooseRelyingApplicationRequest& in) {
        return view(hall, app::choose_relying_application(hall, account(context), id_of(context),
                                                          in.revision, in.relying_application));
      });
  handlers.add<api::DetailsRequest, ApplicationView>(
      "application_details_save", [&](Context& context, const api::DetailsRequest& in) {
        return view(hall, app::save_details(hall, account(context), id_of(context), in.revision,
                                            in.details));
      });
}

std::optional<app::OrganizationAccount> organization_account(
    const std::optional<api::OrganizationAccountInput>& in) {
  if (!in) return std::nullopt;
  return app::OrganizationAccount{in->account_number, in->bank_name, in->branch};
}

/// The operations that name nothing but the revision.
void add_steps(Handlers& handlers, const app::Hall& hall) {
  using Step = Result<app::CaseFile> (*)(const app::Hall&, const AccountId&, const ApplicationId&,
                                         std::int64_t);
  const std::pair<std::string_view, Step> steps[] = {
      {"application_form_print", &app::print_form},
      {"application_resubmit", &app::resubmit},
      {"application_cancel", &app::cancel_application}};
  for (const auto& [operation, step] : steps)
    handlers.add<RevisionRequest, ApplicationView>(
        operation, [&hall, step = step](Context& context, const RevisionRequest& in) {
          return view(hall, step(hall, account(context), id_of(context), in.revision));
        });
  handlers.add<api::PaymentRequest, ApplicationView>(
      "payment_choose", [&](Context& context, const api::PaymentRequest& in) {
        return view(hall, app::choose_payment(hall, account(context), id_of(context), in.revision,
                                              {in.method, organization_account(in.account)}));
      });
  handlers.add<api::AccountRequest, ApplicationView>(
      "account_correct", [&](Context& context, const api::AccountRequest& in) {
        return view(hall, app::correct_account(hall, account(context), id_of(context), in.revision,
                                               *organization_account(in.account)));
      });
}

void add_uploads(Handlers& handlers, const app::Hall& hall) {
  handlers.add_upload<ApplicationView>(
      "material_upload", [&](Context& context, const Upload& upload) -> Result<ApplicationView> {
        ASSIGN_OR_RETURN(kind, material_kind(context));
        return view(hall, app::upload_material(hall, account(context), id_of(context), kind,
                                               uploaded(upload)));
      });
  handlers.add_upload<ApplicationView>(
      "payment_voucher_upload", [&](Context& context, const Upload& upload) {
        return view(hall,
                    app::upload_voucher(hall, account(context), id_of(context), uploaded(upload)));
      });
}

void add_files(Handlers& handlers, const app::Hall& hall) {
  handlers.add_file("application_form_file", [&](Context& context) {
    return paper(hall, context, &app::form_pdf, "申请表");
  });
  handlers.add_file("seal_sheet_file", [&](Context& context) {
    return paper(hall, context, &app::seal_sheet_pdf, "印章采集表");
  });
  handlers.add_file("material_page", [&](Context& context) -> Result<FileAnswer> {
    ASSIGN_OR_RETURN(page, page_of(context));
    return material(hall, context, page);
  });
  handlers.add_file("material_original",
                    [&](Context& context) { return material(hall, context, 0); });
  handlers.add_file("certificate_file",
                    [&](Context& context) { return certificate(hall, context); });
}

}  // namespace

void add_application_handlers(Handlers& handlers, const app::Hall& hall) {
  add_wizard(handlers, hall);
  add_steps(handlers, hall);
  add_uploads(handlers, hall);
  add_files(handlers, hall);
  handlers.add<Empty, api::ApplicationList>(
      "application_list",
      [&](Context& context, const Empty&) { return list(hall, account(context)); });
  handlers.add<Empty, api::IdentityLink>(
      "identity_link_create", [&](Context& context, const Empty&) -> Result<api::IdentityLink> {
        ASSIGN_OR_RETURN(link, app::invite_phone(hall, account(context), id_of(context)));
        return api::IdentityLink{link.url, link.qr_svg, link.expires_at};
      });
  handlers.add<api::LossReportRequest, api::LossReport>(
      "loss_report", [&](Context& context, const api::LossReportRequest& in) {
        return report_loss(hall, context, in);
      });
}

}  // namespace certhall::http
