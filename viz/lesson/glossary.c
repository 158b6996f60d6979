/* glossary.c: see glossary.h. The texts, lessons/glossary.md and its like in other languages, are compiled in. */
#include "glossary.h"

#include "language/words_in.h"
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

enum { WORDS = 4 * GLOSSARY_MOST };

typedef struct Glossary {
    GlossaryEntry entry[GLOSSARY_MOST];
    size_t count;
    Word word[WORDS];
    size_t word_count;
    char *memory; /* holds every text, for as long as the program runs */
} Glossary;
static Glossary glossaries[LANGUAGE_COUNT];

static const char *text_of(Language language) { return language == LANGUAGE_GERMAN ? lessons_glossary_de_md : lessons_glossary_md; }

/* The text is ours, so it can be read; a test says what is wrong with it where it cannot. */
static void give_up(const char *what, const char *whose)
{
    fprintf(stderr, "loopscope: lessons/glossary.md: %s%s\n", what, whose);
    abort();
}

static const Lesson *taught_in(const char *idea)
{
    for (size_t i = 0; i < lesson_count(); i++) {
        const Lesson *lesson = lesson_at(i);
        for (size_t at = 0; at < lesson->page.teaches.count; at++) {
            if (strcmp(lesson->page.teaches.line[at], idea) == 0) {
                return lesson;
            }
        }
    }
    return NULL;
}

/* "Words: …", "Lesson: …" and "English: …" below the heading of an entry. */
static bool take_setting(GlossaryEntry *entry, const char *line)
{
    static const char of_words[] = "Words: ", of_lesson[] = "Lesson: ", of_idea[] = "English: ";
    if (strncmp(line, of_words, sizeof of_words - 1) == 0) {
        entry->words = line + sizeof of_words - 1;
    } else if (strncmp(line, of_lesson, sizeof of_lesson - 1) == 0) {
        entry->lesson = lesson_find(line + sizeof of_lesson - 1);
    } else if (strncmp(line, of_idea, sizeof of_idea - 1) == 0) {
        entry->idea = line + sizeof of_idea - 1;
    } else {
        return false;
    }
    return true;
}

static void take_line(Glossary *glossary, char *line)
{
    GlossaryEntry *entry = glossary->count > 0 ? &glossary->entry[glossary->count - 1] : NULL;
    if (strncmp(line, "## ", 3) == 0) {
        if (glossary->count == GLOSSARY_MOST) {
            give_up("there are too many entries: raise GLOSSARY_MOST", "");
        }
        glossary->entry[glossary->count++] = (GlossaryEntry){.term = line + 3, .idea = line + 3};
    } else if (entry && *line && !take_setting(entry, line)) {
        if (entry->text) {
            give_up("what it means stands in one line: ", entry->term);
        }
        entry->text = line;
    }
}

static void add_word(Glossary *glossary, Word word)
{
    if (glossary->word_count == WORDS || word.length == 0) {
        give_up("there are too many words, or one is empty: ", glossary->entry[word.entry].term);
    }
    glossary->word[glossary->word_count++] = word;
}

/* "wake, wakes, condition?" */
static void add_words(Glossary *glossary, size_t index, bool plural)
{
    const GlossaryEntry *entry = &glossary->entry[index];
    if (!entry->words) {
        add_word(glossary, (Word){entry->term, strlen(entry->term), index, plural, false});
        return;
    }
    for (const char *from = strcmp(entry->words, "none") != 0 ? entry->words : ""; *from != '\0'; from += strspn(from, ", ")) {
        size_t length = strcspn(from, ",");
        bool unsure = length > 0 && from[length - 1] == '?';
        add_word(glossary, (Word){from, length - unsure, index, false, unsure});
        from += length;
    }
}

static const Glossary *glossary_in(Language language);

/* Which lesson it is taught in says a lesson's page, or the English entry. */
static const Lesson *lesson_of(Language language, const GlossaryEntry *entry)
{
    const Lesson *taught = taught_in(entry->idea);
    if (taught != NULL || language == LANGUAGE_ENGLISH) {
        return taught != NULL ? taught : entry->lesson;
    }
    const Glossary *english = glossary_in(LANGUAGE_ENGLISH);
    for (size_t i = 0; i < english->count; i++) {
        if (strcmp(english->entry[i].idea, entry->idea) == 0) {
            return english->entry[i].lesson;
        }
    }
    return NULL;
}

/* Without memory there are no entries, and the next call tries again. */
static const Glossary *glossary_in(Language language)
{
    Glossary *glossary = &glossaries[language];
    if (glossary->memory != NULL || (glossary->memory = strdup(text_of(language))) == NULL) {
        return glossary;
    }
    for (char *line = glossary->memory; line;) {
        char *end = strchr(line, '\n');
        if (end) {
            *end = '\0';
        }
        take_line(glossary, line);
        line = end ? end + 1 : NULL;
    }
    for (size_t i = 0; i < glossary->count; i++) {
        GlossaryEntry *entry = &glossary->entry[i];
        entry->lesson = lesson_of(language, entry);
        if (!entry->text || !entry->lesson) {
            give_up("this has no explanation, or no lesson teaches it: ", entry->term);
        }
        add_words(glossary, i, language == LANGUAGE_ENGLISH);
    }
    return glossary;
}

