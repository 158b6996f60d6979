/* said.c: see said.h. */
#include "said.h"

#include "said_format.h"
#include "words_in.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FORMATS = 1024 /* more in one context are looked at anew each time */ };

/* A text on its way. */
typedef struct Saying {
    Language language;
    const char *context; /* "said\004" */
    size_t skipped;      /* its length */
    size_t first, end;   /* the entries of the catalogue with our context */
    Format *formats;     /* of those from the first on */
    Matching matching;
    const char *whole; /* the text, of which all others here are parts */
    size_t tried[3];   /* entries for the whole that left a part of it in the other language: SIZE_MAX: none */
    uint32_t *failed;  /* parts that no format could have made: from where to where, in a table of FAILED_PARTS that forgets; 0: free */
    char *out;
    size_t size, used;
} Saying;

static const char between[] = " ,;:"; /* where another text of ours may begin */

enum { FAILED_PARTS = 2048, TRIES = 60000, TRIES_AGAIN = 1500, DEEPEST = 12, FEW = 8 };

static void put(Saying *saying, const char *text, size_t length)
{
    size_t room = saying->size - 1 - saying->used;
    if (length > room) {
        length = room;
        while (length > 0 && ((unsigned char)text[length] & 0xc0U) == 0x80) { /* never half a character */
            length--;
        }
    }
    memcpy(saying->out + saying->used, text, length);
    saying->used += length;
    saying->out[saying->used] = '\0';
}

