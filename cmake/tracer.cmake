# tracer.cmake: the part of the tracer that is written in C, in build/PRESET/python beside the Python; without Python's headers the tracer does without it.
option(LOOPSCOPE_EXTENSION "Build the tracer's extension in C, if Python's headers are installed" ON)
find_package(Python3 COMPONENTS Interpreter OPTIONAL_COMPONENTS Development.Module)

# A Python that is not itself built with sanitizers does not load what is.
if(LOOPSCOPE_EXTENSION AND Python3_Development.Module_FOUND AND NOT LOOPSCOPE_SANITIZE)
    file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/python)
    file(CREATE_LINK ${PROJECT_SOURCE_DIR}/tracer/loopscope_trace ${PROJECT_BINARY_DIR}/python/loopscope_trace SYMBOLIC)
    file(GLOB extension_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tracer/extension/*.c)
    add_library(loopscope_extension MODULE ${extension_sources})
    # One file for every Python from 3.8 on: it uses the limited interface, whichever version the headers are of.
    set_target_properties(loopscope_extension PROPERTIES PREFIX "" OUTPUT_NAME _loopscope_trace SUFFIX .abi3.so C_VISIBILITY_PRESET hidden
        LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/python)
    target_include_directories(loopscope_extension SYSTEM PRIVATE ${Python3_INCLUDE_DIRS})
    target_link_libraries(loopscope_extension PRIVATE loopscope_flags sees_trace)
    set_source_files_properties(${extension_sources} PROPERTIES COMPILE_OPTIONS -Wno-pedantic) # Python's tables hold functions as void *
    target_link_options(loopscope_extension PRIVATE $<$<PLATFORM_ID:Darwin>:-undefined$<SEMICOLON>dynamic_lookup>)
    install(TARGETS loopscope_extension LIBRARY DESTINATION ${CMAKE_INSTALL_DATADIR}/loopscope/tracer)
else()
    file(REMOVE ${PROJECT_BINARY_DIR}/python/_loopscope_trace.abi3.so) # of an earlier configuration
    message(STATUS "the tracer is built without its extension in C: Python programs run more slowly while they are watched")
endif()
