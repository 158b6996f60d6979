/* lines.c: see lines.h. Both programs are scanned for the few words that matter, statement by statement; strings and comments
   are passed over. It is no parser of C or Python: it knows the plain style in which lessons are written. */
#include "lines.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

typedef enum MarkKind {
    MARK_AWAIT,
    MARK_PRINT,
    MARK_TASK,
    MARK_GATHER,
    MARK_RETURN,
    MARK_DEFINITION,
    MARK_RUN,
    MARK_TIME,
    MARK_WITH,
    MARK_FOR,
    MARK_TRY,
    MARK_CATCH,
    MARK_FINALLY,
    MARK_RAISE,
    MARK_YIELD,
    MARK_MAKE, /* what tasks share */
    MARK_USE,  /* of that, without an await */
    MARK_CANCEL,
    MARK_CALLBACK,
    MARK_FUTURE,
    MARK_CALL, /* of a coroutine of the program: it runs nothing yet */
    MARK_BLOCK,
    MARK_KINDS
} MarkKind;

enum {
    NAME = 64,
    MARKS = 16,
    BLOCKS = 16
}; /* longer names are cut in both languages alike; further marks of one statement are left out; so are the ends of blocks inside
                                         more blocks */

/* Something that both programs do: the nth of its kind in a coroutine. */
typedef struct Mark {
    char coroutine[NAME]; /* "" outside */
    MarkKind kind;
    unsigned ordinal;
    unsigned first, last; /* lines of its statement */
} Mark;

typedef struct Scan {
    const char *at, *text;
    unsigned line;
    int depth;            /* of parentheses and brackets */
    int braces;           /* C */
    unsigned statement;   /* line on which the statement began; 0 between statements */
    int indent;           /* Python: of the statement */
    int coroutine_indent; /* Python: of the `async def`; -1 outside */
    char coroutine[NAME];
    char word[NAME], before[NAME]; /* the last two words */
    unsigned counts[MARK_KINDS];
    unsigned open[BLOCKS]; /* C: ordinals of the WITH and FOR_AWAIT that are not ended yet */
    size_t open_count;     /* may be more than are kept */
    Mark marks[MARKS];     /* of the statement */
    size_t mark_count;
} Scan;

static void enter_coroutine(Scan *scan, const char *name)
{
    snprintf(scan->coroutine, NAME, "%s", name);
    size_t length = strlen(scan->coroutine);
    if (length > 1 && scan->coroutine[length - 1] == '_') { /* main_ in C is main */
        scan->coroutine[length - 1] = '\0';
    }
    memset(scan->counts, 0, sizeof scan->counts);
    scan->open_count = 0;
}

static void add_mark(Scan *scan, MarkKind kind)
{
    if (scan->mark_count == MARKS) {
        return;
    }
    Mark *mark = &scan->marks[scan->mark_count++];
    memcpy(mark->coroutine, scan->coroutine, NAME);
    mark->kind = kind;
    mark->ordinal = ++scan->counts[kind];
    mark->first = scan->statement;
}

static void open_block(Scan *scan, MarkKind kind)
{
    if (scan->open_count < BLOCKS) {
        scan->open[scan->open_count] = scan->counts[kind];
    }
    scan->open_count++;
}

/* Python has no line for the end of a block: what happens there, it does on the line where the block began. */
static void close_block(Scan *scan, MarkKind kind)
{
    if (scan->open_count == 0 || --scan->open_count >= BLOCKS) {
        return;
    }
    unsigned count = scan->counts[kind];
    scan->counts[kind] = scan->open[scan->open_count] - 1;
    add_mark(scan, kind);
    scan->counts[kind] = count;
}

static void read_word(Scan *scan)
{
    memcpy(scan->before, scan->word, NAME);
    size_t length = 0;
    for (; isalnum((unsigned char)*scan->at) || *scan->at == '_'; scan->at++) {
        if (length + 1 < NAME) {
            scan->word[length++] = *scan->at;
        }
    }
    scan->word[length] = '\0';
}

