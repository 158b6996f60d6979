/* page.c: copies the browser edition, and puts what it is to open where its mark stands: a lesson's name or the bytes of a recording, and options. */
#include "page.h"

#include "language/said.h"
#include "trace/stream.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* A text as JSON inside of a page: nothing in it can end the script that it stands in. */
static void write_text(const char *text, FILE *out)
{
    putc('"', out);
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        if (c < 0x20 || c == 0x7f || strchr("\"\\<>&", c) != NULL) {
            fprintf(out, "\\u%04x", c);
        } else {
            putc(c, out);
        }
    }
    putc('"', out);
}

static void write_word(const char *name, const char *value, const char **comma, FILE *out)
{
    fputs(*comma, out);
    write_text(name, out);
    if (value != NULL) {
        putc(',', out);
        write_text(value, out);
    }
    *comma = ",";
}

/* What was chosen on the command line counts in the page too. */
static void write_words(const Cli *cli, FILE *out)
{
    const char *comma = "";
    char text[32], name[40];
    for (size_t i = 0; i < cli->set_count; i++) {
        write_word("--set", cli->sets[i], &comma, out);
    }
    if (cli->at_given) {
        snprintf(text, sizeof text, "%zu", cli->at);
        write_word("--at", text, &comma, out);
    }
    if (cli->why != NULL) {
        write_word("--why", cli->why, &comma, out);
    }
    if (cli->predict) {
        write_word("--predict", NULL, &comma, out);
    }
    if (cli->present) {
        write_word("--present", NULL, &comma, out);
    }
    for (int i = 0; i < SETTING_COUNT; i++) {
        if (cli->given[i] && i != SETTING_OF_SIZE) {
            snprintf(name, sizeof name, "--%s", setting_info((Setting)i)->name);
            write_word(name, setting_text((Setting)i, cli->settings.value[i], text, sizeof text), &comma, out);
        }
    }
}

/* A recording on its way into the page: as gzip packs it, which browsers unpack, in base64. */
typedef struct Packer {
    FILE *out;
    z_stream zip;
    gint state, left; /* of base64 */
} Packer;

static bool write_letters(Packer *packer, const guchar *bytes, gsize length)
{
    enum { PIECE = 3 << 10 };
    char text[PIECE / 3 * 4 + 8];
    for (const guchar *at = bytes, *end = at + length; at < end;) {
        gsize piece = (gsize)(end - at) < PIECE ? (gsize)(end - at) : PIECE;
        gsize written = g_base64_encode_step(at, piece, FALSE, text, &packer->state, &packer->left);
        if (fwrite(text, 1, written, packer->out) != written) {
            return false;
        }
        at += piece;
    }
    return true;
}

/* Takes all of these bytes; with Z_FINISH the last ones, and gives what was kept back. */
static bool pack(Packer *packer, const void *bytes, size_t length, int flush)
{
    guchar packed[16 << 10];
    packer->zip.next_in = (Bytef *)bytes; /* zlib only reads them */
    packer->zip.avail_in = (uInt)length;
    bool good = true;
    do {
        packer->zip.next_out = packed;
        packer->zip.avail_out = sizeof packed;
        good = deflate(&packer->zip, flush) != Z_STREAM_ERROR && write_letters(packer, packed, sizeof packed - packer->zip.avail_out);
    } while (good && packer->zip.avail_out == 0);
    return good;
}

static bool write_bytes(void *context, const void *bytes, size_t length)
{
    const size_t most = 1 << 30; /* zlib counts in 32 bits */
    for (const char *at = bytes; length > 0;) {
        size_t piece = length < most ? length : most;
        if (!pack(context, at, piece, Z_NO_FLUSH)) {
            return false;
        }
        at += piece;
        length -= piece;
    }
    return true;
}

static bool write_recording(const Trace *trace, FILE *out)
{
    enum { AS_GZIP = 16 };
    Packer packer = {.out = out};
    if (deflateInit2(&packer.zip, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + AS_GZIP, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
        return false;
    }
    TraceWriter *writer = trace_writer_new(write_bytes, &packer);
    bool written = writer != NULL;
    if (written) {
        trace_replay(trace, trace_writer_sink(writer));
        written = trace_writer_flush(writer) && !trace_writer_failed(writer) && pack(&packer, "", 0, Z_FINISH);
    }
    trace_writer_free(writer);
    deflateEnd(&packer.zip);
    char end[8];
    gsize length = g_base64_encode_close(FALSE, end, &packer.state, &packer.left);
    return written && fwrite(end, 1, length, out) == length;
}

static bool write_run(const Cli *cli, const Source *source, FILE *out)
{
    const Lesson *lesson = cli->subject == NULL ? source->lesson : lesson_find(cli->subject);
    fputs("<script type=\"application/json\" id=\"run\">{\"lesson\":", out);
    write_text(lesson != NULL ? lesson->name : "", out);
    fputs(",\"title\":", out);
    write_text(trace_title(source->trace), out);
    fputs(",\"words\":[", out);
    write_words(cli, out);
    fputs("]}</script>\n", out);
    if (lesson != NULL) {
        return true;
    }
    fputs("<script type=\"application/gzip\" id=\"file-recording\">", out);
    bool written = write_recording(source->trace, out);
    fputs("</script>\n", out);
    return written;
}

bool page_write(Cli *cli, const Source *source, FILE *out)
{
    FILE *page = page_find();
    if (page == NULL) {
        snprintf(
            cli->error, sizeof cli->error,
            SAID("%.150s would be the browser edition with this run inside, and that edition is not built here: \"./run web\" builds it"),
            cli->output);
        return false;
    }
    char *line = NULL;
    size_t room = 0;
    bool good = true, marked = false;
    for (ssize_t length; good && (length = getline(&line, &room, page)) >= 0;) {
        if (!marked && strncmp(line, PAGE_MARK, sizeof PAGE_MARK - 1) == 0) {
            marked = true;
            good = write_run(cli, source, out);
        } else {
            good = fwrite(line, 1, (size_t)length, out) == (size_t)length;
        }
    }
    good = good && !ferror(page);
    if (good && !marked) {
        snprintf(cli->error, sizeof cli->error,
                 SAID("the browser edition that was found has no place for a run: build it anew by ./run web"));
        good = false;
    }
    free(line);
    fclose(page);
    return good;
}
