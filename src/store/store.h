#pragma once
// The database, SQLite or PostgreSQL 15, behind the ports of the application room.
//
// Writers queue up: one write transaction at a time in the whole installation, on both engines (on
// PostgreSQL by an advisory lock, across all nodes). What a use case reads inside a write
// transaction therefore stays true until its commit; docs/decisions/one-writer.md says why.

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "app/ports/store.h"
#include "base/metrics.h"
#include "base/sealer.h"
#include "base/secret.h"

namespace certhall::store {

/// The keys behind the MACs of the audit chain: `current` signs, the others still verify.
struct AuditKeys {
  std::string current;
  std::map<std::string, SecretText> keys;  // by key id
};

struct StoreOptions {
  /// "sqlite:/path/to/file" or "postgresql:<libpq connection string>".
  std::string url;
  int readers = 4;  // connections for snapshots, beside the one that writes
  AuditKeys audit_keys;
  /// How long begin() waits for a connection or for another writer before it throws.
  std::chrono::milliseconds wait{10'000};
  std::shared_ptr<Metrics> metrics = std::make_shared<Metrics>();
};

/// Connects, brings the schema up to date and makes sure that a commit survives a power cut. Throws
/// std::runtime_error where the database is unreachable, was made by a newer program, or is set up
/// to lose commits. `sealer` must outlive the store. A transaction in which a statement failed (a
/// Conflict, too) can only be dropped: commit() throws.
[[nodiscard]] std::unique_ptr<app::Store> open_store(StoreOptions options, const Sealer& sealer);

}  // namespace certhall::store
