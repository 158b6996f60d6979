/* say.c: how a sentence is put together: words of several kinds, times and counts spelled out. */
#include "parts.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

enum {
    LONGEST_VALUE = 80,
    LONGEST_TEXT = 120
}; /* bytes in a sentence: of a value or a name of the program; of words that are put together elsewhere */

static void append(Sentence *out, WordKind kind, const char *text, size_t length)
{
    size_t used = strlen(out->text);
    if (used + length > SENTENCE_TEXT - 1) {
        length = SENTENCE_TEXT - 1 - used;
        while (length > 0 && ((unsigned char)text[length] & 0xc0U) == 0x80) {
            length--;
        }
    }
    if (length == 0) {
        return;
    }
    char *place = out->text + used;
    memcpy(place, text, length);
    place[length] = '\0';
    Word *last = out->count > 0 ? &out->words[out->count - 1] : NULL;
    bool joins = last != NULL && last->kind == kind && (kind == WORD_PLAIN || kind == WORD_CODE);
    if (joins || out->count == SENTENCE_WORDS) {
        last->length += length;
        return;
    }
    out->words[out->count++] = (Word){.kind = kind, .text = place, .length = length};
}

/* The length of the UTF-8 sequence at `text`, or 0 when it is not one: outside input may hold anything. */
static size_t sequence_length(const unsigned char *text, size_t left)
{
    size_t length = text[0] < 0x80 ? 1 : text[0] >= 0xf0 && text[0] < 0xf5 ? 4 : text[0] >= 0xe0 ? 3 : text[0] >= 0xc2 ? 2 : 0;
    if (text[0] >= 0xf5 || length > left) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xc0U) != 0x80) {
            return 0;
        }
    }
    return length;
}

/* A program's own text: control characters would break the line or steer a terminal, and a long text would hide the sentence. */
static void append_foreign(Sentence *out, WordKind kind, const char *text)
{
    char clean[LONGEST_TEXT + 4];
    size_t used = 0, left = strlen(text), most = kind == WORD_PLAIN ? LONGEST_TEXT : LONGEST_VALUE;
    while (left > 0 && used < most - 4) {
        size_t length = sequence_length((const unsigned char *)text, left);
        bool control = length == 1 && ((unsigned char)*text < 0x20 || *text == 0x7f);
        bool control_c1 = length == 2 && (unsigned char)text[0] == 0xc2 && (unsigned char)text[1] < 0xa0;
        if (length == 0 || control || control_c1) {
            clean[used++] = length == 0 ? '?' : ' ';
            length = length == 0 ? 1 : length;
        } else {
            memcpy(clean + used, text, length);
            used += length;
        }
        text += length;
        left -= length;
    }
    if (left > 0) {
        memcpy(clean + used, "…", strlen("…"));
        used += strlen("…");
    }
    append(out, kind, clean, used);
}

/* Who did something and is no task: a callback, the loop, or what is outside of it, which is asyncio.run unless the program's own text runs, or runs
   the loop itself. */
static void append_other(Telling *telling, Ref ref)
{
    const ModelReady *current = &telling->state->current;
    EventKind kind = telling->event != NULL ? (EventKind)telling->event->kind : EV_NONE;
    bool own = kind == EV_OUT || kind == EV_BLOCK || !telling_by_asyncio_run(telling);
    const char *outside = own ? "the program" : "asyncio.run";
    if (ref == TRACE_NOBODY) {
        append(telling->out, own ? WORD_PLAIN : WORD_STRONG, outside, strlen(outside));
    } else if (ref == TRACE_LOOP) {
        append(telling->out, WORD_PLAIN, "the loop", strlen("the loop"));
    } else if (ref == telling->state->running && current->call == CALL_USER && current->name != 0) {
        append(telling->out, WORD_PLAIN, "the callback ", strlen("the callback "));
        append_foreign(telling->out, WORD_STRONG, telling_text(telling, current->name));
    } else {
        append(telling->out, WORD_PLAIN, "a callback", strlen("a callback"));
    }
}

static void append_task(Telling *telling, Ref ref)
{
    Sentence *out = telling->out;
    if (ref_kind(ref) != REF_TASK) {
        append_other(telling, ref);
        return;
    }
    char label[PHRASE];
    size_t before = out->count;
    append_foreign(out, WORD_TASK, model_task_label(telling->model, ref, label, sizeof label));
    if (out->count > before) {
        out->words[out->count - 1].task = ref;
    }
    if (out->subject == 0) {
        out->subject = ref;
    }
}

static void append_state(Sentence *out, TaskState state)
{
    const char *name = model_state_name(state);
    size_t before = out->count;
    append(out, WORD_STATE, name, strlen(name));
    if (out->count > before) {
        out->words[out->count - 1].state = state;
    }
}

static void append_argument(Telling *telling, char kind, va_list *arguments)
{
    Sentence *out = telling->out;
    switch (kind) {
    case 'T': append_task(telling, va_arg(*arguments, Ref)); break;
    case 'S': append_state(out, (TaskState)va_arg(*arguments, int)); break;
    case 'C': append_foreign(out, WORD_CODE, va_arg(*arguments, const char *)); break;
    case 'B': append_foreign(out, WORD_STRONG, va_arg(*arguments, const char *)); break;
    case 's': append_foreign(out, WORD_PLAIN, va_arg(*arguments, const char *)); break;
    case 'Q':
        append(out, WORD_PLAIN, "“", strlen("“"));
        append_foreign(out, WORD_CODE, va_arg(*arguments, const char *));
        append(out, WORD_PLAIN, "”", strlen("”"));
        break;
    default: assert(false && "a format that say() does not know");
    }
}

