# ccache when present. The sloppiness settings are what precompiled headers need.
find_program(BALLAST_CCACHE ccache)
if(BALLAST_CCACHE)
    foreach(language C CXX)
        set(CMAKE_${language}_COMPILER_LAUNCHER
            ${CMAKE_COMMAND} -E env
            CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
            CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
            ${BALLAST_CCACHE})
    endforeach()
endif()
