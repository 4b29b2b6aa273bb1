#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::Authority> {
  template <class Authority, class Columns>
  static void columns(Authority& authority, Columns& columns) {
    columns.plain("name", authority.name);
    columns.plain("kind", authority.kind);
    columns.plain("issuer", authority.issuer);
    columns.bytes("certificate", authority.certificate);
    columns.plain("not_after", authority.not_after);
  }
};

template <>
struct Mapping<app::StoredCrl> {
  template <class Crl, class Columns>
  static void columns(Crl& crl, Columns& columns) {
    columns.plain("issuer", crl.issuer);
    columns.plain("number", crl.number);
    columns.plain("this_update", crl.this_update);
    columns.plain("next_update", crl.next_update);
    columns.bytes("der", crl.der);
  }
};

namespace {

constexpr Text kColumns("name, kind, issuer, certificate, not_after");
constexpr auto kInsert = "insert into authority (" + kColumns +
                         ") values (:name, :kind, :issuer, :certificate, :not_after)";
constexpr Text kReplace(
    "update authority set kind = :kind, issuer = :issuer, certificate = :certificate,"
    " not_after = :not_after where name = :name");
constexpr auto kSelect = "select " + kColumns + " from authority";
constexpr auto kList = kSelect + " order by name";
constexpr auto kFind = kSelect + " where name = :name";
constexpr Text kCrlColumns("issuer, number, this_update, next_update, der");
constexpr auto kInsertCrl = "insert into crl (" + kCrlColumns +
                            ") values (:issuer, :number, :this_update, :next_update, :der)";
constexpr auto kNewestCrl =
    "select " + kCrlColumns + " from crl where issuer = :issuer order by number desc limit 1";

class Authorities final : public app::AuthorityStore {
 public:
  explicit Authorities(Db& db) : db_(db) {}

  void insert(const app::Authority& authority) override { db_.run(kInsert, db_.bind(authority)); }
  void replace(const app::Authority& authority) override {
    if (db_.run(kReplace, db_.bind(authority)) == 1) return;
    throw std::logic_error("there is no authority " + authority.name + " to replace");
  }
  std::vector<app::Authority> list() override { return db_.all<app::Authority>(kList, {}); }
  std::optional<app::Authority> find(std::string_view name) override {
    return db_.first<app::Authority>(kFind, {{"name", name}});
  }
  void insert_crl(const app::StoredCrl& crl) override { db_.run(kInsertCrl, db_.bind(crl)); }
  std::optional<app::StoredCrl> newest_crl(std::string_view issuer) override {
    return db_.first<app::StoredCrl>(kNewestCrl, {{"issuer", issuer}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::AuthorityStore> make_authorities(Db& db) {
  return std::make_unique<Authorities>(db);
}

Statements authority_statements() {
  return {kInsert, kReplace, kList, kFind, kInsertCrl, kNewestCrl};
}

}  // namespace certhall::store
