#include <sys/stat.h>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "store/repositories.h"
#include "store/schema.h"
#include "store/text.h"
#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

const std::filesystem::path kRoot = CERTHALL_SOURCE_DIR;

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// All that tells one schema from another, a line each, white space evened out.
std::set<std::string> lines(Connection& connection, std::string_view query) {
  static const std::regex kSpace("\\s+");
  std::set<std::string> lines;
  for (const auto& row : connection.execute(query, {}).rows) {
    lines.insert(std::regex_replace(std::get<std::string>(row.at("line")), kSpace, " "));
  }
  return lines;
}

constexpr std::string_view kSqliteColumns =
    "select m.name || '.' || c.name || ' ' || c.cid || ' ' || c.type || ' ' || c.\"notnull\""
    " || ' ' || c.pk as line from sqlite_master m, pragma_table_info(m.name) c"
    " where m.type = 'table' and m.name <> 'schema_version'";
constexpr std::string_view kSqliteIndexes =
    "select m.tbl_name || ' ' || m.name || ' ' || coalesce(m.sql, '') as line"
    " from sqlite_master m where m.type = 'index' and m.tbl_name <> 'schema_version'";
constexpr std::string_view kSqliteKeys =
    "select m.name || '.' || k.\"from\" || ' ' || k.\"table\" || '.' || k.\"to\" as line"
    " from sqlite_master m, pragma_foreign_key_list(m.name) k where m.type = 'table'";
constexpr std::string_view kPostgresqlColumns =
    "select table_name || '.' || column_name || ' ' || ordinal_position || ' ' || data_type || ' '"
    " || is_nullable || ' ' || coalesce(column_default, '') as line"
    " from information_schema.columns"
    " where table_schema = 'public' and table_name <> 'schema_version'";
constexpr std::string_view kPostgresqlIndexes =
    "select indexdef as line from pg_indexes"
    " where schemaname = 'public' and tablename <> 'schema_version'";
constexpr std::string_view kPostgresqlKeys =
    "select conrelid::regclass::text || ' ' || conname::text || ' ' || pg_get_constraintdef(oid)"
    " as line from pg_constraint"
    " where connamespace = 'public'::regnamespace"
    " and conrelid::regclass::text <> 'schema_version'";

class Schema : public StoreTest {
 protected:
  static std::vector<std::set<std::string>> describe(Connection& connection) {
    if (connection.is_sqlite()) {
      return {lines(connection, kSqliteColumns), lines(connection, kSqliteIndexes),
              lines(connection, kSqliteKeys)};
    }
    return {lines(connection, kPostgresqlColumns), lines(connection, kPostgresqlIndexes),
            lines(connection, kPostgresqlKeys)};
  }
  [[nodiscard]] Connection connect() const { return {url_, Mode::write, std::chrono::seconds{5}}; }
  void drop_all_tables(Connection& connection) const {
    if (!is_sqlite()) {
      connection.execute("drop schema public cascade", {});
      connection.execute("create schema public", {});
      return;
    }
    connection.execute("pragma foreign_keys = off", {});
    for (const auto& name :
         lines(connection, "select name as line from sqlite_master where type = 'table'")) {
      connection.execute("drop table " + name, {});
    }
  }
};
ON_BOTH_ENGINES(Schema);

TEST_P(Schema, IsTheSameFreshAndMigrated) {
  Connection connection = connect();
  const auto migrated = describe(connection);
  store_.reset();
  drop_all_tables(connection);
  for (const auto& statement : statements_of(read(kRoot / "db/schema.sql"))) {
    connection.execute(statement, {});
  }
  EXPECT_EQ(describe(connection), migrated);
  EXPECT_GT(migrated[0].size(), 200U);
  EXPECT_GT(migrated[1].size(), 30U);
  EXPECT_GT(migrated[2].size(), 15U);
}

TEST_P(Schema, IsMigratedOnlyOnce) {
  put_account();
  store_ = open();
  look([](Transaction& tx) { EXPECT_TRUE(tx.accounts().find(filled<domain::Account>(1).id)); });
}

