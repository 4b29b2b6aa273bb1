#pragma once
// Certificates that stand in the database already, made by the database itself: only what lists and
// look-ups read is as in a real hall.

#include <string>

#include "base/time.h"

namespace certhall::bench {

struct StoredCertificates {
  std::string application, account;  // to which all of them belong
  std::int64_t count = 0;
  std::int64_t shards = 1;
  std::int64_t der_bytes = 0;  // of each, zeros
};

/// `count` revoked SM2 certificates, each a second before the one before it.
inline std::string insert_statement(const StoredCertificates& stored, Timestamp at) {
  const std::string now = std::to_string(at.ms);
  return "insert into certificate select 'certificate ' || i, '" + stored.application + "', '" +
         stored.account +
         "', 'signing', 'revoked', 2, 'sm2', '01' || lower(hex(randomblob(16))), '', 'TOKEN',"
         " lower(hex(randomblob(32))), " +
         now + ", " + now + " + 31536000000, '', hex(zeroblob(" + std::to_string(stored.der_bytes) +
         ")), 1, " + now + ", " + now + " - i * 1000, 'key_compromise', 1 + i % " +
         std::to_string(stored.shards) +
         " from (with recursive n(i) as (select 1 union all select i + 1 from n where i < " +
         std::to_string(stored.count) + ") select i from n)";
}

}  // namespace certhall::bench
