#include "api/staff_dto.h"
#include "app/session.h"
#include "app/staff.h"
#include "http/hall_handlers.h"

namespace certhall::http {
namespace {

using api::Empty;
using api::StaffSessionView;

StaffSessionView signed_in(const app::Hall& hall, const domain::Staff& staff) {
  return {.signed_in = true,
          .login = staff.login,
          .name = staff.name,
          .roles = staff.roles.list(),
          .must_enrol = staff.must_change_password,
          .sandbox = hall.settings.sandbox};
}

StaffSessionView current(const app::Hall& hall, const Context& context) {
  const auto caller = context.find_caller(SessionKind::staff);
  const auto* staff = caller ? std::get_if<StaffCaller>(&*caller) : nullptr;
  if (staff == nullptr)
    return {.signed_in = false,
            .login = {},
            .name = {},
            .roles = {},
            .must_enrol = false,
            .sandbox = hall.settings.sandbox};
  return {.signed_in = true,
          .login = staff->login,
          .name = staff->name,
          .roles = staff->roles.list(),
          .must_enrol = staff->must_enrol,
          .sandbox = hall.settings.sandbox};
}

Result<StaffSessionView> sign_in(const app::Hall& hall, Context& context,
                                 const api::StaffLoginRequest& in) {
  ASSIGN_OR_RETURN(
      done, app::staff_login(hall, in.login, SecretText{in.password}, in.totp, context.address()));
  app::logout(hall, app::SessionKind::staff, context.token_digest(SessionKind::staff));
  context.start_session(SessionKind::staff, done.token);
  return signed_in(hall, done.staff);
}

}  // namespace

void add_staff_handlers(Handlers& handlers, const app::Hall& hall) {
  handlers.add<Empty, StaffSessionView>(
      "staff_session_view", [&](Context& context, const Empty&) { return current(hall, context); });
  handlers.add<api::StaffLoginRequest, StaffSessionView>(
      "staff_session_create", [&](Context& context, const api::StaffLoginRequest& in) {
        return sign_in(hall, context, in);
      });
  handlers.add<Empty, Empty>("staff_session_delete", [&](Context& context, const Empty&) {
    app::logout(hall, app::SessionKind::staff, context.token_digest(SessionKind::staff));
    context.end_session(SessionKind::staff);
    return Empty{};
  });
  handlers.add<Empty, api::TotpEnrolment>(
      "staff_totp_begin", [&](Context& context, const Empty&) -> Result<api::TotpEnrolment> {
        ASSIGN_OR_RETURN(offer, app::begin_totp(hall, context.staff().id));
        return api::TotpEnrolment{offer.secret_base32, offer.uri, offer.qr_svg};
      });
  handlers.add<api::StaffEnrolRequest, StaffSessionView>(
      "staff_enrol",
      [&](Context& context, const api::StaffEnrolRequest& in) -> Result<StaffSessionView> {
        ASSIGN_OR_RETURN(
            done, app::enrol_staff(hall, context.staff().id, SecretText{in.new_password}, in.totp));
        context.start_session(SessionKind::staff, done.token);
        return signed_in(hall, done.staff);
      });
}

}  // namespace certhall::http
