# The pages are set in Noto Sans CJK SC. As Debian ships it, every PDF would carry a megabyte of the
# font's subroutines, which cairo does not tell apart: here they are written out where they are used.
find_program(HB_SUBSET hb-subset REQUIRED)
find_file(NOTO_REGULAR NotoSansCJK-Regular.ttc PATHS /usr/share/fonts PATH_SUFFIXES opentype/noto
          REQUIRED)
find_file(NOTO_BOLD NotoSansCJK-Bold.ttc PATHS /usr/share/fonts PATH_SUFFIXES opentype/noto REQUIRED)
set(fonts ${CMAKE_BINARY_DIR}/fonts)
function(certhall_font style from)
  add_custom_command(
    OUTPUT ${fonts}/NotoSansCJKsc-${style}.otf
    COMMAND ${CMAKE_COMMAND} -E make_directory ${fonts}
    COMMAND ${HB_SUBSET} --face-index=2 --unicodes=* --desubroutinize --no-hinting
            --layout-features= --output-file=${fonts}/NotoSansCJKsc-${style}.otf ${from}
    DEPENDS ${from}
    VERBATIM)
endfunction()
certhall_font(Regular ${NOTO_REGULAR})
certhall_font(Bold ${NOTO_BOLD})
add_custom_target(certhall_fonts DEPENDS ${fonts}/NotoSansCJKsc-Regular.otf
                                         ${fonts}/NotoSansCJKsc-Bold.otf)
add_dependencies(certhall_print certhall_fonts)

if(GTest_FOUND)
  cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL
                 target_compile_definitions unit_print PRIVATE
                 CERTHALL_FONTS="${CMAKE_BINARY_DIR}/fonts")
endif()