/* Passes over a quoted text, which in Python may be tripled and then has many lines. */
static void skip_quoted(Scan *scan, bool python)
{
    char quote = *scan->at;
    bool triple = python && scan->at[1] == quote && scan->at[2] == quote;
    scan->at += triple ? 3 : 1;
    for (; *scan->at; scan->at++) {
        if (*scan->at == '\\' && scan->at[1]) {
            scan->at++;
        } else if (*scan->at == quote && (!triple || (scan->at[1] == quote && scan->at[2] == quote))) {
            scan->at += triple ? 3 : 1;
            return;
        }
        if (*scan->at == '\n') {
            scan->line++;
            if (!triple && scan->at[-1] != '\\') {
                return;
            }
        }
    }
}

static void skip_to_line_end(Scan *scan)
{
    while (*scan->at && *scan->at != '\n') {
        scan->at++;
    }
}

/* A word, a quoted text, a bracket or any other sign begins a statement if none is under way. */
static void touch_statement(Scan *scan)
{
    if (scan->statement == 0) {
        scan->statement = scan->line;
    }
}

/* The statement ends on this line: its marks are complete. Returns how many there are. */
static size_t end_statement(Scan *scan)
{
    size_t count = scan->mark_count;
    for (size_t i = 0; i < count; i++) {
        scan->marks[i].last = scan->line;
    }
    scan->mark_count = 0;
    scan->statement = 0;
    return count;
}

static void c_word(Scan *scan)
{
    static const struct {
        const char *word;
        MarkKind kind;
    } words[] = {
        {"AWAIT", MARK_AWAIT},
        {"AWAIT_TO", MARK_AWAIT},
        {"async_print", MARK_PRINT},
        {"async_create_task", MARK_TASK},
        {"async_create_named_task", MARK_TASK},
        {"async_group_create_task", MARK_TASK},
        {"async_group_create_named_task", MARK_TASK},
        {"async_gather", MARK_GATHER},
        {"CORO_RETURN", MARK_RETURN},
        {"async_run", MARK_RUN},
        {"async_time", MARK_TIME},
        {"WITH", MARK_WITH},
        {"FOR_AWAIT", MARK_FOR},
        {"TRY", MARK_TRY},
        {"CATCH", MARK_CATCH},
        {"FINALLY", MARK_FINALLY},
        {"RAISE", MARK_RAISE},
        {"RAISE_AGAIN", MARK_RAISE},
        {"YIELD", MARK_YIELD},
        {"async_create_lock", MARK_MAKE},
        {"async_create_semaphore", MARK_MAKE},
        {"async_create_event", MARK_MAKE},
        {"async_create_condition", MARK_MAKE},
        {"async_create_queue", MARK_MAKE},
        {"async_release", MARK_USE},
        {"async_event_set", MARK_USE},
        {"async_event_clear", MARK_USE},
        {"async_notify", MARK_USE},
        {"async_notify_all", MARK_USE},
        {"async_put_nowait", MARK_USE},
        {"async_get_nowait", MARK_USE},
        {"async_task_done", MARK_USE},
        {"async_queue_shutdown", MARK_USE},
        {"async_cancel", MARK_CANCEL},
        {"async_call_soon", MARK_CALLBACK},
        {"async_call_later", MARK_CALLBACK},
        {"async_add_done_callback", MARK_CALLBACK},
        {"async_create_future", MARK_FUTURE},
        {"call", MARK_CALL},
        {"generate", MARK_CALL},
        {"async_block", MARK_BLOCK},
    };
    read_word(scan);
    if (scan->braces == 0 && (strcmp(scan->before, "CORO") == 0 || strcmp(scan->before, "GENERATOR") == 0)) {
        enter_coroutine(scan, scan->word);
        add_mark(scan, MARK_DEFINITION);
        return;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(scan->word, words[i].word) == 0) {
            add_mark(scan, words[i].kind);
            if (words[i].kind == MARK_WITH || words[i].kind == MARK_FOR) {
                open_block(scan, words[i].kind);
            }
        }
    }
    if (strcmp(scan->word, "END_WITH") == 0 || strcmp(scan->word, "END_FOR") == 0) {
        close_block(scan, scan->word[4] == 'W' ? MARK_WITH : MARK_FOR);
    }
}

