/* syntax.h: a line of C or Python as runs of one kind. */
#ifndef LOOPSCOPE_SYNTAX_H
#define LOOPSCOPE_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>

typedef enum SyntaxKind {
    SYNTAX_PLAIN,
    SYNTAX_KEYWORD,
    SYNTAX_STRING,
    SYNTAX_FUNCTION,
    SYNTAX_NUMBER,
    SYNTAX_AWAIT, /* what suspends */
    SYNTAX_COMMENT,
    SYNTAX_KIND_COUNT
} SyntaxKind;

typedef struct SyntaxRun {
    size_t start, length; /* bytes of the line */
    SyntaxKind kind;
} SyntaxRun;

/* What reaches over the end of a line; zeroed before the first. */
typedef struct SyntaxState {
    char open;   /* '*' in a C comment, '"' or '\'' in a Python string of three quotes, else 0 */
    bool define; /* the Python word before was def or class */
} SyntaxState;

/* Fills `runs` from left to right, without gaps or overlaps, covering the whole line (spaces included); a line with more runs than
   `capacity` ends in one plain run. Returns how many there are. The line needs no terminator and is never read beyond `length`. */
size_t syntax_line(bool python, const char *line, size_t length, SyntaxState *state, SyntaxRun *runs, size_t capacity);

/* By how much a line changes the depth of round and square brackets, strings and comments left out. `lowest` is the lowest depth
   reached on the way, at most 0. */
int syntax_brackets(bool python, const char *line, size_t length, SyntaxState *state, int *lowest);

#endif
