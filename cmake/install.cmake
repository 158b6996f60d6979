# install.cmake: the program, the engine as a library for programs of one's own, and the lessons for reading.
if(TARGET loopscope)
    install(TARGETS loopscope)
    # The manual is what the program says of itself: written by it, so that both come from one table.
    set(manual ${PROJECT_BINARY_DIR}/loopscope.1)
    add_custom_command(OUTPUT ${manual} COMMAND loopscope man > ${manual} DEPENDS loopscope VERBATIM)
    add_custom_target(manual ALL DEPENDS ${manual})
    install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()

# One archive with the trace inside, so that a program links one library: cc prog.c $(pkg-config --cflags --libs loopscope-engine)
if(TRACE_SOURCES AND ENGINE_SOURCES)
    add_library(loopscope_bundle STATIC ${TRACE_SOURCES} ${ENGINE_SOURCES})
    set_target_properties(loopscope_bundle PROPERTIES OUTPUT_NAME loopscope-engine)
    target_include_directories(loopscope_bundle PRIVATE engine)
    target_link_libraries(loopscope_bundle PRIVATE loopscope_flags)
    one_unit(loopscope_bundle engine ${EVERY_STEP_TAKES})
    install(TARGETS loopscope_bundle)
    set(headers engine/async.h engine/async_generator.h engine/async_knob.h engine/async_sync.h engine/async_wait.h engine/trace.h engine/trace_store.h engine/trace_stream.h engine/trace_jsonl.h)
    install(FILES ${headers} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/loopscope)
    # From the folder of the .pc file to the prefix, which is lib/pkgconfig or, under /usr, lib/ARCHITECTURE/pkgconfig.
    file(RELATIVE_PATH ENGINE_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
    configure_file(assets/loopscope-engine.pc.in loopscope-engine.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/loopscope-engine.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()

install(DIRECTORY lessons/ DESTINATION ${CMAKE_INSTALL_DATADIR}/loopscope/lessons OPTIONAL
    FILES_MATCHING PATTERN "*.c" PATTERN "*.py" PATTERN "*.md" PATTERN "__pycache__" EXCLUDE)
install(DIRECTORY tracer/ DESTINATION ${CMAKE_INSTALL_DATADIR}/loopscope/tracer OPTIONAL
    FILES_MATCHING PATTERN "*.py" PATTERN "__pycache__" EXCLUDE)
install(FILES assets/loopscope.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES assets/loopscope.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
install(FILES assets/loopscope-128.png DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/128x128/apps RENAME loopscope.png)
