#include "api/phone_dto.h"
#include "app/identity.h"
#include "http/hall_handlers.h"
#include "http/views.h"

namespace certhall::http {
namespace {

using api::Empty;
using api::PhoneIdentityView;

const std::string& phone(const Context& context) { return context.phone().token_digest; }

Result<PhoneIdentityView> view(Result<app::PhoneCase> phone_case) {
  RETURN_IF_ERROR(phone_case);
  return phone_view(*phone_case);
}

Result<PhoneIdentityView> photo(const app::Hall& hall, const Context& context,
                                const Upload& upload) {
  const std::string& side = context.parameter("side");
  if (side != "front" && side != "back") return fail(ErrorCode::not_found, "没有这一面");
  return view(app::take_photo(hall, phone(context),
                              side == "front" ? app::CardSide::front : app::CardSide::back,
                              upload.bytes));
}

}  // namespace

void add_phone_handlers(Handlers& handlers, const app::Hall& hall) {
  handlers.add<api::PhoneOpenRequest, PhoneIdentityView>(
      "phone_open",
      [&](Context& context, const api::PhoneOpenRequest& in) -> Result<PhoneIdentityView> {
        ASSIGN_OR_RETURN(opened, app::open_link(hall, in.token));
        context.start_session(SessionKind::phone, opened.token);
        return phone_view(opened.phone_case);
      });
  handlers.add<Empty, PhoneIdentityView>("phone_view", [&](Context& context, const Empty&) {
    return view(app::view_phone(hall, phone(context)));
  });
  handlers.add_upload<PhoneIdentityView>(
      "phone_photo",
      [&](Context& context, const Upload& upload) { return photo(hall, context, upload); });
  handlers.add<api::PhoneConfirmRequest, PhoneIdentityView>(
      "phone_confirm", [&](Context& context, const api::PhoneConfirmRequest& in) {
        return view(app::confirm_identity(hall, phone(context), in.name, in.number));
      });
}

}  // namespace certhall::http
