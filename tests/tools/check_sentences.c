/* check_sentences.c: walks through a recording with every step size, there and back, and says which of its sentences no learner should read. */
#include "words/narrate/narrate.h"
#include "model/player.h"
#include "shell/subject/source.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Characters: what two lines of the sentence's panel hold in the smallest window, beside the chip with which it begins and the question why. */
enum { PANEL_HOLDS = 175 };

typedef struct Walk {
    const Trace *trace;
    Model *model;
    Spans *spans;
    char **texts; /* by n: as they were on the way there */
    size_t wrong;
} Walk;

static void complain(Walk *walk, size_t n, const char *what, const char *text)
{
    printf("at %zu, %s: %s\n", n, what, text);
    walk->wrong++;
}

/* "F12", "H7", "T3": a name that only the recording knows. What the program wrote itself may read so. */
static bool is_internal_name(const char *word, size_t length)
{
    bool name = length >= 2 && strchr("FHTMC", word[0]) != NULL;
    for (size_t i = 1; i < length; i++) {
        name = name && isdigit((unsigned char)word[i]);
    }
    return name;
}

static bool holds_internal_name(const Sentence *sentence)
{
    for (size_t i = 0; i < sentence->count; i++) {
        const Word *word = &sentence->words[i];
        bool program = word->kind == WORD_TASK || word->kind == WORD_CODE;
        for (size_t at = 0; !program && at < word->length;) {
            size_t length = 0;
            while (at + length < word->length && (isalnum((unsigned char)word->text[at + length]) || word->text[at + length] == '_')) {
                length++;
            }
            if (is_internal_name(word->text + at, length)) {
                return true;
            }
            at += length + 1;
        }
    }
    return false;
}

static bool holds_twice(const char *text, size_t length)
{
    size_t before = 0, before_length = 0;
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && text[end] != ' ') {
            end++;
        }
        if (end - at == before_length && end > at && isalpha((unsigned char)text[at]) && strncmp(text + at, text + before, end - at) == 0) {
            return true;
        }
        before = at;
        before_length = end - at;
        at = end + 1;
    }
    return false;
}

/* Of our own words: a task may be called "returns", and return. */
static bool holds_word_twice(const Sentence *sentence)
{
    for (size_t i = 0; i < sentence->count; i++) {
        if (sentence->words[i].kind == WORD_PLAIN && holds_twice(sentence->words[i].text, sentence->words[i].length)) {
            return true;
        }
    }
    return false;
}

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += ((unsigned char)*text & 0xc0U) != 0x80;
    }
    return count;
}

/* What the program prints or raises may hold anything: only our own words are looked at closely. */
static void check_words(Walk *walk, size_t n, const Sentence *sentence)
{
    const char *text = sentence->text;
    size_t chip =
        sentence->count > 0 && sentence->words[0].kind == WORD_TASK ? characters(text) - characters(text + sentence->words[0].length) : 0;
    EventKind kind = n > 0 ? (EventKind)trace_event(walk->trace, n - 1)->kind : EV_NONE;
    if (text[0] == '\0' || text[strlen(text) - 1] != '.') {
        complain(walk, n, "not a whole sentence", text);
    }
    if (sentence->generic) {
        complain(walk, n, "words that would do for anything", text);
    }
    if (characters(text) - chip > PANEL_HOLDS) {
        complain(walk, n, "longer than the panel", text);
    }
    if (holds_internal_name(sentence)) {
        complain(walk, n, "a name that the program does not know", text);
    }
    if (kind != EV_OUT && kind != EV_EXC_HANDLER && (strstr(text, "  ") != NULL || holds_word_twice(sentence))) {
        complain(walk, n, "a word or a space twice", text);
    }
}

/* The same said twice in a row: a program may print a line twice, drop two coroutines of one name, or set a callback's timer again; asyncio's own functions make
   futures in a row, and one calls another of the same name. */
static bool may_repeat(const Event *event, const Event *before)
{
    bool twins = event->kind == EV_TIMER_FIRE || event->kind == EV_TIMER_CANCEL || event->kind == EV_NEVER_AWAITED ||
                 event->kind == EV_OUT || event->kind == EV_FUT_NEW || event->kind == EV_SKIP || event->kind == EV_ENTER ||
                 event->kind == EV_EXIT;
    return event->kind == before->kind && twins;
}

static bool read_all(Walk *walk)
{
    Sentence sentence;
    for (size_t n = 0; n <= trace_count(walk->trace); n++) {
        narrate(LANGUAGE_ENGLISH, walk->model, walk->spans, walk->trace, n, &sentence);
        walk->texts[n] = strdup(sentence.text);
        if (walk->texts[n] == NULL) {
            return false;
        }
        check_words(walk, n, &sentence);
        if (n > 1 && strcmp(walk->texts[n], walk->texts[n - 1]) == 0 &&
            !may_repeat(trace_event(walk->trace, n - 1), trace_event(walk->trace, n - 2))) {
            complain(walk, n, "the same as at the event before", sentence.text);
        }
    }
    return true;
}

/* There and back with one step size: a moment reads the same from both sides, and the walk comes to both ends. */
static void walk_with(Walk *walk, StepSize size)
{
    size_t n = 0, count = trace_count(walk->trace), steps = 0;
    Sentence sentence;
    for (int direction = 1; direction >= -1; direction -= 2) {
        size_t to = player_target(walk->spans, walk->trace, n, size, direction);
        for (; to != n && steps <= 2 * count; steps++) {
            n = to;
            narrate(LANGUAGE_ENGLISH, walk->model, walk->spans, walk->trace, n, &sentence);
            if (strcmp(sentence.text, walk->texts[n]) != 0) {
                complain(walk, n, direction > 0 ? "told otherwise in larger steps" : "told otherwise on the way back", sentence.text);
            }
            to = player_target(walk->spans, walk->trace, n, size, direction);
        }
        if (n != (direction > 0 ? count : 0)) {
            complain(walk, n, "the walk ends here", walk->texts[n]);
        }
    }
}

static bool walk_through(Walk *walk)
{
    walk->model = model_new(walk->trace);
    walk->spans = spans_new(walk->trace);
    walk->texts = calloc(trace_count(walk->trace) + 1, sizeof *walk->texts);
    bool done = walk->model != NULL && walk->spans != NULL && walk->texts != NULL && spans_update(walk->spans) && read_all(walk);
    for (int size = 0; done && size < STEP_SIZE_COUNT; size++) {
        walk_with(walk, (StepSize)size);
    }
    for (size_t n = 0; walk->texts != NULL && n <= trace_count(walk->trace); n++) {
        free(walk->texts[n]);
    }
    free(walk->texts);
    spans_free(walk->spans);
    model_free(walk->model);
    return done && walk->wrong == 0;
}

int main(int argc, char **argv)
{
    Source source;
    bool wrong_call = false;
    if (argc != 2 || !source_open(&source, argv[1], &wrong_call)) {
        puts("check_sentences RECORDING: the recording cannot be opened");
        return 2;
    }
    Walk walk = {.trace = source.trace};
    bool good = walk_through(&walk);
    source_close(&source);
    return good ? 0 : 1;
}
