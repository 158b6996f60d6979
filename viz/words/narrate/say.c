/* say.c: how a sentence is put together: words of several kinds, times and counts spelled out. */
#include "parts.h"

#include "language/said.h"

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
    const char *outside = own ? words_in(telling->language, "the program") : "asyncio.run", *loop = words_in(telling->language, "the loop");
    const char *called = words_in(telling->language, "the callback "), *nameless = words_in(telling->language, "a callback");
    if (ref == TRACE_NOBODY) {
        append(telling->out, own ? WORD_PLAIN : WORD_STRONG, outside, strlen(outside));
    } else if (ref == TRACE_LOOP) {
        append(telling->out, WORD_PLAIN, loop, strlen(loop));
    } else if (ref == telling->state->running && current->call == CALL_USER && current->name != 0) {
        append(telling->out, WORD_PLAIN, called, strlen(called));
        append_foreign(telling->out, WORD_STRONG, telling_text(telling, current->name));
    } else {
        append(telling->out, WORD_PLAIN, nameless, strlen(nameless));
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

static void append_state(Telling *telling, TaskState state)
{
    Sentence *out = telling->out;
    const char *name = words_in(telling->language, model_state_name(state));
    size_t before = out->count;
    append(out, WORD_STATE, name, strlen(name));
    if (out->count > before) {
        out->words[out->count - 1].state = state;
    }
}

/* What the format takes, in the order in which it is given. */
typedef struct Argument {
    char kind;
    Ref task;
    TaskState state;
    const char *text;
} Argument;

enum { MOST_ARGUMENTS = 6 };

static size_t take_arguments(const char *format, va_list *given, Argument arguments[MOST_ARGUMENTS])
{
    size_t count = 0;
    for (const char *at = format; (at = strchr(at, '%')) != NULL; at += 2) {
        assert(count < MOST_ARGUMENTS);
        Argument *argument = &arguments[count++];
        *argument = (Argument){.kind = at[1]};
        switch (at[1]) {
        case 'T': argument->task = va_arg(*given, Ref); break;
        case 'S': argument->state = (TaskState)va_arg(*given, int); break;
        case 'C':
        case 'B':
        case 's':
        case 'Q': argument->text = va_arg(*given, const char *); break;
        default: assert(false && "a format that say() does not know");
        }
    }
    return count;
}

static void append_argument(Telling *telling, const Argument *argument)
{
    Sentence *out = telling->out;
    char name[SAID_TEXT];
    const char *open = words_in(telling->language, "\xe2\x80\x9c"), *close = words_in(telling->language, "\xe2\x80\x9d");
    switch (argument->kind) {
    case 'T': append_task(telling, argument->task); break;
    case 'S': append_state(telling, argument->state); break;
    case 'C': append_foreign(out, WORD_CODE, argument->text); break;
    case 'B': append_foreign(out, WORD_STRONG, words_named(telling->language, argument->text, name, sizeof name)); break;
    case 's': append_foreign(out, WORD_PLAIN, words_in(telling->language, argument->text)); break;
    default:
        append(out, WORD_PLAIN, open, strlen(open));
        append_foreign(out, WORD_CODE, argument->text);
        append(out, WORD_PLAIN, close, strlen(close));
        break;
    }
}

/* "%T" takes the next argument, "%2$T" the second. Returns how long that is. */
static size_t append_conversion(Telling *telling, const char *at, const Argument *arguments, size_t count, size_t *next)
{
    bool numbered = at[1] >= '1' && at[1] <= '9' && at[2] == '$';
    size_t which = numbered ? (size_t)(at[1] - '1') : (*next)++;
    assert(which < count && arguments[which].kind == at[numbered ? 3 : 1]);
    append_argument(telling, &arguments[which]);
    return numbered ? 4 : 2;
}

void say(Telling *telling, const char *format, ...)
{
    va_list given;
    va_start(given, format);
    Argument arguments[MOST_ARGUMENTS];
    size_t count = take_arguments(format, &given, arguments), next = 0;
    va_end(given);
    bool strong = false;
    const char *at = format[0] != '\0' ? words_in(telling->language, format) : format;
    while (*at != '\0') {
        if (*at == '*') {
            strong = !strong;
            at++;
        } else if (*at == '%') {
            at += append_conversion(telling, at, arguments, count, &next);
        } else {
            size_t length = strcspn(at, "*%");
            append(telling->out, strong ? WORD_STRONG : WORD_PLAIN, at, length);
            at += length;
        }
    }
}

const char *say_words(const Telling *telling, const char *english) { return words_in(telling->language, english); }

void say_generic(Telling *telling) { telling->out->generic = true; }

static const char *const small_numbers[] = {WORDS("no"),  "one",          WORDS("two"),   WORDS("three"), WORDS("four"), WORDS("five"),
                                            WORDS("six"), WORDS("seven"), WORDS("eight"), WORDS("nine"),  WORDS("ten")};
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

/* In English alone. */
static const char *phrase_count(size_t count, const char *one, const char *many, char buffer[PHRASE])
{
    const char *noun = count == 1 ? one : many;
    if (count < SMALL_NUMBERS) {
        snprintf(buffer, PHRASE, "%s %s", small_numbers[count], noun);
    } else {
        snprintf(buffer, PHRASE, "%zu %s", count, noun);
    }
    return buffer;
}

const char *say_duration(const Telling *telling, int64_t ns, char buffer[PHRASE])
{
    int64_t seconds = ns / 1000000000;
    bool counted = ns % 1000000000 == 0 && seconds >= 1 && seconds < SMALL_NUMBERS;
    return counted ? say_count(telling, (size_t)seconds, "second", "seconds", buffer) : phrase_time(ns, buffer);
}

/* What one is called says by itself that it is one: languages with genders have no "one" that fits all. */
const char *say_count(const Telling *telling, size_t count, const char *one, const char *many, char buffer[PHRASE])
{
    const char *noun = words_counted(telling->language, one, many, count);
    if (telling->language == LANGUAGE_ENGLISH || noun == one || noun == many) {
        return phrase_count(count, one, many, buffer);
    }
    char number[32];
    const char *word = count < SMALL_NUMBERS ? words_in(telling->language, small_numbers[count]) : number, *place = strchr(noun, '#');
    snprintf(number, sizeof number, "%zu", count);
    if (count == 1) {
        snprintf(buffer, PHRASE, "%s", noun);
    } else if (place != NULL) {
        snprintf(buffer, PHRASE, "%.*s%s%s", (int)(place - noun), noun, word, place + 1);
    } else {
        snprintf(buffer, PHRASE, "%s %s", word, noun);
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

static const char *line_in(Language language, const Trace *trace, uint32_t place, char buffer[PHRASE])
{
    const TracePlace *found = trace_place(trace, place);
    const char *first = trace_source_count(trace) > 0 ? trace_source_file(trace, 0) : "";
    bool named = *first != '\0' && *found->file != '\0' && !model_same_file(found->file, first);
    char name[PHRASE / 2];
    buffer[0] = '\0';
    if (found->line > 0 && named) {
        snprintf(buffer, PHRASE, words_in(language, "line %u of %s"), (unsigned)found->line,
                 phrase_plain(short_name(found->file, first), name, sizeof name));
    } else if (found->line > 0) {
        snprintf(buffer, PHRASE, words_in(language, "line %u"), (unsigned)found->line);
    }
    return buffer;
}

const char *phrase_line(const Trace *trace, uint32_t place, char buffer[PHRASE]) { return line_in(LANGUAGE_ENGLISH, trace, place, buffer); }

const char *say_line(const Telling *telling, uint32_t place, char buffer[PHRASE])
{
    return line_in(telling->language, telling->trace, place, buffer);
}

static const char *const ordinals[] = {"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"};

/* In English alone. */
static const char *phrase_ordinal(size_t number, char buffer[PHRASE])
{
    if (number > 0 && number < sizeof ordinals / sizeof ordinals[0]) {
        snprintf(buffer, PHRASE, "%s", ordinals[number]);
        return buffer;
    }
    bool teen = number % 100 >= 11 && number % 100 <= 13;
    const char *ending = teen ? "th" : number % 10 == 1 ? "st" : number % 10 == 2 ? "nd" : number % 10 == 3 ? "rd" : "th";
    snprintf(buffer, PHRASE, "%zu%s", number, ending);
    return buffer;
}

const char *say_ordinal(const Telling *telling, size_t number, char buffer[PHRASE])
{
    if (telling->language == LANGUAGE_ENGLISH) {
        return phrase_ordinal(number, buffer);
    }
    if (number > 0 && number < sizeof ordinals / sizeof ordinals[0]) {
        snprintf(buffer, PHRASE, "%s", words_meant(telling->language, "ordinal", ordinals[number]));
    } else {
        snprintf(buffer, PHRASE, words_in(telling->language, "%zu."), number);
    }
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
