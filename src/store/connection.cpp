#include "store/connection.h"

#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include "store/native.h"
#include "store/statements.h"

namespace certhall::store {
namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kPostgresql = "postgresql:";

// Holds the writers of all nodes apart; the number spells "certhall".
constexpr std::string_view kBeginWriting =
    "begin isolation level read committed; select pg_advisory_xact_lock(7162256626695629932)";
constexpr std::string_view kBeginReading = "begin isolation level repeatable read read only";

void require(bool ok, std::string_view setting) {
  if (!ok) {
    throw std::runtime_error("the database is set up to lose commits or to mix texts up: " +
                             std::string(setting));
  }
}

std::string value_of(soci::session& session, const std::string& question) {
  std::string answer;
  session << question, soci::into(answer);
  return answer;
}

// SOCI's own text would carry the bound values into the log; PostgreSQL's further lines, too.
std::string message_of(const soci::soci_error& error) {
  const std::string message = error.get_error_message();
  return message.substr(0, message.find('\n'));
}

bool is_unique_violation(const soci::soci_error& error) {
  if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
    return sqlite->result() == SQLITE_CONSTRAINT_UNIQUE ||
           sqlite->result() == SQLITE_CONSTRAINT_PRIMARYKEY;
  }
  const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&error);
  return postgresql != nullptr && postgresql->sqlstate() == "23505";
}

[[noreturn]] void rethrow(const soci::soci_error& error) {
  if (is_unique_violation(error)) throw app::Conflict(message_of(error));
  throw std::runtime_error("database: " + message_of(error));
}

// The file is made here, so that nobody else may read it from its first moment on. One that is
// there must not be opened: its close would drop the locks of this process's other connections, and
// the next process that comes and goes would take the write-ahead log away from under them
// (https://sqlite.org/howtocorrupt.html, 2.2).
void make_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0 && errno != EEXIST) throw std::system_error(errno, std::generic_category(), path);
  if (file >= 0) ::close(file);
}

void open_sqlite(soci::session& session, const std::string& path, app::Mode mode,
                 std::chrono::milliseconds wait) {
  if (path.find('"') != path.npos) throw std::invalid_argument("no quotes in a database's path");
  make_private_file(path);
  session.open(soci::sqlite3, "dbname=\"" + path + "\"");
  sqlite_api::sqlite3_extended_result_codes(sqlite_of(session), 1);
  session << "pragma busy_timeout = " << wait.count();
  require(value_of(session, "pragma journal_mode = wal") == "wal", "journal_mode");
  session << "pragma synchronous = full";
  session << "pragma foreign_keys = on";
  session << "pragma secure_delete = on";
  require(value_of(session, "pragma synchronous") == "2", "synchronous");
  require(value_of(session, "pragma foreign_keys") == "1", "foreign_keys");
  if (mode == app::Mode::read) session << "pragma query_only = on";
}

bool open_references(soci::session& session) {
  int open = 0;
  int unused = 0;
  sqlite_api::sqlite3_db_status(sqlite_of(session), SQLITE_DBSTATUS_DEFERRED_FKS, &open, &unused,
                                0);
  return open != 0;
}

void open_postgresql(soci::session& session, const std::string& target, app::Mode mode,
                     std::chrono::milliseconds wait) {
  session.open(soci::postgresql, target);
  session << "set client_encoding = 'UTF8'";
  session << "set client_min_messages = error";
  // A plan that is good on average is not good enough for a list that asks for the rarest status.
  // Writers look for single rows: to plan anew each time takes a quarter of theirs.
  if (mode == app::Mode::read) session << "set plan_cache_mode = force_custom_plan";
  // Nobody waits for ever for a writer, and a node that died holds the others up for a while only.
  session << "set lock_timeout = " << wait.count();
  session << "set idle_in_transaction_session_timeout = '60s'";
  session << "set tcp_keepalives_idle = 10";
  session << "set tcp_keepalives_interval = 5";
  session << "set tcp_keepalives_count = 3";
  require(value_of(session, "show server_encoding") == "UTF8", "server_encoding");
  require(value_of(session, "show fsync") == "on", "fsync");
  require(value_of(session, "show full_page_writes") == "on", "full_page_writes");
  require(value_of(session, "show synchronous_commit") != "off", "synchronous_commit");
}

}  // namespace

