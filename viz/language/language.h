/* language.h: the languages in which Loopscope speaks, by their codes, and the one that an environment asks for. */
#ifndef LOOPSCOPE_LANGUAGE_H
#define LOOPSCOPE_LANGUAGE_H

#include <stdbool.h>

/* LANGUAGE(identifier, code as in ISO 639, its own name). English comes first: it stands in the program's text, and the others in catalogues. */
#define LANGUAGES(LANGUAGE)                                                                                                                \
    LANGUAGE(ENGLISH, "en", "English")                                                                                                     \
    LANGUAGE(GERMAN, "de", "Deutsch")

typedef enum Language {
#define LANGUAGE(id, code, name) LANGUAGE_##id,
    LANGUAGES(LANGUAGE)
#undef LANGUAGE
        LANGUAGE_COUNT
} Language;

const char *language_code(Language language); /* "de" */
const char *language_name(Language language); /* "Deutsch" */
/* What the variables LC_ALL, LC_MESSAGES and LANG ask for, each of which may be NULL: the first that is not empty counts. A language that we do not
   speak, or none, is English. */
Language language_of_environment(const char *all, const char *messages, const char *lang);

#endif
