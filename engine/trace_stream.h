/* trace_stream.h: the same facts as bytes: what a pipe carries and what a recording on disk holds.

   A stream is a header of 32 bytes, then records of 32 bytes each: events as in trace.h, and definitions of strings, places and
   meta, which come before their first use (a string's text follows its record, padded with zeros to a multiple of 32 bytes). All
   numbers are little-endian. A stream may stop anywhere: what is whole up to there counts. */
#ifndef LOOPSCOPE_TRACE_STREAM_H
#define LOOPSCOPE_TRACE_STREAM_H

#include "trace_store.h"

/* Writing. `write` takes all bytes or returns false; after a failure nothing more is written and trace_writer_failed() is true. */
typedef struct TraceWriter TraceWriter;
typedef bool (*TraceWrite)(void *context, const void *bytes, size_t length);
TraceWriter *trace_writer_new(TraceWrite write, void *context); /* NULL: out of memory */
TraceSink trace_writer_sink(TraceWriter *writer);
bool trace_writer_flush(TraceWriter *writer);  /* hands buffered records to `write`; the engine's caller does it once a loop turn */
bool trace_writer_failed(const TraceWriter *writer);
void trace_writer_free(TraceWriter *writer); /* flushes */
/* Sends all that is in `trace` to a sink: this is how a trace is saved. */
void trace_replay(const Trace *trace, TraceSink sink);

/* Reading: bytes are fed as they arrive, in pieces of any size; each whole record goes into the trace at once. Nothing that
   is read is trusted: ids, kinds and lengths are checked, and the first fault ends the reading with a sentence. */
typedef struct TraceReader TraceReader;
TraceReader *trace_reader_new(Trace *into); /* NULL: out of memory */
void trace_reader_free(TraceReader *reader);
/* False when the stream is damaged: trace_reader_error() says what is wrong and at which byte; what came before it stays in the trace. */
bool trace_reader_feed(TraceReader *reader, const void *bytes, size_t length);
const char *trace_reader_error(const TraceReader *reader); /* NULL while all is well */
/* At the end of the input: true if the stream stops between two records; else trace_reader_error() says how many bytes were cut off. */
bool trace_reader_finish(TraceReader *reader);

#endif
