# The fuzz targets of build/fuzz as tests: each from the seeds, together within 60 s on two cores. A target that was not
# built fails by name.
include(${PROJECT_SOURCE_DIR}/tests/fuzz/targets.cmake)
set(fuzz_seconds 7)
set(fuzz_folder ${PROJECT_SOURCE_DIR}/build/fuzz/fuzz)
set(fuzz_corpus ${CMAKE_BINARY_DIR}/fuzz_corpus)
add_test(NAME fuzz.seeds COMMAND ${fuzz_folder}/fuzz_seeds ${PROJECT_SOURCE_DIR}/tests/fuzz/seeds
    ${PROJECT_SOURCE_DIR}/../shared/data/api_json ${fuzz_corpus})
set_tests_properties(fuzz.seeds PROPERTIES LABELS fuzz FIXTURES_SETUP fuzz_corpus)
foreach(target ${BALLAST_FUZZ_TARGETS})
    add_test(NAME fuzz.${target} COMMAND ${fuzz_folder}/fuzz_${target} -max_total_time=${fuzz_seconds} -timeout=5
        -rss_limit_mb=1024 -print_final_stats=1 -verbosity=0 -artifact_prefix=${CMAKE_BINARY_DIR}/fuzz_${target}_
        ${fuzz_corpus}/${target})
    set_tests_properties(fuzz.${target} PROPERTIES LABELS fuzz FIXTURES_REQUIRED fuzz_corpus TIMEOUT 60
        ENVIRONMENT "ASAN_OPTIONS=detect_leaks=1;UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1")
endforeach()
