#include "api/station_dto.h"
#include "app/issuance.h"
#include "app/production.h"
#include "app/token.h"
#include "base/encoding.h"
#include "domain/certificate_type.h"
#include "http/hall_handlers.h"
#include "http/parameters.h"

namespace certhall::http {
namespace {

using api::Empty;

Result<api::StationClaim> claim(const app::Hall& hall, const Context& context,
                                const api::StationClaimRequest& in) {
  ASSIGN_OR_RETURN(application, app::claim_production(hall, context.staff().actor(), in.number));
  api::StationClaim answer;
  if (application)
    answer.job = api::StationJob{
        application->id, application->number, domain::subject_name(application->details),
        app::kProductionLeaseSeconds, app::begun_on(hall, application->id)};
  return answer;
}

Result<api::StationBegun> begin(const app::Hall& hall, const Context& context,
                                const api::StationBeginRequest& in) {
  const auto certificate = from_base64(in.certificate);
  if (!certificate) return fail_fields({{"certificate", "介质中的证书不是 base64"}});
  ASSIGN_OR_RETURN(so_pin, app::begin_token(hall, context.staff().actor(), id_of(context),
                                            {in.token_serial, *certificate}));
  return api::StationBegun{std::string(so_pin.reveal())};
}

Result<api::StationCertificates> issue(const app::Hall& hall, const Context& context,
                                       const api::StationIssueRequest& in) {
  const auto csr = from_base64(in.csr);
  if (!csr) return fail_fields({{"csr", "证书请求不是 base64"}});
  ASSIGN_OR_RETURN(
      pair,
      app::issue_pair(hall, context.staff().actor(), id_of(context),
                      {.token_serial = in.token_serial, .csr = *csr, .pin = SecretText{in.pin}}));
  api::StationCertificates answer{.signing_certificate = to_base64(pair.signing_certificate),
                                  .encryption_certificate = to_base64(pair.encryption_certificate),
                                  .enveloped_key = to_base64(pair.enveloped_key),
                                  .chain = {}};
  for (const auto& certificate : pair.chain) answer.chain.push_back(to_base64(certificate));
  return answer;
}

Result<api::StationDone> complete(const app::Hall& hall, const Context& context,
                                  const api::StationCompleteRequest& in) {
  const auto signature = from_base64(in.signature);
  if (!signature) return fail_fields({{"signature", "签名不是 base64"}});
  ASSIGN_OR_RETURN(application,
                   app::complete_production(hall, context.staff().actor(), id_of(context),
                                            {in.token_serial, *signature}));
  return api::StationDone{application.number};
}

}  // namespace

void add_station_handlers(Handlers& handlers, const app::Hall& hall) {
  handlers.add<api::StationClaimRequest, api::StationClaim>(
      "station_claim", [&](Context& context, const api::StationClaimRequest& in) {
        return claim(hall, context, in);
      });
  handlers.add<api::StationBeginRequest, api::StationBegun>(
      "station_begin", [&](Context& context, const api::StationBeginRequest& in) {
        return begin(hall, context, in);
      });
  handlers.add<api::StationIssueRequest, api::StationCertificates>(
      "station_issue", [&](Context& context, const api::StationIssueRequest& in) {
        return issue(hall, context, in);
      });
  handlers.add<api::StationCompleteRequest, api::StationDone>(
      "station_complete", [&](Context& context, const api::StationCompleteRequest& in) {
        return complete(hall, context, in);
      });
  handlers.add<api::StationAbandonRequest, Empty>(
      "station_abandon",
      [&](Context& context, const api::StationAbandonRequest& in) -> Result<Empty> {
        RETURN_IF_ERROR(
            app::abandon_token(hall, context.staff().actor(), id_of(context), in.token_serial));
        return Empty{};
      });
}

}  // namespace certhall::http
