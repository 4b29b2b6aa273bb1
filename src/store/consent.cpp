#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::ConsentDocument> {
  template <class Document, class Columns>
  static void columns(Document& document, Columns& columns) {
    columns.plain("code", document.code);
    columns.plain("version", document.version);
    columns.plain("title", document.title);
    columns.plain("body", document.body);
    columns.plain("digest", document.digest);
    columns.plain("must_agree", document.must_agree);
    columns.plain("separate", document.separate);
  }
};

namespace {

struct NumberedConsent {
  std::int64_t seq = 0;
  domain::Consent consent;
};

}  // namespace

template <>
struct Mapping<NumberedConsent> {
  template <class Numbered, class Columns>
  static void columns(Numbered& numbered, Columns& columns) {
    auto& consent = numbered.consent;
    columns.plain("seq", numbered.seq);
    columns.owner("consent", std::to_string(numbered.seq));
    columns.plain("account_id", consent.account_id);
    columns.plain("application_id", consent.application_id);
    columns.plain("code", consent.code);
    columns.plain("version", consent.version);
    columns.plain("digest", consent.digest);
    columns.sealed("mobile", consent.mobile);
    columns.sealed("address", consent.address);
    columns.plain("agreed_at", consent.at);
  }
};

namespace {

constexpr Text kDocumentColumns("code, version, title, body, digest, must_agree, separate");
constexpr auto kInForce =
    "select " + kDocumentColumns +
    " from consent_document where ordinal in"
    " (select max(ordinal) from consent_document group by code) order by position, code";
constexpr auto kFindDocument = "select " + kDocumentColumns +
                               " from consent_document"
                               " where code = :code and version = :version";
constexpr Text kPosition("select min(position) as n from consent_document where code = :code");
constexpr Text kNextOrdinal("select coalesce(max(ordinal), 0) + 1 as n from consent_document");
constexpr auto kPublish = "insert into consent_document (" + kDocumentColumns +
                          ", ordinal, position) values (:code, :version, :title, :body, :digest,"
                          " :must_agree, :separate, :ordinal, :position)";
constexpr Text kColumns(
    "seq, account_id, application_id, code, version, digest, mobile, address, agreed_at");
constexpr Text kNextSeq("select coalesce(max(seq), 0) + 1 as n from consent");
constexpr auto kInsert = "insert into consent (" + kColumns +
                         ") values (:seq, :account_id, :application_id, :code, :version, :digest,"
                         " :mobile, :address, :agreed_at)";
constexpr auto kOfApplication =
    "select " + kColumns + " from consent where application_id = :application_id order by seq";

constexpr Text kErasePerson(
    "update consent set mobile = :mobile, address = :address where seq = :seq");

class Consents final : public app::ConsentStore {
 public:
  explicit Consents(Db& db) : db_(db) {}

  std::vector<domain::ConsentDocument> documents_in_force() override {
    return db_.all<domain::ConsentDocument>(kInForce, {});
  }

  void publish(const domain::ConsentDocument& document, std::int64_t position) override {
    Arguments arguments = db_.bind(document);
    if (const auto known = db_.first<domain::ConsentDocument>(kFindDocument, arguments)) {
      if (known->digest == document.digest) return;
      throw app::Conflict("the published document " + document.code + " " + document.version +
                          " has another text");
    }
    arguments.plain("ordinal", db_.number(kNextOrdinal, {}));
    arguments.plain("position", position);
    db_.run(kPublish, arguments);
  }

  void publish_next(const domain::ConsentDocument& document) override {
    publish(document, db_.number(kPosition, {{"code", document.code}}));
  }
  bool has_version(std::string_view code, std::string_view version) override {
    return db_.first<domain::ConsentDocument>(kFindDocument, {{"code", code}, {"version", version}})
        .has_value();
  }

  void insert(const domain::Consent& consent) override {
    const NumberedConsent numbered{.seq = db_.number(kNextSeq, {}), .consent = consent};
    db_.run(kInsert, db_.bind(numbered));
  }

  std::vector<domain::Consent> of_application(const ApplicationId& id) override {
    std::vector<domain::Consent> consents;
    for (auto& each : db_.all<NumberedConsent>(kOfApplication, {{"application_id", id}})) {
      consents.push_back(std::move(each.consent));
    }
    return consents;
  }

  void erase_persons(const ApplicationId& id) override {
    for (auto& each : db_.all<NumberedConsent>(kOfApplication, {{"application_id", id}})) {
      each.consent.mobile.clear();
      each.consent.address.clear();
      db_.run(kErasePerson, db_.bind(each));
    }
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::ConsentStore> make_consents(Db& db) { return std::make_unique<Consents>(db); }

Statements consent_statements() {
  return {kInForce, kFindDocument, kNextOrdinal,   kPosition,   kPublish,
          kNextSeq, kInsert,       kOfApplication, kErasePerson};
}

}  // namespace certhall::store
