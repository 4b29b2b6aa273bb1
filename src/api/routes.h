#pragma once
// The route table: every operation of the API with what it takes, gives and asks for. Nothing is
// served that does not stand here; the OpenAPI document is made from it.

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/json.h"

namespace certhall::api {

enum class Method { get, post, put, delete_ };
BOOST_DESCRIBE_ENUM(Method, get, post, put, delete_)

/// Who may call. What is one's own is checked by the use case, on the object.
enum class Permission {
  everyone,
  applicant,        // signed in by SMS code
  phone,            // holds the phone session of one identity check
  staff,            // any role, enrolled
  staff_enrolling,  // signed in by one-time password, before enrolment
  reviewer,
  finance,
  producer,
  administrator,
  auditor,
  reviewer_or_finance,
  administrator_or_auditor,
  any_console,  // reviewer, finance or producer
  sandbox,      // everyone, in sandbox mode only
};
BOOST_DESCRIBE_ENUM(Permission, everyone, applicant, phone, staff, staff_enrolling, reviewer,
                    finance, producer, administrator, auditor, reviewer_or_finance,
                    administrator_or_auditor, any_console, sandbox)

enum class BodyKind { none, json, upload, bytes };
// upload: raw bytes, JPEG, PNG or PDF, with a name; bytes: of whatever kind
enum class AnswerKind { json, file, nothing };  // nothing: 204

class SchemaRegistry;  // collects the component schemas (api/openapi.h)

struct Route {
  Method method;
  std::string_view path;       // "/api/applications/{id}/details"
  std::string_view operation;  // "application_details_save": handler's name, OpenAPI operationId
  Permission permission;
  std::string_view summary;  // Chinese, for the OpenAPI document
  BodyKind body;
  AnswerKind answer;
  Json (*request_schema)(SchemaRegistry&);   // null unless body is json
  Json (*response_schema)(SchemaRegistry&);  // null unless answer is json
  std::string_view query{};  // names of optional query parameters, separated by blanks
};

/// What an upload may say that it is.
inline constexpr std::array<std::string_view, 3> kUploadTypes{"image/jpeg", "image/png",
                                                              "application/pdf"};

[[nodiscard]] std::span<const Route> routes();
/// "GET".
[[nodiscard]] std::string_view verb(Method method);
/// The parts of `text` between `separator`s, without the empty ones.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
/// "id", "kind" of "/api/applications/{id}/materials/{kind}".
[[nodiscard]] std::vector<std::string_view> path_parameters(std::string_view path);
/// Whether a repeated request with the same Idempotency-Key gets the first one's answer: what
/// changes state on behalf of somebody who is known.
[[nodiscard]] bool takes_idempotency_key(const Route& route);

}  // namespace certhall::api
