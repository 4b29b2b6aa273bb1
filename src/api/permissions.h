#pragma once
// What the route table's permissions mean. http/dispatch asks here and nowhere else.

#include <optional>
#include <string>

#include "api/routes.h"
#include "domain/staff.h"

namespace certhall::api {

/// Three kinds of sessions, each with a cookie of its own: one browser may hold all of them.
enum class SessionKind { applicant, phone, staff };
BOOST_DESCRIBE_ENUM(SessionKind, applicant, phone, staff)

/// The session that a permission asks for; nothing where everyone may call.
[[nodiscard]] std::optional<SessionKind> session_for(Permission permission);

/// Whether a staff member may call: one of his roles is enough. One who has yet to enrol may do
/// that and nothing else.
[[nodiscard]] bool permits_staff(Permission permission, domain::Roles roles, bool must_enrol);

/// docs/permissions.md: who may call what, as a table.
[[nodiscard]] std::string permissions_markdown();

}  // namespace certhall::api
