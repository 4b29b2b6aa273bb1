# The key centre is tested over the real store.
if(GTest_FOUND)
  cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL
                 target_link_libraries unit_kmc PRIVATE certhall_store)
endif()
