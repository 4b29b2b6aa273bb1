#pragma once
// `certhall station`: signs in as a producer, takes an approved application, makes its token.

#include <string>

namespace CLI {
class App;
}

namespace certhall {

struct StationOptions {
  std::string url = "http://localhost:8080";
  std::string login = "producer";
  std::string password_file;        // first line; empty: asked for
  std::string totp_secret_file;     // base32; empty: the code is asked for
  std::string number;               // a certain application; empty: the one that waits longest
  std::string token = "folder";     // or "skf:…", "pkcs11:…": station_devices.h
  std::string tokens = "./tokens";  // of "folder"
  std::string device;               // serial of a certain device; empty: the first that may be used
  std::string container;            // name on the device; empty: the usual one
  std::string algorithm = "p256";   // of keys in "pkcs11:…": or "rsa"
  std::string maker_pin_file;  // first line: what the maker set on new devices; empty: the usual
  bool list = false;           // only says what is plugged in
  bool watch = false;          // goes on with the next one, and waits where none waits
};

void add_station_command(CLI::App& app, StationOptions& options);
/// 0: a token was made. 3: no application waits. 1: it did not work; the text says what helps.
int run_station(const StationOptions& options);

}  // namespace certhall