/* Goes on to the end of the next C statement (or the brace that opens or closes a block); false at the end of the text. */
static bool next_c(Scan *scan, size_t *count)
{
    while (*scan->at) {
        char c = *scan->at;
        if (c == '\n') {
            scan->line++;
            scan->at++;
        } else if (c == '/' && scan->at[1] == '/') {
            skip_to_line_end(scan);
        } else if (c == '/' && scan->at[1] == '*') {
            for (scan->at += 2; *scan->at && !(scan->at[0] == '*' && scan->at[1] == '/'); scan->at++) {
                scan->line += *scan->at == '\n';
            }
            scan->at += *scan->at ? 2 : 0;
        } else if (c == '#' && scan->statement == 0) {
            skip_to_line_end(scan);
        } else if (isspace((unsigned char)c)) {
            scan->at++;
        } else if (isalnum((unsigned char)c) || c == '_') {
            touch_statement(scan);
            c_word(scan);
        } else if (c == '"' || c == '\'') {
            touch_statement(scan);
            skip_quoted(scan, false);
        } else {
            scan->at++;
            scan->depth += (c == '(' || c == '[') - (c == ')' || c == ']');
            if (scan->depth > 0 || (c != ';' && c != '{' && c != '}')) {
                touch_statement(scan);
                continue;
            }
            scan->braces += (c == '{') - (c == '}');
            *count = end_statement(scan);
            if (c == '}' && scan->braces == 0) {
                scan->coroutine[0] = '\0';
            }
            return true;
        }
    }
    return false;
}

/* Is there a coroutine of that name in the program? */
static bool is_coroutine(const char *text, const char *name)
{
    static const char definition[] = "async def ";
    size_t length = strlen(name);
    for (; (text = strstr(text, definition)) != NULL; text++) {
        if (strncmp(text + sizeof definition - 1, name, length) == 0 && text[sizeof definition - 1 + length] == '(') {
            return true;
        }
    }
    return false;
}

static void python_call(Scan *scan)
{
    static const struct {
        const char *word;
        MarkKind kind;
    } words[] = {
        {"print", MARK_PRINT},          {"create_task", MARK_TASK},   {"gather", MARK_GATHER},       {"Lock", MARK_MAKE},
        {"Semaphore", MARK_MAKE},       {"Event", MARK_MAKE},         {"Condition", MARK_MAKE},      {"Queue", MARK_MAKE},
        {"cancel", MARK_CANCEL},        {"call_soon", MARK_CALLBACK}, {"call_later", MARK_CALLBACK}, {"add_done_callback", MARK_CALLBACK},
        {"create_future", MARK_FUTURE},
    };
    static const char *const uses[] = {"release",    "set",        "clear",     "notify",  "notify_all",
                                       "put_nowait", "get_nowait", "task_done", "shutdown"};
    bool of_a_thing = scan->at - scan->text > (ptrdiff_t)strlen(scan->word) && scan->at[-(ptrdiff_t)strlen(scan->word) - 1] == '.';
    for (size_t i = 0; of_a_thing && i < sizeof uses / sizeof *uses; i++) {
        if (strcmp(scan->word, uses[i]) == 0) {
            add_mark(scan, MARK_USE);
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(scan->word, words[i].word) == 0) {
            add_mark(scan, words[i].kind);
        }
    }
    if (strcmp(scan->word, "run") == 0 && strcmp(scan->before, "asyncio") == 0) {
        add_mark(scan, MARK_RUN);
    } else if (strcmp(scan->word, "time") == 0 && strcmp(scan->before, "time") == 0) {
        add_mark(scan, MARK_TIME);
    } else if (strcmp(scan->word, "sleep") == 0 && strcmp(scan->before, "time") == 0) {
        add_mark(scan, MARK_BLOCK);
    } else if (is_coroutine(scan->text, scan->word)) {
        add_mark(scan, MARK_CALL);
    }
}

