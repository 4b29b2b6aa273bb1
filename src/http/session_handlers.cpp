#include "api/session_dto.h"
#include "app/identity.h"
#include "app/session.h"
#include "app/staff.h"
#include "domain/masking.h"
#include "http/hall_handlers.h"

namespace certhall::http {
namespace {

using api::Empty;

api::SessionView session_view(const app::Hall& hall, const std::optional<Caller>& caller) {
  api::SessionView view{.signed_in = false,
                        .mobile_masked = {},
                        .expires_at = {},
                        .sandbox = hall.settings.sandbox,
                        .hotline = hall.settings.hotline,
                        .hall_name = hall.settings.hall_name};
  const auto* applicant = caller ? std::get_if<ApplicantCaller>(&*caller) : nullptr;
  if (applicant == nullptr) return view;
  const auto account = app::read(
      hall.store, [&](app::Transaction& tx) { return tx.accounts().find(applicant->account); });
  view.signed_in = account.has_value();
  if (account) view.mobile_masked = domain::mask_mobile(account->mobile);
  view.expires_at = applicant->expires_at;
  return view;
}

Result<api::SessionView> sign_in(const app::Hall& hall, Context& context,
                                 const api::LoginRequest& in) {
  ASSIGN_OR_RETURN(
      done, app::login(hall, in.mobile, in.code, context.browser_token(), context.address()));
  app::logout(hall, app::SessionKind::applicant, context.token_digest(SessionKind::applicant));
  context.start_session(SessionKind::applicant, done.token);
  return session_view(hall, ApplicantCaller{done.account.id, done.expires_at});
}

}  // namespace

void add_session_handlers(Handlers& handlers, const app::Hall& hall) {
  handlers.add<Empty, api::SessionView>("session_view", [&](Context& context, const Empty&) {
    return session_view(hall, context.find_caller(SessionKind::applicant));
  });
  handlers.add<api::LoginCodeRequest, api::LoginCodeSent>(
      "session_code",
      [&](Context& context, const api::LoginCodeRequest& in) -> Result<api::LoginCodeSent> {
        RETURN_IF_ERROR(
            app::request_login_code(hall, in.mobile, context.browser_token(), context.address()));
        return api::LoginCodeSent{app::kLoginCodeSeconds, app::kLoginCodeResendSeconds};
      });
  handlers.add<api::LoginRequest, api::SessionView>(
      "session_create",
      [&](Context& context, const api::LoginRequest& in) { return sign_in(hall, context, in); });
  handlers.add<Empty, Empty>("session_delete", [&](Context& context, const Empty&) {
    app::logout(hall, app::SessionKind::applicant, context.token_digest(SessionKind::applicant));
    context.end_session(SessionKind::applicant);
    return Empty{};
  });
}

std::optional<Caller> HallSessions::find(SessionKind kind, std::string_view token_digest,
                                         Timestamp) {
  switch (kind) {
    case SessionKind::applicant: {
      const auto session = app::find_session(hall_, app::SessionKind::applicant, token_digest);
      if (!session) return std::nullopt;
      return ApplicantCaller{AccountId{session->subject}, session->expires_at};
    }
    case SessionKind::phone: {
      const auto identity = app::find_phone(hall_, token_digest);
      if (!identity) return std::nullopt;
      return PhoneCaller{identity->id, std::string(token_digest)};
    }
    case SessionKind::staff: {
      const auto session = app::find_session(hall_, app::SessionKind::staff, token_digest);
      const auto staff = session ? app::find_staff(hall_, StaffId{session->subject}) : std::nullopt;
      if (!staff) return std::nullopt;
      return StaffCaller{staff->id, staff->login, staff->name, staff->roles,
                         staff->must_change_password};
    }
  }
  return std::nullopt;
}

}  // namespace certhall::http