TEST_P(Schema, OfANewerProgramIsRefused) {
  sql("insert into schema_version (name) values ('9999_future')");
  try {
    static_cast<void>(open());
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("9999_future"), std::string::npos);
  }
}

TEST_P(Schema, StaysAsItWasWhenAMigrationFails) {
  Connection connection = connect();
  const auto before = describe(connection);
  auto broken = migrations();
  broken.push_back({"0002_broken", "create table half (id text);\ncreate table half (id text);"});
  EXPECT_THROW(migrate(connection, broken), std::runtime_error);
  EXPECT_EQ(describe(connection), before);
  migrate(connection, migrations());
}

TEST_P(Schema, FitsEveryStatement) {
  Connection connection = connect();
  for (const std::string_view statement : all_statements()) {
    EXPECT_NO_THROW(connection.check(statement)) << statement;
    EXPECT_EQ(statement.find('*'),
              statement.find("(*)") == statement.npos ? statement.npos : statement.find("(*)") + 1)
        << "no select *: " << statement;
  }
  EXPECT_ANY_THROW(connection.check("select nothing from nowhere"));
}

// A statement that runs must be in its file's list, or FitsEveryStatement would not see it.
TEST(Statements, AreAllListed) {
  static const std::regex kUse("db_\\.\\w+(?:<[\\w:]+>)?\\(\\s*(k[A-Z]\\w*)");
  static const std::regex kName("\\bk[A-Z]\\w*");
  std::size_t uses = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kRoot / "src/store")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string text = read(entry.path());
    const std::size_t at = text.find("_statements() {");
    const std::string list = at == text.npos ? "" : text.substr(at);
    std::set<std::string> listed;
    for (std::sregex_iterator it(list.begin(), list.end(), kName), end; it != end; ++it) {
      listed.insert(it->str());
    }
    for (std::sregex_iterator it(text.begin(), text.end(), kUse), end; it != end; ++it, ++uses) {
      EXPECT_TRUE(listed.contains((*it)[1].str())) << entry.path() << ": " << (*it)[1].str();
    }
  }
  EXPECT_GT(uses, 80U);
}

TEST(Statements, AreConstantsPutTogetherFromParts) {
  constexpr Text kColumns("a, b");
  constexpr auto kSelect = "select " + kColumns + " from t";
  static_assert(std::string_view(kSelect) == "select a, b from t");
  EXPECT_EQ(std::string_view(kSelect), "select a, b from t");
}

TEST(Statements, AreCutAtSemicolonsAndFreedOfComments) {
  const auto statements = statements_of("-- a; b\ncreate table x (  -- c;\n  id text\n);\n\n");
  ASSERT_EQ(statements.size(), 1U);
  EXPECT_EQ(statements[0].find("--"), std::string::npos);
  EXPECT_NE(statements[0].find("id text"), std::string::npos);
}

class Settings : public StoreTest {};
ON_BOTH_ENGINES(Settings);

TEST_P(Settings, OfASqliteFileKeepOthersOut) {
  if (!is_sqlite()) return;
  struct stat status {};
  ASSERT_EQ(::stat(file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_P(Settings, ThatWouldLoseCommitsAreRefused) {
  if (is_sqlite()) return;  // there, open_store makes the settings itself and reads them back
  sql("alter database " + database_name() + " set synchronous_commit = off");
  EXPECT_THROW(static_cast<void>(open()), std::runtime_error);
}

TEST_P(Settings, NameADatabaseThatCanBeReached) {
  auto wrong = options();
  for (const std::string url :
       {"mysql:x", "sqlite:/nowhere/at/all.sqlite", "postgresql:host=/nowhere dbname=x"}) {
    wrong.url = url;
    EXPECT_ANY_THROW(static_cast<void>(open_store(wrong, sealer_))) << url;
  }
}

TEST_P(Settings, NeedTheCurrentAuditKey) {
  auto wrong = options();
  wrong.audit_keys.current = "a9";
  EXPECT_THROW(static_cast<void>(open_store(wrong, sealer_)), std::invalid_argument);
}

}  // namespace
}  // namespace certhall::store
