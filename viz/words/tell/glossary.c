/* glossary.c: see glossary.h. */
#include "words/tell/glossary.h"

#include "fold.h"

static void write_entry(const GlossaryEntry *entry, FILE *out)
{
    char taught[96];
    fprintf(out, "%s\n", entry->term);
    tell_folded(entry->text, 4, out);
    fprintf(out, "    Taught in: %s (loopscope %s)\n", glossary_taught(entry, taught, sizeof taught), entry->lesson->name);
}

void tell_glossary(FILE *out)
{
    for (size_t i = 0; i < glossary_count(); i++) {
        if (i > 0) {
            putc('\n', out);
        }
        write_entry(glossary_at(i), out);
    }
}

bool tell_glossary_entry(size_t entry, FILE *out)
{
    write_entry(glossary_at(entry), out);
    return fflush(out) == 0 && !ferror(out);
}