void say(Telling *telling, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bool strong = false;
    while (*format != '\0') {
        if (*format == '*') {
            strong = !strong;
            format++;
        } else if (*format == '%') {
            append_argument(telling, format[1], &arguments);
            format += 2;
        } else {
            size_t length = strcspn(format, "*%");
            append(telling->out, strong ? WORD_STRONG : WORD_PLAIN, format, length);
            format += length;
        }
    }
    va_end(arguments);
}

void say_generic(Telling *telling) { telling->out->generic = true; }

static const char *const small_numbers[] = {"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
enum { SMALL_NUMBERS = sizeof small_numbers / sizeof small_numbers[0] };

const char *phrase_time(int64_t ns, char buffer[PHRASE])
{
    if (ns > 0 && ns < 1000000) {
        snprintf(buffer, PHRASE, "%.3f ms", (double)ns / 1e6);
    } else {
        snprintf(buffer, PHRASE, "%.3f s", (double)ns / 1e9);
    }
    return buffer;
}

const char *phrase_duration(int64_t ns, char buffer[PHRASE])
{
    int64_t seconds = ns / 1000000000;
    if (ns % 1000000000 != 0 || seconds < 1 || seconds >= SMALL_NUMBERS) {
        return phrase_time(ns, buffer);
    }
    snprintf(buffer, PHRASE, "%s second%s", small_numbers[seconds], seconds == 1 ? "" : "s");
    return buffer;
}

const char *phrase_count(size_t count, const char *one, const char *many, char buffer[PHRASE])
{
    const char *noun = count == 1 ? one : many;
    if (count < SMALL_NUMBERS) {
        snprintf(buffer, PHRASE, "%s %s", small_numbers[count], noun);
    } else {
        snprintf(buffer, PHRASE, "%zu %s", count, noun);
    }
    return buffer;
}

/* Its last part; with the folder before it where the other file is called the same. */
static const char *short_name(const char *file, const char *other)
{
    const char *name = strrchr(file, '/'), *others = strrchr(other, '/');
    name = name != NULL ? name + 1 : file;
    if (strcmp(name, others != NULL ? others + 1 : other) != 0 || name == file) {
        return name;
    }
    const char *folder = name - 1;
    while (folder > file && folder[-1] != '/') {
        folder--;
    }
    return folder;
}

const char *phrase_line(const Trace *trace, uint32_t place, char buffer[PHRASE])
{
    const TracePlace *found = trace_place(trace, place);
    const char *first = trace_source_count(trace) > 0 ? trace_source_file(trace, 0) : "";
    bool named = *first != '\0' && *found->file != '\0' && !model_same_file(found->file, first);
    char name[PHRASE / 2];
    buffer[0] = '\0';
    if (found->line > 0) {
        snprintf(buffer, PHRASE, "line %u%s%s", (unsigned)found->line, named ? " of " : "",
                 named ? phrase_plain(short_name(found->file, first), name, sizeof name) : "");
    }
    return buffer;
}

const char *phrase_ordinal(size_t number, char buffer[PHRASE])
{
    static const char *const words[] = {"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"};
    if (number > 0 && number < sizeof words / sizeof words[0]) {
        snprintf(buffer, PHRASE, "%s", words[number]);
        return buffer;
    }
    bool teen = number % 100 >= 11 && number % 100 <= 13;
    const char *ending = teen ? "th" : number % 10 == 1 ? "st" : number % 10 == 2 ? "nd" : number % 10 == 3 ? "rd" : "th";
    snprintf(buffer, PHRASE, "%zu%s", number, ending);
    return buffer;
}

size_t phrase_task(const char *text, Ref *task)
{
    unsigned number = 0;
    int length = 0;
    if (sscanf(text, "{T%8u}%n", &number, &length) != 1 || length == 0 || number == 0) {
        return 0;
    }
    *task = ref_make(REF_TASK, number);
    return (size_t)length;
}

bool phrase_ends_run(const char *error)
{
    static const char *const names[] = {"KeyboardInterrupt(", "SystemExit("};
    return strncmp(error, names[0], strlen(names[0])) == 0 || strncmp(error, names[1], strlen(names[1])) == 0;
}

const char *phrase_plain(const char *text, char *buffer, size_t size)
{
    size_t used = 0;
    for (; text[used] != '\0' && used + 4 < size; used++) {
        unsigned char c = (unsigned char)text[used];
        buffer[used] = c < 0x20 || c == 0x7f ? '?' : (char)c;
    }
    bool cut = text[used] != '\0';
    while (cut && used > 0 && ((unsigned char)text[used] & 0xc0U) == 0x80) {
        used--; /* never half a character */
    }
    snprintf(buffer + used, size - used, "%s", cut ? "\xe2\x80\xa6" : "");
    return buffer;
}
