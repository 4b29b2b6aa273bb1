#pragma once
// A key store in which some keys are kept elsewhere: roots in a token that is locked away.

#include <map>
#include <string>

#include "app/ports/keys.h"

namespace certhall::adapters {

class RoutedKeys final : public app::AuthorityKeys {
 public:
  explicit RoutedKeys(app::AuthorityKeys& all) : all_(all) {}
  void route(std::string name, app::AuthorityKeys& store) { routes_[std::move(name)] = &store; }

  std::shared_ptr<const pki::Signer> create(std::string_view name, pki::Algorithm algorithm,
                                            int rsa_bits = 3072) override {
    return of(name).create(name, algorithm, rsa_bits);
  }
  [[nodiscard]] std::shared_ptr<const pki::Signer> find(
      std::string_view name, app::Ledger ledger = app::Ledger::kept) override {
    return of(name).find(name, ledger);
  }
  [[nodiscard]] std::vector<std::string> signed_digests(std::string_view name) override {
    return of(name).signed_digests(name);
  }

 private:
  app::AuthorityKeys& of(std::string_view name) {
    const auto found = routes_.find(name);
    return found == routes_.end() ? all_ : *found->second;
  }

  app::AuthorityKeys& all_;
  std::map<std::string, app::AuthorityKeys*, std::less<>> routes_;
};

}  // namespace certhall::adapters
