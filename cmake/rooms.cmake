# rooms.cmake: a room is a folder of sources that becomes a library, and may include only what it is told that it sees.
#
# An include names the room and the file, "model/spans.h"; in its own folder the file alone. Each room has a folder of its own in
# the build with one link, from the room's name to its sources. A compiler is given those of the rooms that are seen, so that an include against
# the arrow finds no such file.

# room(name folder SEES rooms... [NEEDS libraries...] [SOURCES more...]): what is seen can be used by the headers too, so it is seen by
# whoever sees this room.
function(room name folder)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "SEES;NEEDS;SOURCES")
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.c)
    list(FILTER sources EXCLUDE REGEX "/main\\.c$")
    for_this_edition(sources)
    room_seen(${name} ${folder} ${arg_SEES})
    add_library(loopscope_${name} STATIC ${sources} ${arg_SOURCES})
    target_link_libraries(loopscope_${name} PUBLIC loopscope_flags sees_${name} ${arg_NEEDS})
    foreach(seen IN LISTS arg_SEES)
        if(TARGET loopscope_${seen})
            target_link_libraries(loopscope_${name} PUBLIC $<LINK_ONLY:loopscope_${seen}>)
        endif()
    endforeach()
    set(${name}_SOURCES ${sources} PARENT_SCOPE)
endfunction()

# A file browser/NAME.c stands in a browser for NAME.c of the folder above it, and is no part of any other edition. What a browser has no use for at
# all matches LEFT_OUT_OF_BROWSER.
function(for_this_edition variable)
    set(sources ${${variable}})
    set(stand_ins ${sources})
    list(FILTER stand_ins INCLUDE REGEX "/browser/")
    if(EMSCRIPTEN)
        list(TRANSFORM stand_ins REPLACE "/browser/" "/")
        list(REMOVE_ITEM sources ${stand_ins})
        list(FILTER sources EXCLUDE REGEX "${LEFT_OUT_OF_BROWSER}")
    elseif(stand_ins)
        list(REMOVE_ITEM sources ${stand_ins})
    endif()
    set(${variable} ${sources} PARENT_SCOPE)
endfunction()

# What a room is to those that include its headers.
function(room_seen name folder)
    set(root ${PROJECT_BINARY_DIR}/rooms/${name})
    cmake_path(GET folder FILENAME last)
    file(MAKE_DIRECTORY ${root})
    file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${folder} ${root}/${last} SYMBOLIC)
    add_library(sees_${name} INTERFACE)
    target_include_directories(sees_${name} INTERFACE ${root})
    list(TRANSFORM ARGN PREPEND sees_)
    target_link_libraries(sees_${name} INTERFACE ${ARGN})
endfunction()

# public_headers(name folder SEES rooms...): the headers that lie in the folder itself, and nothing of what is in its rooms.
function(public_headers name folder)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "SEES")
    set(root ${PROJECT_BINARY_DIR}/rooms/${name})
    file(MAKE_DIRECTORY ${root})
    file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.h)
    foreach(header IN LISTS headers)
        cmake_path(GET header FILENAME last)
        file(CREATE_LINK ${header} ${root}/${last} SYMBOLIC)
    endforeach()
    add_library(sees_${name} INTERFACE)
    target_include_directories(sees_${name} INTERFACE ${root})
    list(TRANSFORM arg_SEES PREPEND sees_)
    target_link_libraries(sees_${name} INTERFACE ${arg_SEES})
    set(${name}_HEADERS ${headers} PARENT_SCOPE)
endfunction()

# one_unit(target folder names...): in a release these files are compiled as one, so that calls between them cost nothing.
function(one_unit target folder)
    if(NOT CMAKE_BUILD_TYPE STREQUAL Release)
        return()
    endif()
    list(TRANSFORM ARGN PREPEND ${PROJECT_SOURCE_DIR}/${folder}/)
    set_source_files_properties(${ARGN} PROPERTIES UNITY_GROUP core)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    # gcc by itself stops inlining half-way through what makes and ends a task: a fifth more instructions (callgrind).
    target_compile_options(${target} PRIVATE "$<$<C_COMPILER_ID:GNU>:-finline-limit=2000;--param=inline-unit-growth=200>")
endfunction()