static void python_word(Scan *scan)
{
    static const struct {
        const char *word, *before;
        MarkKind kind;
    } words[] = {
        {"await", NULL, MARK_AWAIT},     {"return", NULL, MARK_RETURN}, {"with", "async", MARK_WITH},
        {"for", "async", MARK_FOR},      {"try", NULL, MARK_TRY},       {"except", NULL, MARK_CATCH},
        {"finally", NULL, MARK_FINALLY}, {"raise", NULL, MARK_RAISE},   {"yield", NULL, MARK_YIELD},
    };
    read_word(scan);
    bool call = *scan->at == '(';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(scan->word, words[i].word) == 0 && (words[i].before == NULL || strcmp(scan->before, words[i].before) == 0)) {
            add_mark(scan, words[i].kind);
            return;
        }
    }
    if (call) {
        python_call(scan);
    } else if (strcmp(scan->word, "def") == 0 && strcmp(scan->before, "async") == 0) {
        scan->at += strspn(scan->at, " ");
        read_word(scan);
        enter_coroutine(scan, scan->word);
        scan->coroutine_indent = scan->indent;
        add_mark(scan, MARK_DEFINITION);
    }
}

/* A Python statement begins here; one that stands no further in than its `async def` is outside the coroutine. */
static void begin_python(Scan *scan, const char *line_start)
{
    if (scan->statement != 0) {
        return;
    }
    scan->indent = (int)(scan->at - line_start);
    scan->statement = scan->line;
    if (scan->coroutine_indent >= 0 && scan->indent <= scan->coroutine_indent) {
        scan->coroutine[0] = '\0';
        scan->coroutine_indent = -1;
    }
}

static bool next_python(Scan *scan, size_t *count)
{
    const char *line_start = scan->at;
    while (*scan->at) {
        char c = *scan->at;
        if (c == '\n') {
            bool ends = scan->depth == 0 && scan->statement != 0 && (line_start == scan->at || scan->at[-1] != '\\');
            *count = ends ? end_statement(scan) : 0;
            scan->line++;
            line_start = ++scan->at;
            if (ends) {
                return true;
            }
        } else if (c == '#') {
            skip_to_line_end(scan);
        } else if (isspace((unsigned char)c)) {
            scan->at++;
        } else {
            begin_python(scan, line_start);
            if (isalnum((unsigned char)c) || c == '_') {
                python_word(scan);
            } else if (c == '"' || c == '\'') {
                skip_quoted(scan, true);
            } else {
                scan->depth += (strchr("([{", c) != NULL) - (strchr(")]}", c) != NULL);
                scan->at++;
            }
        }
    }
    *count = end_statement(scan);
    return *count > 0;
}

static unsigned python_line(const char *py_text, const Mark *wanted, unsigned c_line)
{
    Scan scan = {.at = py_text, .text = py_text, .line = 1, .coroutine_indent = -1};
    size_t count = 0;
    while (next_python(&scan, &count)) {
        for (size_t i = 0; i < count; i++) {
            const Mark *mark = &scan.marks[i];
            if (mark->kind == wanted->kind && mark->ordinal == wanted->ordinal && strcmp(mark->coroutine, wanted->coroutine) == 0) {
                unsigned line = mark->first + (c_line - wanted->first);
                return line < mark->last ? line : mark->last;
            }
        }
    }
    return 0;
}

unsigned lesson_lines_match(const char *c_text, const char *py_text, unsigned c_line)
{
    Scan scan = {.at = c_text, .text = c_text, .line = 1, .coroutine_indent = -1};
    size_t count = 0;
    while (next_c(&scan, &count)) {
        for (size_t i = 0; i < count; i++) {
            if (scan.marks[i].first <= c_line && c_line <= scan.marks[i].last) {
                unsigned line = python_line(py_text, &scan.marks[i], c_line);
                if (line != 0) {
                    return line;
                }
            }
        }
    }
    return 0;
}
