# install.cmake: the program, the engine as a library for programs of one's own, and the lessons for reading.
install(TARGETS loopscope)
# The manual is what the program says of itself: written by it, so that both come from one table.
set(manual ${PROJECT_BINARY_DIR}/loopscope.1)
add_custom_command(OUTPUT ${manual} COMMAND loopscope man > ${manual} DEPENDS loopscope VERBATIM)
add_custom_target(manual ALL DEPENDS ${manual})
install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

# One archive with the trace inside, so that a program links one library: cc prog.c $(pkg-config --cflags --libs loopscope-engine)
# Of what the rooms are made of already, so that nothing is compiled twice.
add_library(loopscope_bundle STATIC)
set_target_properties(loopscope_bundle PROPERTIES OUTPUT_NAME loopscope-engine LINKER_LANGUAGE C)
foreach(room IN LISTS ENGINE_ROOMS ITEMS trace)
    target_sources(loopscope_bundle PRIVATE $<TARGET_OBJECTS:loopscope_${room}>)
endforeach()
install(TARGETS loopscope_bundle)
install(FILES ${async_HEADERS} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/loopscope)
set(trace_headers engine/trace/trace.h engine/trace/store.h engine/trace/stream.h engine/trace/jsonl.h)
install(FILES ${trace_headers} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/loopscope/trace)
# From the folder of the .pc file to the prefix, which is lib/pkgconfig or, under /usr, lib/ARCHITECTURE/pkgconfig.
file(RELATIVE_PATH ENGINE_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(assets/loopscope-engine.pc.in loopscope-engine.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/loopscope-engine.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(DIRECTORY lessons/ DESTINATION ${CMAKE_INSTALL_DATADIR}/loopscope/lessons OPTIONAL
    FILES_MATCHING PATTERN "*.c" PATTERN "*.py" PATTERN "*.md" PATTERN "README.md" EXCLUDE PATTERN "__pycache__" EXCLUDE)
install(DIRECTORY tracer/ DESTINATION ${CMAKE_INSTALL_DATADIR}/loopscope/tracer OPTIONAL
    FILES_MATCHING PATTERN "*.py" PATTERN "setup.py" EXCLUDE PATTERN "extension" EXCLUDE PATTERN "__pycache__" EXCLUDE)
install(FILES assets/loopscope.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES assets/loopscope.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
install(FILES assets/loopscope-128.png DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/128x128/apps RENAME loopscope.png)

# The tracer as a wheel: cmake --build --preset release --target wheel. Made of a copy, since setuptools writes beside what it reads; with the engine's
# headers, of which the extension in C is made.
find_program(SYSTEM_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
if(SYSTEM_PYTHON)
    # Compiled where it is installed: who runs a program there mostly may not write, and each watched start would compile the tracer anew, 0.2 s of processor.
    install(CODE "execute_process(COMMAND ${SYSTEM_PYTHON} -m compileall -q -s \"\$ENV{DESTDIR}\" -p / \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/loopscope/tracer\")")
    add_custom_target(wheel COMMAND ${CMAKE_COMMAND} -E rm -rf ${PROJECT_BINARY_DIR}/wheel
        COMMAND ${CMAKE_COMMAND} -E copy_directory ${PROJECT_SOURCE_DIR}/tracer ${PROJECT_BINARY_DIR}/wheel/tracer
        COMMAND ${CMAKE_COMMAND} -E copy_directory ${PROJECT_SOURCE_DIR}/engine/trace ${PROJECT_BINARY_DIR}/wheel/engine/trace
        COMMAND ${SYSTEM_PYTHON} -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir ${PROJECT_BINARY_DIR}/wheel ${PROJECT_BINARY_DIR}/wheel/tracer
        WORKING_DIRECTORY ${PROJECT_BINARY_DIR} USES_TERMINAL VERBATIM)
endif()
# The browser edition as one file, where it has been built (./run web): what --to run.html puts a run into.
install(FILES ${PROJECT_SOURCE_DIR}/build/web/run.html DESTINATION ${CMAKE_INSTALL_DATADIR}/loopscope OPTIONAL)
