#include "api/permissions.h"

#include <array>

namespace certhall::api {
namespace {

using domain::Role;
using domain::Roles;

constexpr std::array kRoles{Role::reviewer, Role::finance, Role::producer, Role::administrator,
                            Role::auditor};

bool holds(Permission permission, Roles roles) {
  switch (permission) {
    case Permission::everyone:
    case Permission::sandbox:
    case Permission::staff:
      return true;
    case Permission::applicant:
    case Permission::phone:
    case Permission::staff_enrolling:
      return false;
    case Permission::reviewer:
      return roles.has(Role::reviewer);
    case Permission::finance:
      return roles.has(Role::finance);
    case Permission::producer:
      return roles.has(Role::producer);
    case Permission::administrator:
      return roles.has(Role::administrator);
    case Permission::auditor:
      return roles.has(Role::auditor);
    case Permission::reviewer_or_finance:
      return roles.shares({Role::reviewer, Role::finance});
    case Permission::administrator_or_auditor:
      return roles.shares({Role::administrator, Role::auditor});
    case Permission::any_console:
      return roles.shares({Role::reviewer, Role::finance, Role::producer});
  }
  throw std::logic_error("a permission outside its enum");
}

std::string row(const Route& route) {
  const bool open = !session_for(route.permission);
  const auto cell = [](bool may) { return may ? " ✓ |" : "   |"; };
  std::string text = "| `";
  text.append(verb(route.method)).append(" ").append(route.path).append("` | ");
  text.append(route.summary).append(" |");
  text += cell(open);
  text += cell(open || session_for(route.permission) == SessionKind::applicant);
  text += cell(open || session_for(route.permission) == SessionKind::phone);
  text += cell(permits_staff(route.permission, {Role::reviewer}, true));
  for (const Role role : kRoles) text += cell(permits_staff(route.permission, {role}, false));
  return text + "\n";
}

}  // namespace

std::optional<SessionKind> session_for(Permission permission) {
  switch (permission) {
    case Permission::everyone:
    case Permission::sandbox:
      return std::nullopt;
    case Permission::applicant:
      return SessionKind::applicant;
    case Permission::phone:
      return SessionKind::phone;
    case Permission::staff:
    case Permission::staff_enrolling:
    case Permission::reviewer:
    case Permission::finance:
    case Permission::producer:
    case Permission::administrator:
    case Permission::auditor:
    case Permission::reviewer_or_finance:
    case Permission::administrator_or_auditor:
    case Permission::any_console:
      return SessionKind::staff;
  }
  throw std::logic_error("a permission outside its enum");
}

bool permits_staff(Permission permission, Roles roles, bool must_enrol) {
  if (!session_for(permission)) return true;
  if (must_enrol) return permission == Permission::staff_enrolling;
  return holds(permission, roles);
}

std::string permissions_markdown() {
  std::string text =
      "<!-- GENERATED from src/api/routes.cpp by unit_api; do not edit. -->\n"
      "# Who may call what\n\n"
      "What belongs to one applicant is checked besides, on the object itself: somebody else's\n"
      "application is answered with 404. The routes below `/api/sandbox` do not exist in "
      "production\n"
      "mode. \"First login\" is a staff member who has not yet changed the one-time password.\n\n"
      "| Route | Operation | Nobody | Applicant | Phone | First login |";
  for (const Role role : kRoles) text.append(" ").append(enum_to_text(role)).append(" |");
  text += "\n|---|---|---|---|---|---|";
  for (std::size_t i = 0; i < kRoles.size(); ++i) text += "---|";
  text += "\n";
  for (const Route& route : routes()) text += row(route);
  return text;
}

}  // namespace certhall::api
