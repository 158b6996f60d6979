/* glossary.c: see glossary.h. */
#include "words/tell/glossary.h"

#include "fold.h"
#include "language/words_in.h"

static void write_entry(Language language, const GlossaryEntry *entry, FILE *out)
{
    char taught[96];
    fprintf(out, "%s\n", entry->term);
    tell_folded(entry->text, 4, out);
    fputs("    ", out);
    fprintf(out, words_in(language, "Taught in: %s (loopscope %s)"), glossary_taught(language, entry, taught, sizeof taught),
            entry->lesson->name);
    putc('\n', out);
}

void tell_glossary(Language language, FILE *out)
{
    for (size_t i = 0; i < glossary_count(language); i++) {
        if (i > 0) {
            putc('\n', out);
        }
        write_entry(language, glossary_at(language, i), out);
    }
}

bool tell_glossary_entry(Language language, size_t entry, FILE *out)
{
    write_entry(language, glossary_at(language, entry), out);
    return fflush(out) == 0 && !ferror(out);
}
