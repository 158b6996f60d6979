# rooms.cmake: how files join a room by their names, and how a room becomes a library.

# room_sources(VARIABLE folder INCLUDE patterns... EXCLUDE patterns...): sorted, and looked up again at every build.
function(room_sources variable folder)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "INCLUDE;EXCLUDE")
    list(TRANSFORM arg_INCLUDE PREPEND ${PROJECT_SOURCE_DIR}/${folder}/)
    list(TRANSFORM arg_EXCLUDE PREPEND ${PROJECT_SOURCE_DIR}/${folder}/)
    file(GLOB found CONFIGURE_DEPENDS ${arg_INCLUDE})
    if(arg_EXCLUDE)
        file(GLOB excluded CONFIGURE_DEPENDS ${arg_EXCLUDE})
        list(REMOVE_ITEM found ${excluded})
    endif()
    set(${variable} ${found} PARENT_SCOPE)
endfunction()

# room(name SOURCES... INCLUDES folders... NEEDS rooms...): a static library, or an empty one that only passes on what it needs.
function(room name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;INCLUDES;NEEDS")
    list(TRANSFORM arg_INCLUDES PREPEND ${PROJECT_SOURCE_DIR}/)
    if(arg_SOURCES)
        add_library(${name} STATIC ${arg_SOURCES})
        set(scope PUBLIC)
    else()
        add_library(${name} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_include_directories(${name} ${scope} ${arg_INCLUDES} ${PROJECT_BINARY_DIR}/generated)
    target_link_libraries(${name} ${scope} loopscope_flags ${arg_NEEDS})
endfunction()

# one_unit(target folder names...): in a release these files are compiled as one, so that calls between them cost nothing.
function(one_unit target folder)
    if(NOT CMAKE_BUILD_TYPE STREQUAL Release)
        return()
    endif()
    list(TRANSFORM ARGN PREPEND ${PROJECT_SOURCE_DIR}/${folder}/)
    set_source_files_properties(${ARGN} PROPERTIES UNITY_GROUP ${folder})
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    # gcc by itself stops inlining half-way through what makes and ends a task: a fifth more instructions (callgrind).
    target_compile_options(${target} PRIVATE "$<$<C_COMPILER_ID:GNU>:-finline-limit=2000;--param=inline-unit-growth=200>")
endfunction()
