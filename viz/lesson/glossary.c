/* glossary.c: see glossary.h. The text, lessons/glossary.md, is compiled in. */
#include "glossary.h"

#include "lessons_texts.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One way in which a term is written. */
typedef struct Word {
    const char *text; /* not NUL-ended */
    size_t length, entry;
    bool plural; /* an s behind it belongs to it */
    bool unsure; /* it means something else where the idea is neither taught nor needed */
} Word;

static GlossaryEntry entries[GLOSSARY_MOST];
static size_t entry_count;
enum { WORDS = 4 * GLOSSARY_MOST };
static Word words[WORDS];
static size_t word_count;
static char *memory; /* holds every text, for as long as the program runs */

/* The text is ours, so it can be read; a test says what is wrong with it where it cannot. */
static void give_up(const char *what, const char *whose)
{
    fprintf(stderr, "loopscope: lessons/glossary.md: %s%s\n", what, whose);
    abort();
}

static const Lesson *taught_in(const char *term)
{
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        for (size_t at = 0; at < lesson->page.teaches.count; at++) {
            if (strcmp(lesson->page.teaches.line[at], term) == 0) {
                return lesson;
            }
        }
    }
    return NULL;
}

/* "Words: …" and "Lesson: …" below the heading of an entry. */
static bool take_setting(GlossaryEntry *entry, const char *line)
{
    static const char of_words[] = "Words: ", of_lesson[] = "Lesson: ";
    if (strncmp(line, of_words, sizeof of_words - 1) == 0) {
        entry->words = line + sizeof of_words - 1;
        return true;
    }
    if (strncmp(line, of_lesson, sizeof of_lesson - 1) == 0) {
        entry->lesson = lesson_find(line + sizeof of_lesson - 1);
        return true;
    }
    return false;
}

static void take_line(char *line)
{
    GlossaryEntry *entry = entry_count > 0 ? &entries[entry_count - 1] : NULL;
    if (strncmp(line, "## ", 3) == 0) {
        if (entry_count == GLOSSARY_MOST) {
            give_up("there are too many entries: raise GLOSSARY_MOST", "");
        }
        entries[entry_count++] = (GlossaryEntry){.term = line + 3, .lesson = taught_in(line + 3)};
    } else if (entry && *line && !take_setting(entry, line)) {
        if (entry->text) {
            give_up("what it means stands in one line: ", entry->term);
        }
        entry->text = line;
    }
}

static void add_word(Word word)
{
    if (word_count == WORDS || word.length == 0) {
        give_up("there are too many words, or one is empty: ", entries[word.entry].term);
    }
    words[word_count++] = word;
}

/* "wake, wakes, condition?" */
static void add_words(size_t index)
{
    const GlossaryEntry *entry = &entries[index];
    if (!entry->words) {
        add_word((Word){entry->term, strlen(entry->term), index, true, false});
        return;
    }
    for (const char *from = strcmp(entry->words, "none") != 0 ? entry->words : ""; *from != '\0'; from += strspn(from, ", ")) {
        size_t length = strcspn(from, ",");
        bool unsure = length > 0 && from[length - 1] == '?';
        add_word((Word){from, length - unsure, index, false, unsure});
        from += length;
    }
}

static void read_once(void)
{
    if (memory) {
        return;
    }
    memory = strdup(lessons_glossary_md);
    if (!memory) {
        return; /* without memory there are no entries, and the next call tries again */
    }
    for (char *line = memory; line;) {
        char *end = strchr(line, '\n');
        if (end) {
            *end = '\0';
        }
        take_line(line);
        line = end ? end + 1 : NULL;
    }
    for (size_t i = 0; i < entry_count; i++) {
        if (!entries[i].text || !entries[i].lesson) {
            give_up("this has no explanation, or no lesson teaches it: ", entries[i].term);
        }
        add_words(i);
    }
}

size_t glossary_count(void)
{
    read_once();
    return entry_count;
}

const GlossaryEntry *glossary_at(size_t index)
{
    read_once();
    return index < entry_count ? &entries[index] : NULL;
}

static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool same_letters(const char *text, const char *word, size_t length)
{
    size_t same = 0;
    while (same < length && text[same] != '\0' && small(text[same]) == small(word[same])) {
        same++;
    }
    return same == length;
}

char *glossary_taught(const GlossaryEntry *entry, char *buffer, size_t size)
{
    size_t number = 0;
    while (number < lesson_count() && lesson_at(number) != entry->lesson) {
        number++;
    }
    snprintf(buffer, size, "lesson %zu, %s", number + 1, entry->lesson->title);
    return buffer;
}

size_t glossary_find(const char *wanted)
{
    size_t length = strlen(wanted);
    for (size_t i = 0; i < glossary_count(); i++) {
        if (strlen(entries[i].term) == length && same_letters(entries[i].term, wanted, length)) {
            return i;
        }
    }
    for (size_t i = 0; i < word_count; i++) {
        const Word *word = &words[i];
        bool plural = word->plural && length == word->length + 1 && small(wanted[word->length]) == 's';
        if ((word->length == length || plural) && same_letters(wanted, word->text, word->length)) {
            return word->entry;
        }
    }
    return SIZE_MAX;
}

/* Part of a word, or of a name: "task" does not stand in "tasks_left", nor in "sub-task". */
static bool in_word(char c)
{
    return (c >= '0' && c <= '9') || (small(c) >= 'a' && small(c) <= 'z') || c == '_' || c == '-' || ((unsigned char)c & 0x80) != 0;
}

static bool on_page(const LessonPage *page, const char *term)
{
    const PageLines *lines[] = {page ? &page->teaches : NULL, page ? &page->needs : NULL};
    for (size_t i = 0; page && i < 2; i++) {
        for (size_t at = 0; at < lines[i]->count; at++) {
            if (strcmp(lines[i]->line[at], term) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* How many bytes at this place of the text are the word, as a whole one; 0: it does not stand here. */
static size_t length_here(const char *text, const Word *word)
{
    size_t length = word->length;
    if (!same_letters(text, word->text, length)) {
        return 0;
    }
    length += word->plural && text[length] == 's';
    bool goes_on = in_word(text[length]) || (text[length] == '.' && in_word(text[length + 1])); /* "asyncio" is none in "asyncio.sleep" */
    return in_word(text[length - 1]) && goes_on ? 0 : length;
}

/* The longest word of any term at this place: "ready queue", and not "queue". */
static GlossaryMark mark_here(const char *text, size_t at, const LessonPage *page)
{
    GlossaryMark mark = {at, at, 0};
    char first = small(text[at]);
    for (const Word *word = words; word < words + word_count; word++) {
        if (small(word->text[0]) == first) {
            size_t length = length_here(text + at, word);
            if (length > mark.to - mark.from && (!word->unsure || on_page(page, entries[word->entry].term))) {
                mark = (GlossaryMark){at, at + length, word->entry};
            }
        }
    }
    return mark;
}

size_t glossary_marks(const char *text, const LessonPage *page, GlossaryMark marks[GLOSSARY_MARKS])
{
    bool seen[GLOSSARY_MOST] = {false};
    size_t count = 0, all = glossary_count();
    for (size_t at = 0; all > 0 && text[at] != '\0' && count < GLOSSARY_MARKS;) {
        bool begins = at == 0 || !in_word(text[at - 1]);
        GlossaryMark mark = begins ? mark_here(text, at, page) : (GlossaryMark){at, at, 0};
        if (mark.to > mark.from && !seen[mark.entry]) {
            seen[mark.entry] = true;
            marks[count++] = mark;
        }
        at = mark.to > at ? mark.to : at + 1;
    }
    return count;
}