struct Connection::Impl {
  std::string url;
  app::Mode mode;
  std::chrono::milliseconds wait;
  soci::session session{};
  Statements statements{session};
  bool failed = false;

  [[nodiscard]] bool sqlite() const { return url.starts_with(kSqlite); }

  void open() {
    if (sqlite()) return open_sqlite(session, url.substr(kSqlite.size()), mode, wait);
    if (!url.starts_with(kPostgresql)) {
      throw std::invalid_argument("a database's address begins with sqlite: or postgresql:");
    }
    open_postgresql(session, url.substr(kPostgresql.size()), mode, wait);
  }
  /// PostgreSQL commits what is not there and only warns.
  [[nodiscard]] bool in_transaction() {
    if (sqlite()) return sqlite_api::sqlite3_get_autocommit(sqlite_of(session)) == 0;
    return PQtransactionStatus(postgresql_of(session)) == PQTRANS_INTRANS;
  }
  void reopen() {
    statements.forget();
    session.close();
    open();
  }
  [[nodiscard]] std::string_view begin_text() const {
    if (sqlite()) return mode == app::Mode::write ? "begin immediate" : "begin";
    return mode == app::Mode::write ? kBeginWriting : kBeginReading;
  }
};

Connection::Connection(std::string url, app::Mode mode, std::chrono::milliseconds wait)
    : impl_(std::make_unique<Impl>()) {
  impl_->url = std::move(url);
  impl_->mode = mode;
  impl_->wait = wait;
  try {
    impl_->open();
  } catch (const soci::soci_error& error) {
    throw std::runtime_error("database: " + message_of(error));
  }
}
Connection::~Connection() = default;

bool Connection::is_sqlite() const { return impl_->sqlite(); }

soci::session& Connection::session() { return impl_->session; }

void Connection::begin() {
  impl_->failed = false;
  try {
    if (!impl_->sqlite() && !impl_->session.is_connected()) impl_->reopen();
    impl_->statements.begin();
    impl_->session << impl_->begin_text();
  } catch (const soci::soci_error& error) {
    rollback();
    rethrow(error);
  }
}

void Connection::commit() {
  if (impl_->failed) throw std::logic_error("a transaction with a failed statement is no commit");
  try {
    if (!impl_->in_transaction()) throw std::runtime_error("database: the transaction was lost");
    impl_->session.commit();
  } catch (const soci::soci_error& error) {
    rollback();
    rethrow(error);
  }
}

void Connection::rollback() noexcept {
  try {
    impl_->session.rollback();
  } catch (const std::exception&) {
    // There is no transaction, or no connection: both have rolled back by themselves, and begin()
    // makes a new connection.
  }
}

void Connection::savepoint() {
  try {
    impl_->session << "savepoint unit";
  } catch (const soci::soci_error& error) {
    rethrow(error);
  }
  impl_->failed = false;
}

bool Connection::rollback_to_savepoint() noexcept {
  try {
    impl_->session << "rollback to savepoint unit";
    impl_->statements.begin();
    impl_->failed = false;
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

void Connection::check_references() {
  try {
    if (!impl_->sqlite()) {
      impl_->session << "set constraints all immediate; set constraints all deferred";
    } else if (open_references(impl_->session)) {
      throw std::runtime_error("database: FOREIGN KEY constraint failed");
    }
  } catch (const soci::soci_error& error) {
    rethrow(error);
  }
}

bool Connection::has_failed() const { return impl_->failed; }

Answer Connection::execute(std::string_view sql, const std::vector<Argument>& arguments) {
  try {
    return impl_->statements.execute(sql, arguments);
  } catch (const soci::soci_error& error) {
    impl_->failed = true;
    rethrow(error);
  }
}

void Connection::check(std::string_view sql) {
  soci::statement statement(impl_->session);
  statement.alloc();
  statement.prepare(std::string(sql), soci::details::st_repeatable_query);
}

}  // namespace certhall::store