size_t glossary_count(Language language) { return glossary_in(language)->count; }

const GlossaryEntry *glossary_at(Language language, size_t index)
{
    const Glossary *glossary = glossary_in(language);
    return index < glossary->count ? &glossary->entry[index] : NULL;
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

char *glossary_taught(Language language, const GlossaryEntry *entry, char *buffer, size_t size)
{
    char number[LESSON_NUMBER];
    snprintf(buffer, size, words_in(language, "lesson %s, %s"), lesson_number(entry->lesson, number, sizeof number),
             lesson_title(entry->lesson, language));
    return buffer;
}

static bool is_whole(const char *text, const char *wanted)
{
    return strlen(text) == strlen(wanted) && same_letters(text, wanted, strlen(wanted));
}

size_t glossary_find(Language language, const char *wanted)
{
    const Glossary *glossary = glossary_in(language);
    size_t length = strlen(wanted);
    for (size_t i = 0; i < glossary->count; i++) {
        if (is_whole(glossary->entry[i].term, wanted)) {
            return i;
        }
    }
    for (size_t i = 0; i < glossary->count; i++) {
        if (is_whole(glossary->entry[i].idea, wanted)) {
            return i;
        }
    }
    for (size_t i = 0; i < glossary->word_count; i++) {
        const Word *word = &glossary->word[i];
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

/* Quotation marks, dashes and the like, U+2010 to U+203F: three bytes that are part of no word. */
static bool is_sign(const char *text) { return strncmp(text, "\xe2\x80", 2) == 0 && (unsigned char)text[2] >= 0x90; }
static bool word_goes_on(const char *text) { return in_word(*text) && !is_sign(text); }
static bool word_before(const char *text, size_t at) { return at > 0 && in_word(text[at - 1]) && !(at >= 3 && is_sign(text + at - 3)); }

static bool on_page(const LessonPage *page, const char *idea)
{
    const PageLines *lines[] = {page ? &page->teaches : NULL, page ? &page->needs : NULL};
    for (size_t i = 0; page && i < 2; i++) {
        for (size_t at = 0; at < lines[i]->count; at++) {
            if (strcmp(lines[i]->line[at], idea) == 0) {
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
    bool goes_on =
        word_goes_on(text + length) || (text[length] == '.' && in_word(text[length + 1])); /* "asyncio" is none in "asyncio.sleep" */
    return in_word(text[length - 1]) && goes_on ? 0 : length;
}

/* The longest word of any term at this place: "ready queue", and not "queue". */
static GlossaryMark mark_here(const Glossary *glossary, const char *text, size_t at, const LessonPage *page)
{
    GlossaryMark mark = {at, at, 0};
    char first = small(text[at]);
    for (const Word *word = glossary->word; word < glossary->word + glossary->word_count; word++) {
        if (small(word->text[0]) == first) {
            size_t length = length_here(text + at, word);
            if (length > mark.to - mark.from && (!word->unsure || on_page(page, glossary->entry[word->entry].idea))) {
                mark = (GlossaryMark){at, at + length, word->entry};
            }
        }
    }
    return mark;
}

/* As code, a word that the program defines itself. */
static bool is_defined(const char *program, const char *text, const GlossaryMark *mark)
{
    char head[64];
    bool code = mark->from > 0 && text[mark->from - 1] == '`' && text[mark->to] == '`';
    snprintf(head, sizeof head, "def %.*s(", (int)(mark->to - mark->from), text + mark->from);
    return code && strstr(program, head) != NULL;
}

static size_t find_marks(Language language, const char *text, const LessonPage *page, const char *program,
                         GlossaryMark marks[GLOSSARY_MARKS])
{
    const Glossary *glossary = glossary_in(language);
    bool seen[GLOSSARY_MOST] = {false};
    size_t count = 0;
    for (size_t at = 0; glossary->count > 0 && text[at] != '\0' && count < GLOSSARY_MARKS;) {
        GlossaryMark mark = !word_before(text, at) ? mark_here(glossary, text, at, page) : (GlossaryMark){at, at, 0};
        if (mark.to > mark.from && !seen[mark.entry] && !is_defined(program, text, &mark)) {
            seen[mark.entry] = true;
            marks[count++] = mark;
        }
        at = mark.to > at ? mark.to : at + 1;
    }
    return count;
}

size_t glossary_marks(Language language, const char *text, const LessonPage *page, GlossaryMark marks[GLOSSARY_MARKS])
{
    return find_marks(language, text, page, "", marks);
}

size_t glossary_marks_beside(Language language, const char *text, const Lesson *lesson, GlossaryMark marks[GLOSSARY_MARKS])
{
    return find_marks(language, text, &lesson->page, lesson->py_text ? lesson->py_text : "", marks);
}
