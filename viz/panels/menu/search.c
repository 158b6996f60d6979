/* search.c: see search.h. */
#include "search.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool in_word(char c) { return (c >= '0' && c <= '9') || (small(c) >= 'a' && small(c) <= 'z') || ((unsigned char)c & 0x80) != 0; }

/* Where a word of the text begins with those letters, or NULL. A search that begins with a sign finds it anywhere. */
static const char *find_word(const char *text, const char *letters, size_t length)
{
    for (const char *at = text; *at; at++) {
        size_t same = 0;
        if (at > text && in_word(at[-1]) && in_word(letters[0])) {
            continue;
        }
        while (same < length && at[same] && small(at[same]) == small(letters[same])) {
            same++;
        }
        if (same == length) {
            return at;
        }
    }
    return NULL;
}

bool menu_finds(const char *const texts[], size_t count, const char *search)
{
    for (const char *word = search + strspn(search, " "); *word; word += strspn(word, " ")) {
        size_t length = strcspn(word, " ");
        bool found = false;
        for (size_t i = 0; i < count && !found; i++) {
            found = find_word(texts[i], word, length) != NULL;
        }
        if (!found) {
            return false;
        }
        word += length;
    }
    return true;
}

static bool is_in(const PageLines *lines, const char *word, size_t length)
{
    bool found = false;
    for (size_t i = 0; i < lines->count && !found; i++) {
        found = find_word(lines->line[i], word, length) != NULL;
    }
    return found;
}

/* Where the page says a word that begins with those letters, in the order in which a reader meets them: `text` is the whole line. NULL: nowhere. */
static const char *find_on_page(const LessonPage *page, const char *word, size_t length, const char **text)
{
    const PageLines rule = {.count = page->rule != NULL ? 1 : 0, .line = {page->rule}};
    const PageLines *const parts[] = {&page->look_for, &page->task, &rule, &page->story};
    for (size_t part = 0; part < sizeof parts / sizeof parts[0]; part++) {
        for (size_t i = 0; i < parts[part]->count; i++) {
            const char *found = find_word(parts[part]->line[i], word, length);
            if (found != NULL) {
                *text = parts[part]->line[i];
                return found;
            }
        }
    }
    return NULL;
}

/* Without the page, which a card says anyway. */
static bool is_on_card(Language language, const Lesson *lesson, const char *word, size_t length)
{
    const char *summary = lesson_summary(lesson, language);
    const char *const texts[] = {lesson_title(lesson, language), lesson_section(lesson, language), lesson->name, summary ? summary : "",
                                 lesson->page.remark ? lesson->page.remark : ""};
    bool found = false;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && !found; i++) {
        found = find_word(texts[i], word, length) != NULL;
    }
    return found;
}

bool menu_matches(Language language, const Lesson *lesson, const char *search)
{
    const LessonPage *page = lesson_page(lesson, language);
    const char *text = NULL;
    for (const char *word = search + strspn(search, " "); *word; word += strspn(word, " ")) {
        size_t length = strcspn(word, " ");
        if (!is_on_card(language, lesson, word, length) && !is_in(&lesson->page.teaches, word, length) &&
            find_on_page(page, word, length, &text) == NULL) {
            return false;
        }
        word += length;
    }
    return true;
}

/* Where the sentence that holds the place begins; not all too far before it. */
static const char *sentence_start(const char *text, const char *place, bool *cut)
{
    const int most = 90; /* bytes */
    const char *at = place;
    while (at > text && place - at < most && !(at[-1] == ' ' && at - 1 > text && strchr(".?!:", at[-2]))) {
        at--;
    }
    *cut = place - at == most && at > text;
    while (*cut && at < place && at[-1] != ' ') {
        at++;
    }
    return at;
}

/* Code without the marks around it. */
static void plain_words(char *buffer, size_t size, const char *from, bool cut)
{
    size_t used = (size_t)snprintf(buffer, size, "%s", cut ? "\xe2\x80\xa6 " : "");
    for (; *from && used + 1 < size; from++) {
        if (*from != '`') {
            buffer[used++] = *from;
        }
    }
    bool full = used + 1 >= size; /* then the last character may be cut */
    while (full && used > 0 && ((unsigned char)buffer[used - 1] & 0xc0) == 0x80) {
        used--;
    }
    used -= full && used > 0 && ((unsigned char)buffer[used - 1] & 0xc0) == 0xc0;
    buffer[used] = '\0';
}

char *menu_passage(Language language, const Lesson *lesson, const char *search, char *buffer, size_t size)
{
    buffer[0] = '\0';
    for (const char *word = search + strspn(search, " "); *word; word += strspn(word, " ")) {
        size_t length = strcspn(word, " ");
        const char *text = NULL;
        const char *place =
            is_on_card(language, lesson, word, length) ? NULL : find_on_page(lesson_page(lesson, language), word, length, &text);
        if (place) {
            bool cut = false;
            const char *from = sentence_start(text, place, &cut);
            plain_words(buffer, size, from, cut);
            return buffer;
        }
        word += length;
    }
    return buffer;
}
