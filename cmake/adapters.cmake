# Of p11-kit only the header of PKCS#11 is used: modules are opened by path.
pkg_check_modules(p11kit REQUIRED p11-kit-1)
target_include_directories(certhall_adapters SYSTEM PRIVATE ${p11kit_INCLUDE_DIRS})

# The sandbox's companies are tested over the real store.
if(GTest_FOUND)
  cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL
                 target_link_libraries unit_adapters PRIVATE certhall_store)
endif()
