# Warnings of the house; -Werror comes from the presets.
add_library(ballast_warnings INTERFACE)
target_compile_options(ballast_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast)
# g++ 12 reports these two wrongly in optimised code of libstdc++ (GCC bugs 105329 and 105562).
target_compile_options(ballast_warnings INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
if(BALLAST_WERROR)
    target_compile_options(ballast_warnings INTERFACE -Werror)
endif()

if(BALLAST_SANITIZE)
    add_compile_options(-fsanitize=${BALLAST_SANITIZE} -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${BALLAST_SANITIZE})
endif()

# Large Qt headers, compiled once and reused by every Qt Widgets target.
add_library(ballast_qt_flags INTERFACE)
target_compile_definitions(ballast_qt_flags INTERFACE QT_NO_CAST_FROM_ASCII QT_NO_KEYWORDS QT_NO_FOREACH)

# ballast_add_module(name SOURCES ... PUBLIC ... PRIVATE ... [QT] [PCH header...])
# One folder, one static library ballast::name. QT switches moc on and the Qt flags in.
function(ballast_add_module name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "QT" "" "SOURCES;PUBLIC;PRIVATE;PCH")
    add_library(ballast_${name} STATIC ${arg_SOURCES})
    add_library(ballast::${name} ALIAS ballast_${name})
    target_include_directories(ballast_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(ballast_${name} PUBLIC ${arg_PUBLIC} PRIVATE ballast_warnings ${arg_PRIVATE})
    if(arg_QT)
        set_target_properties(ballast_${name} PROPERTIES AUTOMOC ON)
        target_link_libraries(ballast_${name} PRIVATE ballast_qt_flags)
    endif()
    if(arg_PCH)
        target_precompile_headers(ballast_${name} PRIVATE ${arg_PCH})
    endif()
endfunction()

# ballast_add_test(tst_unit module-label LINK ... [SOURCES ...] [QT_FREE])
# Compiles tst_unit.cpp of the calling folder; QT_FREE marks tests of Qt-free code for the tsan preset.
function(ballast_add_test name label)
    cmake_parse_arguments(PARSE_ARGV 2 arg "QT_FREE" "" "LINK;SOURCES")
    add_executable(${name} ${name}.cpp ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_link_libraries(${name} PRIVATE ballast_warnings ballast_qt_flags ballast::test_support Qt6::Test ${arg_LINK})
    add_test(NAME ${label}.${name} COMMAND ${name})
    set(labels ${label})
    if(arg_QT_FREE)
        list(APPEND labels qt-free)
    endif()
    set_tests_properties(${label}.${name} PROPERTIES LABELS "${labels}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;BALLAST_SHARED_DATA=${PROJECT_SOURCE_DIR}/../shared/data")
endfunction()

# The test runs ballastctl (tests/support/command_run.h), which is built before it.
function(ballast_runs_command test)
    target_compile_definitions(${test} PRIVATE BALLASTCTL="$<TARGET_FILE:ballastctl>")
    add_dependencies(${test} ballastctl)
endfunction()
