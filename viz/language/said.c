/* said.c: see said.h. Formats are matched like file names with stars in them: what stands between two holes is looked for from the left. */
#include "said.h"

#include "words_in.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Piece {
    const char *text;
    size_t length;
} Piece;

/* A text on its way. */
typedef struct Saying {
    Language language;
    const char *context; /* "said\004" */
    size_t first, end;   /* the entries of the catalogue with our context */
    bool strict;         /* brackets that are opened in what was put in are closed there */
    unsigned tries;      /* that may still be made, so that no text takes long */
    const char *whole;   /* the text, of which all others here are parts */
    size_t tried[3];     /* entries for the whole that left a part of it in the other language: SIZE_MAX: none */
    uint32_t *failed;    /* parts that no format could have made: from where to where, in a table of FAILED_PARTS that forgets; 0: free */
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

/* ---- a format ---- */

/* The length of the conversion at its beginning, "%.3f"; in *number which hole "%2$s" is for, else 0. "%%" is none. */
static size_t conversion(const char *format, size_t *number)
{
    *number = 0;
    if (format[0] != '%' || format[1] == '%') {
        return 0;
    }
    size_t digits = strspn(format + 1, "0123456789");
    size_t length = 1;
    if (digits > 0 && format[1 + digits] == '$') {
        *number = (size_t)strtoul(format + 1, NULL, 10);
        length += digits + 1;
    }
    length += strspn(format + length, "-+ #0123456789.*hlzjt");
    return format[length] != '\0' ? length + 1 : 0;
}

static bool is_number(char kind) { return strchr("udifg", kind) != NULL; }

/* How long the format's own text is up to the next conversion or its end, and that text without its doubled "%". */
static size_t own_text(const char *format, char *text, size_t size, size_t *taken)
{
    size_t length = 0, number, at = 0;
    while (format[at] != '\0' && conversion(format + at, &number) == 0) {
        if (length + 1 < size) {
            text[length++] = format[at];
        }
        at += format[at] == '%' && format[at + 1] == '%' ? 2 : 1;
    }
    text[length] = '\0';
    *taken = at;
    return length;
}

/* Brackets that are opened are closed: what stands in an error's own text is not taken for a part of the sentence. */
static bool is_balanced(const char *text, size_t length)
{
    int depth = 0;
    bool code = false;
    for (size_t i = 0; i < length && depth >= 0; i++) {
        depth += (text[i] == '(' || text[i] == '[') - (text[i] == ')' || text[i] == ']');
        code ^= text[i] == '`';
    }
    return depth == 0 && !code;
}

static bool fits(Saying *saying, char kind, const char *text, size_t length)
{
    saying->tries -= saying->tries > 0;
    if (kind == 'T') {
        return length > 1 && text[0] == 'T' && strspn(text + 1, "0123456789") >= length - 1;
    }
    return is_number(kind) ? length > 0 && strspn(text, "0123456789.+-e") >= length : !saying->strict || is_balanced(text, length);
}

/* Could the format have made the text? Then holes[i] are what was put in. Of conversions that stand side by side the first has all of it. */
static bool matches(Saying *saying, const char *format, const char *text, size_t length, Piece holes[SAID_HOLES], size_t count)
{
    char own[SAID_TEXT];
    size_t taken, number, size = own_text(format, own, sizeof own, &taken);
    if (saying->tries == 0 || size > length || memcmp(own, text, size) != 0) {
        return false;
    }
    saying->tries--;
    format += taken;
    text += size;
    length -= size;
    if (*format == '\0') {
        return length == 0;
    }
    size_t hole = count, wide = conversion(format, &number);
    char kind = size > 0 && own[size - 1] == '{' ? 'T' : format[wide - 1]; /* {T3}: the name of a task */
    for (; wide > 0; wide = conversion(format, &number)) {
        if (count == SAID_HOLES) {
            return false;
        }
        holes[count++] = (Piece){text, 0};
        format += wide;
    }
    size = own_text(format, own, sizeof own, &taken);
    if (size == 0) { /* its end */
        holes[hole].length = length;
        return fits(saying, kind, text, length);
    }
    for (size_t at = 0; at + size <= length; at++) {
        if (memcmp(text + at, own, size) == 0 && fits(saying, kind, text, at)) {
            holes[hole].length = at;
            if (matches(saying, format, text + at, length - at, holes, count)) {
                return true;
            }
        }
    }
    return false;
}

/* Do they end with the same letter, unless the format ends with a conversion? Most that cannot have made a text are told by that. */
static bool ends_alike(const char *format, const char *text, size_t length)
{
    size_t end = strlen(format), number;
    for (size_t back = 1; back <= end && back < 12; back++) {
        if (format[end - back] == '%') {
            return conversion(format + end - back, &number) == back || format[end - 1] == text[length - 1];
        }
    }
    return end == 0 || format[end - 1] == text[length - 1];
}

/* How much of a format is its own text. */
static size_t weight(const char *format)
{
    size_t sum = 0, number;
    while (*format != '\0') {
        size_t wide = conversion(format, &number);
        sum += wide == 0;
        format += wide > 0 ? wide : 1;
    }
    return sum;
}

/* ---- the catalogue ---- */

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
        saying->end++;
    }
}

static size_t find_so(Saying *saying, const char *text, size_t length, Piece holes[SAID_HOLES])
{
    size_t found = SIZE_MAX, most = 0;
    for (size_t i = saying->first; i < saying->end && saying->tries > 0; i++) {
        if (text == saying->whole && (i == saying->tried[0] || i == saying->tried[1] || i == saying->tried[2])) {
            continue;
        }
        const char *format = words_key(saying->language, i) + strlen(saying->context);
        Piece pieces[SAID_HOLES] = {{NULL, 0}};
        size_t own = weight(format);
        if (own > most && own <= length && ends_alike(format, text, length) && matches(saying, format, text, length, pieces, 0)) {
            found = i;
            most = own;
            memcpy(holes, pieces, sizeof pieces);
        }
    }
    return found;
}

/* The entry whose format could have made the text, or SIZE_MAX. What was put in may be cut off within brackets. */
static size_t find(Saying *saying, const char *text, size_t length, Piece holes[SAID_HOLES])
{
    saying->strict = true;
    size_t found = find_so(saying, text, length, holes);
    saying->strict = false;
    return found != SIZE_MAX || is_balanced(text, length) ? found : find_so(saying, text, length, holes);
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
    bool few = strchr(key, '%') != NULL && (depth > 0 || weight(key) < FEW) && key[1] != '(';
    *whole = true;
    for (const char *format = words_value(saying->language, entry); *format != '\0';) {
        size_t number, wide = conversion(format, &number);
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
        saying->tries = saying->tries < TRIES_AGAIN ? saying->tries : TRIES_AGAIN;
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
    for (size_t at = length; saying->tries > 0 && --at > 0;) {
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
        if (text[at - 1] == ')' && strchr(between, text[at]) != NULL && is_balanced(text, at) && is_word(text, at)) {
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
    for (size_t at = 1; at + 2 < length && depth > 0 && saying->tries > 0; at++) {
        size_t used = saying->used;
        if (strchr(between, text[at]) != NULL && is_balanced(text, at)) {
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
    Saying saying = {.language = language,
                     .context = context,
                     .tries = TRIES,
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