static void find_entries(Saying *saying)
{
    size_t low = 0, high = words_count(saying->language);
    while (low < high) { /* it is in order */
        size_t middle = low + (high - low) / 2;
        if (strcmp(words_key(saying->language, middle), saying->context) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    saying->first = saying->end = low;
    while (saying->end < words_count(saying->language) &&
           strncmp(words_key(saying->language, saying->end), saying->context, strlen(saying->context)) == 0) {
        if (saying->end - saying->first < FORMATS) {
            saying->formats[saying->end - saying->first] = said_format(words_key(saying->language, saying->end) + strlen(saying->context));
        }
        saying->end++;
    }
}

static size_t find_so(Saying *saying, const char *text, size_t length, Piece holes[SAID_HOLES])
{
    size_t found = SIZE_MAX, most = 0;
    for (size_t i = saying->first; i < saying->end && saying->matching.tries > 0; i++) {
        if (text == saying->whole && (i == saying->tried[0] || i == saying->tried[1] || i == saying->tried[2])) {
            continue;
        }
        size_t at = i - saying->first;
        const char *key = words_key(saying->language, i) + saying->skipped;
        const Format format = at < FORMATS ? saying->formats[at] : said_format(key);
        if (format.weight <= most || !said_format_may_match(&format, text, length)) {
            continue;
        }
        Piece pieces[SAID_HOLES] = {{NULL, 0}};
        if (said_format_matches(&saying->matching, key, text, length, pieces)) {
            found = i;
            most = format.weight;
            memcpy(holes, pieces, sizeof pieces);
        }
    }
    return found;
}

/* The entry whose format could have made the text, or SIZE_MAX. What was put in may be cut off within brackets. */
static size_t find(Saying *saying, const char *text, size_t length, Piece holes[SAID_HOLES])
{
    saying->matching.strict = true;
    size_t found = find_so(saying, text, length, holes);
    saying->matching.strict = false;
    return found != SIZE_MAX || said_format_is_balanced(text, length) ? found : find_so(saying, text, length, holes);
}

static bool say_piece(Saying *saying, const char *text, size_t length, int depth);

/* One word, a number, or an error as Python shows it: "ValueError('no such thing')". */
static bool is_word(const char *text, size_t length)
{
    size_t word = strcspn(text, " ("), all = strcspn(text, " ");
    return all >= length || (word < all && word < length && text[length - 1] == ')');
}

static bool at_bracket(const char *at, const char *format) { return at > format && at[-1] == '('; }

/* The entry's words with what was put in. *whole: each part of it is ours, a word or code. False: it was not meant, and nothing was put. */
static bool say_entry(Saying *saying, size_t entry, const Piece holes[SAID_HOLES], int depth, bool *whole)
{
    /* Within another, and where it has few letters, " of %s", a format is meant only where it is given one of our texts, or a word of the program's. */
    const char *key = words_key(saying->language, entry) + strlen(saying->context);
    size_t used = saying->used, next = 0;
    bool few = strchr(key, '%') != NULL && (depth > 0 || said_format(key).weight < FEW) && key[1] != '(';
    *whole = true;
    for (const char *format = words_value(saying->language, entry); *format != '\0';) {
        size_t number, wide = said_format_conversion(format, &number);
        if (wide == 0) {
            put(saying, format, 1);
            format += format[0] == '%' && format[1] == '%' ? 2 : 1;
            continue;
        }
        size_t hole = number > 0 ? number - 1 : next++;
        bool is_code = saying->context[0] == 'r' && at_bracket(format, words_value(saying->language, entry)) && format[wide] == ')';
        if (hole < SAID_HOLES && holes[hole].text != NULL && is_code) { /* a line of the program stands between brackets */
            put(saying, holes[hole].text, holes[hole].length);
        } else if (hole < SAID_HOLES && holes[hole].text != NULL) {
            bool ours = say_piece(saying, holes[hole].text, holes[hole].length, depth + 1);
            *whole = *whole && (ours || is_word(holes[hole].text, holes[hole].length));
        }
        format += wide;
    }
    if (few && !*whole) {
        saying->used = used;
        saying->out[used] = '\0';
    }
    return !few || *whole;
}

/* The text itself, and no part of one: of the formats that could have made it, the first that leaves nothing in the other language; else the first of all. */
static bool say_best(Saying *saying, const char *text, size_t length)
{
    char first[SAID_TEXT];
    bool said = false;
    for (size_t i = 0; i <= sizeof saying->tried / sizeof saying->tried[0]; i++) {
        Piece holes[SAID_HOLES] = {{NULL, 0}};
        bool whole;
        size_t entry = find(saying, text, length, holes);
        if (entry == SIZE_MAX) {
            break;
        }
        bool now = say_entry(saying, entry, holes, 0, &whole);
        if (now && whole) {
            return true;
        }
        if (now && !said) {
            snprintf(first, sizeof first, "%s", saying->out);
            said = true;
        }
        saying->used = 0;
        saying->out[0] = '\0';
        saying->matching.tries = saying->matching.tries < TRIES_AGAIN ? saying->matching.tries : TRIES_AGAIN;
        if (i < sizeof saying->tried / sizeof saying->tried[0]) {
            saying->tried[i] = entry;
        }
    }
    if (said) {
        put(saying, first, strlen(first));
    }
    return said;
}

/* False: no format could have made it, and nothing was put. */
static bool say_whole(Saying *saying, const char *text, size_t length, int depth)
{
    if (depth == 0 && text == saying->whole && text[length] == '\0') {
        return length > 0 && saying->tried[0] == SIZE_MAX && say_best(saying, text, length);
    }
    Piece holes[SAID_HOLES] = {{NULL, 0}};
    uint32_t part = (uint32_t)(text - saying->whole) << 16 | (uint32_t)(text - saying->whole + (ptrdiff_t)length);
    uint32_t *failed = &saying->failed[(part ^ part >> 13) % FAILED_PARTS];
    bool hopeless = depth >= DEEPEST || length == 0 || (depth > 0 && *failed == part), whole;
    size_t entry = hopeless ? SIZE_MAX : find(saying, text, length, holes);
    bool said = entry != SIZE_MAX && say_entry(saying, entry, holes, depth, &whole);
    *failed = !said && depth > 0 ? part : *failed;
    return said;
}

/* What was put in: one of our texts, or several of them one behind the other. */
static bool say_several(Saying *saying, const char *text, size_t length, int depth)
{
    if (say_whole(saying, text, length, depth)) {
        return true;
    }
    for (size_t at = length; saying->matching.tries > 0 && --at > 0;) {
        size_t used = saying->used;
        if (strchr(between, text[at]) != NULL && say_whole(saying, text, at, depth)) {
            if (say_several(saying, text + at, length - at, depth)) {
                return true;
            }
            saying->used = used;
            saying->out[used] = '\0';
        }
    }
    return false;
}

/* An error as Python shows it, and behind it one text of ours: by far the most of what is put in with two parts, and soon found. */
static bool say_error(Saying *saying, const char *text, size_t length, int depth)
{
    size_t used = saying->used;
    for (size_t at = 1; depth > 0 && at < length; at++) {
        if (text[at - 1] == ')' && strchr(between, text[at]) != NULL && said_format_is_balanced(text, at) && is_word(text, at)) {
            put(saying, text, at);
            if (say_whole(saying, text + at, length - at, depth)) {
                return true;
            }
            saying->used = used;
            saying->out[used] = '\0';
        }
    }
    return false;
}

/* Or the program's own, behind which some of ours may stand: "ValueError('x') at line 5". */
static bool say_piece(Saying *saying, const char *text, size_t length, int depth)
{
    if (length >= 3 && (say_error(saying, text, length, depth) || say_several(saying, text, length, depth))) {
        return true;
    }
    for (size_t at = 1; at + 2 < length && depth > 0 && saying->matching.tries > 0; at++) {
        size_t used = saying->used;
        if (strchr(between, text[at]) != NULL && said_format_is_balanced(text, at)) {
            put(saying, text, at);
            if (say_several(saying, text + at, length - at, depth)) {
                return is_word(text, at);
            }
            saying->used = used;
            saying->out[used] = '\0';
        }
    }
    put(saying, text, length);
    return false;
}

static char *say_in(Language language, const char *context, const char *said, char *buffer, size_t size)
{
    uint32_t failed[FAILED_PARTS] = {0};
    Format formats[FORMATS];
    Saying saying = {.language = language,
                     .context = context,
                     .skipped = strlen(context),
                     .formats = formats,
                     .matching = {.tries = TRIES},
                     .whole = said,
                     .failed = failed,
                     .out = buffer,
                     .size = size,
                     .tried = {SIZE_MAX, SIZE_MAX, SIZE_MAX}};
    size_t length = strlen(said);
    buffer[0] = '\0';
    if (language != LANGUAGE_ENGLISH && length < SAID_TEXT) {
        find_entries(&saying);
        (void)say_piece(&saying, said, length, 0);
    } else {
        put(&saying, said, length);
    }
    return buffer;
}

char *words_said(Language language, const char *said, char *buffer, size_t size)
{
    return say_in(language, "said\004", said, buffer, size);
}

char *words_named(Language language, const char *name, char *buffer, size_t size)
{
    return say_in(language, "name\004", name, buffer, size);
}

/* A wait that has ended before what it waited for came is told by the sentence of the wait itself, in another tense. */
static const struct {
    const char *begins, *said, *waits, *frame;
} turned[] = {
    {"", " has given up waiting for ", " waits for ", WORDS("This wait was given up: %s")},
    {"When Ctrl-C came, ", " waited for ", " waits for ", WORDS("When Ctrl-C came: %s")},
    {"", " has given up waiting in ", " waits in ", WORDS("This wait was given up: %s")},
    {"When Ctrl-C came, ", " waited in ", " waits in ", WORDS("When Ctrl-C came: %s")},
};

static char *say_remark(Language language, const char *remark, char *buffer, size_t size)
{
    static const char context[] = "recorded\004";
    for (size_t i = 0; language != LANGUAGE_ENGLISH && i < sizeof turned / sizeof turned[0]; i++) {
        size_t begins = strlen(turned[i].begins);
        const char *said = strncmp(remark, turned[i].begins, begins) == 0 ? strstr(remark + begins, turned[i].said) : NULL;
        if (said != NULL) {
            char plain[SAID_TEXT], sentence[SAID_TEXT];
            snprintf(plain, sizeof plain, "%.*s%s%s", (int)(said - remark - (ptrdiff_t)begins), remark + begins, turned[i].waits,
                     said + strlen(turned[i].said));
            say_in(language, context, plain, sentence, sizeof sentence);
            if (strcmp(sentence, plain) != 0) {
                snprintf(buffer, size, words_in(language, turned[i].frame), sentence);
                return buffer;
            }
        }
    }
    return say_in(language, context, remark, buffer, size);
}

/* A sentence that stands behind others is said for itself: so it does not hide which those are. */
char *words_recorded(Language language, const char *remark, char *buffer, size_t size)
{
    const char *behind = words_meant(LANGUAGE_ENGLISH, "recorded", "%s Only a time limit ends that wait.") + 2;
    size_t length = strlen(remark), last = strlen(behind);
    if (language == LANGUAGE_ENGLISH || length <= last || length >= SAID_TEXT || strcmp(remark + length - last, behind) != 0) {
        return say_remark(language, remark, buffer, size);
    }
    char plain[SAID_TEXT], sentence[SAID_TEXT];
    snprintf(plain, sizeof plain, "%.*s", (int)(length - last), remark);
    say_remark(language, plain, sentence, sizeof sentence);
    snprintf(buffer, size, words_meant(language, "recorded", "%s Only a time limit ends that wait."), sentence);
    return buffer;
}
