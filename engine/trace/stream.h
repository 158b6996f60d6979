/* stream.h: the same facts as bytes: what a pipe carries and what a recording on disk holds.

   A stream is a header of 32 bytes, then records of 32 bytes each: events as in trace.h, and definitions of strings, places and
   meta, which come before their first use (a string's text follows its record, padded with zeros to a multiple of 32 bytes). All
   numbers are little-endian. A stream may stop anywhere: what is whole up to there counts.

   Header:  8 bytes 89 4c 4f 4f 50 53 43 0a ("\x89LOOPSC\n"), u32 version 1, u32 0x01020304, 16 zero bytes.
   Event:   the fields of struct Event in order: u8 kind, u8 detail, u16 flags, u32 by, i64 t, u32 a, b, c, d.
   Definitions have the same 32 bytes, with a kind that no event has and zero in what is not named here:
     0xf1 string  a = its id, b = its length in bytes; its bytes follow
     0xf2 place   a = its id, by = line, b c d = the string ids of file, function, text (0: empty)
     0xf3 meta    detail = TraceMeta, a, b as in trace.h
   Strings and places have ids of their own, each from 1 in the order of definition. A string has at most 1 MiB. */
#ifndef LOOPSCOPE_TRACE_STREAM_H
#define LOOPSCOPE_TRACE_STREAM_H

#include "store.h"

enum {
    STREAM_VERSION = 1,
    STREAM_RECORD = 32,
    STREAM_STRING = 0xf1,
    STREAM_PLACE = 0xf2,
    STREAM_META = 0xf3,
    STREAM_TEXT_LIMIT = 1 << 20 /* bytes of one string; the writer cuts a longer one */
};
#define STREAM_MAGIC "\x89LOOPSC\n"
#define STREAM_ORDER_MARK 0x01020304U

/* Writing. `write` takes all bytes or returns false; after a failure nothing more is written and trace_writer_failed() is true. */
typedef struct TraceWriter TraceWriter;
typedef bool (*TraceWrite)(void *context, const void *bytes, size_t length);
TraceWriter *trace_writer_new(TraceWrite write, void *context); /* NULL: out of memory */
TraceSink trace_writer_sink(TraceWriter *writer);
bool trace_writer_flush(TraceWriter *writer); /* hands buffered records to `write`; the engine's caller does it once a loop turn */
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
