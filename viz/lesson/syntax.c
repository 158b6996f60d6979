/* syntax.c: a small scanner for C and Python, one line at a time. */
#include "syntax.h"

#include <string.h>

static const char *const c_words[] = {
    "if",       "else",   "for",  "while",  "do",      "switch",   "case", "default", "break", "continue", "return", "goto",     "static",
    "const",    "struct", "enum", "union",  "typedef", "sizeof",   "void", "int",     "char",  "double",   "float",  "long",     "short",
    "unsigned", "signed", "bool", "size_t", "int64_t", "uint32_t", "true", "false",   "NULL",  "extern",   "inline", "volatile", NULL};
static const char *const python_words[] = {"def",    "async",    "class",  "return", "if",   "elif",  "else",     "for",     "while",
                                           "in",     "not",      "and",    "or",     "is",   "try",   "except",   "finally", "raise",
                                           "with",   "as",       "import", "from",   "pass", "break", "continue", "lambda",  "yield",
                                           "global", "nonlocal", "assert", "del",    "True", "False", "None",     "self",    NULL};

typedef struct Scanner {
    const char *line;
    size_t length, at;
    bool python;
    SyntaxState *state;
} Scanner;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_word(char c)
{
    return c == '_' || is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}
static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

static bool is_one_of(const char *word, size_t length, const char *const *list)
{
    for (; *list; list++) {
        if (strlen(*list) == length && memcmp(*list, word, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool starts(const Scanner *s, size_t at, const char *text)
{
    size_t length = strlen(text);
    return at + length <= s->length && memcmp(s->line + at, text, length) == 0;
}

static bool word_is(const Scanner *s, size_t from, size_t to, const char *text)
{
    return strlen(text) == to - from && memcmp(s->line + from, text, to - from) == 0;
}

/* Goes on to the end of a comment or of a string of three quotes that an earlier line may have opened. */
static void skip_open(Scanner *s)
{
    char close[4] = "*/";
    if (s->state->open != '*') {
        memset(close, s->state->open, 3);
        close[3] = '\0';
    }
    while (s->at < s->length) {
        if (s->python && s->line[s->at] == '\\') {
            s->at += s->at + 1 < s->length ? 2 : 1;
        } else if (starts(s, s->at, close)) {
            s->at += strlen(close);
            s->state->open = 0;
            return;
        } else {
            s->at++;
        }
    }
}

static void skip_string(Scanner *s)
{
    char quote = s->line[s->at];
    char three[4] = {quote, quote, quote, '\0'};
    if (s->python && starts(s, s->at, three)) {
        s->state->open = quote;
        s->at += 3;
        skip_open(s);
        return;
    }
    s->at++;
    while (s->at < s->length && s->line[s->at] != quote) {
        s->at += s->line[s->at] == '\\' && s->at + 1 < s->length ? 2 : 1;
    }
    if (s->at < s->length) {
        s->at++;
    }
}

/* f"…", rb'…': letters that belong to the string behind them. */
static bool is_string_prefix(const Scanner *s, size_t from, size_t to)
{
    if (!s->python || to - from > 2 || to >= s->length || (s->line[to] != '"' && s->line[to] != '\'')) {
        return false;
    }
    for (size_t i = from; i < to; i++) {
        if (!strchr("fFrRbBuU", s->line[i])) {
            return false;
        }
    }
    return true;
}

static SyntaxKind word_kind(Scanner *s, size_t from)
{
    size_t to = s->at, length = to - from;
    const char *word = s->line + from;
    bool name = s->state->define;
    s->state->define = s->python && (word_is(s, from, to, "def") || word_is(s, from, to, "class"));
    if (is_digit(word[0])) {
        return SYNTAX_NUMBER;
    }
    if (s->python ? word_is(s, from, to, "await") : starts(s, from, "AWAIT")) {
        return SYNTAX_AWAIT;
    }
    if (is_one_of(word, length, s->python ? python_words : c_words)) {
        return SYNTAX_KEYWORD;
    }
    /* The macros that make a function a coroutine read as words of the language. */
    if (!s->python &&
        (starts(s, from, "CORO") || word_is(s, from, to, "TRY") || word_is(s, from, to, "CATCH") || word_is(s, from, to, "FINALLY"))) {
        return SYNTAX_KEYWORD;
    }
    size_t next = to;
    while (next < s->length && is_space(s->line[next])) {
        next++;
    }
    return name || (next < s->length && s->line[next] == '(') ? SYNTAX_FUNCTION : SYNTAX_PLAIN;
}

/* Moves over one piece of the line and returns its colour. */
static SyntaxKind scan_piece(Scanner *s)
{
    size_t from = s->at;
    char c = s->line[from];
    if (s->state->open) {
        bool comment = s->state->open == '*';
        skip_open(s);
        return comment ? SYNTAX_COMMENT : SYNTAX_STRING;
    }
    if (s->python ? c == '#' : starts(s, from, "//")) {
        s->at = s->length;
        return SYNTAX_COMMENT;
    }
    if (!s->python && starts(s, from, "/*")) {
        s->at += 2;
        s->state->open = '*';
        skip_open(s);
        return SYNTAX_COMMENT;
    }
    if (c == '"' || c == '\'') {
        skip_string(s);
        return SYNTAX_STRING;
    }
    if (!s->python && c == '#') {
        s->at++;
        while (s->at < s->length && is_word(s->line[s->at])) {
            s->at++;
        }
        return SYNTAX_KEYWORD;
    }
    if (s->python && c == '@') {
        s->at++;
        while (s->at < s->length && (is_word(s->line[s->at]) || s->line[s->at] == '.')) {
            s->at++;
        }
        return SYNTAX_FUNCTION;
    }
    if (is_word(c)) {
        bool number = is_digit(c);
        while (s->at < s->length && (is_word(s->line[s->at]) || (number && s->line[s->at] == '.'))) {
            s->at++;
        }
        if (is_string_prefix(s, from, s->at)) {
            skip_string(s);
            return SYNTAX_STRING;
        }
        return word_kind(s, from);
    }
    s->at++;
    return SYNTAX_PLAIN;
}

/* #include <stdio.h>: what stands between the angles is a string. */
static bool is_include(const Scanner *s)
{
    size_t i = 0;
    while (i < s->length && is_space(s->line[i])) {
        i++;
    }
    return !s->python && !s->state->open && starts(s, i, "#include <");
}

size_t syntax_line(bool python, const char *line, size_t length, SyntaxState *state, SyntaxRun *runs, size_t capacity)
{
    Scanner s = {line, length, 0, python, state};
    size_t count = 0;
    bool include = is_include(&s);
    state->define = false;
    while (s.at < length) {
        size_t from = s.at;
        SyntaxKind kind;
        if (include && line[from] == '<') {
            s.at = length;
            kind = SYNTAX_STRING;
        } else {
            kind = scan_piece(&s);
        }
        bool spaces = s.at == from + 1 && is_space(line[from]);
        if (count > 0 && (runs[count - 1].kind == kind || spaces)) {
            runs[count - 1].length += s.at - from;
        } else if (count < capacity) {
            runs[count++] = (SyntaxRun){from, s.at - from, kind};
        } else if (count > 0) {
            runs[count - 1].length += s.at - from;
            runs[count - 1].kind = SYNTAX_PLAIN;
        }
    }
    return count;
}

int syntax_brackets(bool python, const char *line, size_t length, SyntaxState *state, int *lowest)
{
    Scanner s = {line, length, 0, python, state};
    int depth = 0;
    *lowest = 0;
    state->define = false;
    while (s.at < length) {
        char c = line[s.at];
        bool code = !state->open;
        scan_piece(&s);
        depth += code && (c == '(' || c == '[') ? 1 : code && (c == ')' || c == ']') ? -1 : 0;
        *lowest = depth < *lowest ? depth : *lowest;
    }
    return depth;
}
