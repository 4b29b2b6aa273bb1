# Of p11-kit only the header of PKCS#11 is used: modules are opened by path.
pkg_check_modules(p11kit REQUIRED p11-kit-1)
target_include_directories(certhall_adapters SYSTEM PRIVATE ${p11kit_INCLUDE_DIRS})

# The sandbox's companies are tested over the real store; keys in devices before a library that
# plays one.
if(GTest_FOUND)
  add_library(soft_sdf MODULE EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/tests/sdf/soft_sdf.cpp)
  target_include_directories(soft_sdf PRIVATE ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(soft_sdf PRIVATE OpenSSL::Crypto)
  cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL
                 target_link_libraries unit_adapters PRIVATE certhall_store)
  cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL
                 target_compile_definitions unit_adapters PRIVATE
                 SOFT_SDF="$<TARGET_FILE:soft_sdf>")
  cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL add_dependencies unit_adapters soft_sdf)
endif()
