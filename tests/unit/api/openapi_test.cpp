#include "api/openapi.h"

#include <set>

#include <gtest/gtest.h>

#include "api/permissions.h"
#include "api/routes.h"

namespace certhall::api {
namespace colours {

enum class Colour { red, export_ };
BOOST_DESCRIBE_ENUM(Colour, red, export_)

struct Leaf {
  Fen price;
  std::optional<Timestamp> at;
  std::vector<Colour> colours;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (price, at, colours))

struct Tree {
  ApplicationId id;
  std::vector<Tree> branches;
  std::map<std::string, Leaf> leaves;
  bool evergreen = false;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (id, branches, leaves, evergreen))

}  // namespace colours

namespace others {

struct Leaf {};
BOOST_DESCRIBE_STRUCT(Leaf, (), ())

}  // namespace others

namespace {

TEST(Schema, OfAStructIsAComponentThatAllowsNothingElse) {
  SchemaRegistry registry;
  EXPECT_EQ(schema_of<colours::Tree>(registry),
            boost::json::parse(R"({"$ref":"#/components/schemas/Tree"})"));
  EXPECT_EQ(registry.components(), boost::json::parse(R"json({
    "Colour": {"type": "string", "enum": ["red", "export"]},
    "Leaf": {"type": "object", "additionalProperties": false, "required": ["price", "colours"],
      "properties": {
        "price": {"type": "integer", "format": "int64", "description": "分(人民币)"
}
, "at" : {"type" : "string", "format" : "date-time"}, "colours" : {
  "type" : "array", "items" : { "$ref" : "#/components/schemas/Colour" }
}
}
}
, "Tree" : {
  "type" : "object",
           "additionalProperties" : false,
                                    "required" : [ "id", "branches", "leaves", "evergreen" ],
                                                 "properties" : {
    "id" : {"type" : "string"},
           "branches" : {"type" : "array", "items" : {"$ref" : "#/components/schemas/Tree"}},
                        "leaves"
        : {"type" : "object", "additionalProperties" : {"$ref" : "#/components/schemas/Leaf"}},
          "evergreen" : {
      "type" : "boolean"
    }
  }
}
})json"));
}

TEST(Schema, RefusesTwoTypesOfOneName) {
  SchemaRegistry registry;
  (void)schema_of<colours::Leaf>(registry);
  EXPECT_NO_THROW((void)schema_of<colours::Leaf>(registry));
  EXPECT_THROW((void)schema_of<others::Leaf>(registry), std::logic_error);
}

TEST(Routes, AreEachOneOfAKind) {
  std::set<std::string> operations, requests;
  for (const Route& route : routes()) {
    EXPECT_TRUE(operations.emplace(route.operation).second) << route.operation;
    EXPECT_TRUE(
        requests.insert(std::string(verb(route.method)) + " " + std::string(route.path)).second)
        << route.path;
    EXPECT_TRUE(route.path.starts_with("/api/")) << route.path;
    EXPECT_FALSE(route.path.ends_with('/')) << route.path;
    EXPECT_FALSE(route.summary.empty()) << route.path;
  }
}

TEST(Routes, BelowTheConsoleAndStationAreForStaff) {
  for (const Route& route : routes()) {
    const bool inside =
        route.path.starts_with("/api/console/") || route.path.starts_with("/api/station/");
    if (inside) {
      EXPECT_EQ(session_for(route.permission), SessionKind::staff) << route.path;
    }
    const bool toy = route.path.starts_with("/api/sandbox");
    EXPECT_EQ(toy, route.permission == Permission::sandbox) << route.path;
  }
}

TEST(Routes, NameTheirParameters) {
  EXPECT_EQ(path_parameters("/api/a/{id}/b/{kind}"), (std::vector<std::string_view>{"id", "kind"}));
  EXPECT_TRUE(path_parameters("/api/a").empty());
}

TEST(Permissions, LetTheAuditorAloneReadTheAuditTrail) {
  using domain::Role;
  EXPECT_TRUE(permits_staff(Permission::auditor, {Role::auditor}, false));
  for (const Role role : {Role::reviewer, Role::finance, Role::producer, Role::administrator}) {
    EXPECT_FALSE(permits_staff(Permission::auditor, {role}, false));
  }
  EXPECT_FALSE(permits_staff(Permission::auditor, {Role::auditor}, true));
}

TEST(Permissions, LetNewStaffDoNothingButEnrol) {
  EXPECT_TRUE(permits_staff(Permission::staff_enrolling, {domain::Role::reviewer}, true));
  EXPECT_FALSE(permits_staff(Permission::staff_enrolling, {domain::Role::reviewer}, false));
  EXPECT_FALSE(permits_staff(Permission::reviewer, {domain::Role::reviewer}, true));
  EXPECT_FALSE(permits_staff(Permission::staff, {domain::Role::reviewer}, true));
}

}  // namespace
}  // namespace certhall::api
