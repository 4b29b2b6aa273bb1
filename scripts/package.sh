# shellcheck shell=bash
# The Debian package: build/package/certhall_VERSION_ARCHITECTURE.deb.

# CERTHALL_PRESET names another build than release.
command_package() {
  need_packages build run package
  install_npm_for run
  build_program "${CERTHALL_PRESET:-release}" certhall certhall-reader
  build_pages
  quietly "Packing" package pack_debian "${CERTHALL_PRESET:-release}"
  say "$(ls build/package/certhall_*.deb)"
}

pack_debian() {
  rm -rf build/package
  (cd "build/$1" && cpack -G DEB -B "$OLDPWD/build/package")
}
