/* labels.c: task labels, numbered where two tasks of the whole trace would read the same. */
#include "labels.h"

#include <stdlib.h>
#include <string.h>

typedef struct TaskLabel {
    uint32_t text;    /* string id: its label, or its coroutine, or its name */
    uint32_t ordinal; /* among the tasks with that text, from 1 */
} TaskLabel;

struct ModelLabels {
    const Trace *trace;
    size_t scanned; /* events looked at */
    TaskLabel *tasks;
    size_t task_count, task_capacity;
    uint32_t *uses; /* by string id: how many tasks have that text */
    size_t use_capacity;
    bool numbered; /* ordinals and uses are those of `tasks` */
};

ModelLabels *labels_new(const Trace *trace)
{
    ModelLabels *labels = calloc(1, sizeof *labels);
    if (labels != NULL) {
        labels->trace = trace;
    }
    return labels;
}

void labels_free(ModelLabels *labels)
{
    if (labels != NULL) {
        free(labels->tasks);
        free(labels->uses);
        free(labels);
    }
}

static bool add_task(ModelLabels *labels, const Event *event)
{
    if (event->a != labels->task_count + 1) {
        return true; /* not a legal trace: the fold says so */
    }
    if (labels->task_count == labels->task_capacity) {
        size_t capacity = labels->task_capacity * 2 + 16;
        TaskLabel *tasks = realloc(labels->tasks, capacity * sizeof *tasks);
        if (tasks == NULL) {
            return false;
        }
        labels->tasks = tasks;
        labels->task_capacity = capacity;
    }
    labels->tasks[labels->task_count++] = (TaskLabel){.text = event->c != 0 ? event->c : event->b};
    labels->numbered = false;
    return true;
}

static bool number_tasks(ModelLabels *labels)
{
    size_t texts = trace_text_count(labels->trace) + 1;
    if (texts > labels->use_capacity) {
        uint32_t *uses = realloc(labels->uses, texts * sizeof *uses);
        if (uses == NULL) {
            return false;
        }
        labels->uses = uses;
        labels->use_capacity = texts;
    }
    memset(labels->uses, 0, labels->use_capacity * sizeof *labels->uses);
    for (size_t i = 0; i < labels->task_count; i++) {
        TaskLabel *task = &labels->tasks[i];
        task->text = task->text < texts ? task->text : 0;
        task->ordinal = ++labels->uses[task->text];
    }
    labels->numbered = true;
    return true;
}

/* False when memory ran out: then labels go without numbers. */
static bool update(ModelLabels *labels)
{
    for (; labels->scanned < trace_count(labels->trace); labels->scanned++) {
        const Event *event = trace_event(labels->trace, labels->scanned);
        if (event->kind == EV_TASK_NEW && !add_task(labels, event)) {
            return false;
        }
        if (event->kind == EV_LABEL && event->a >= 1 && event->a <= labels->task_count && event->b != 0) {
            labels->tasks[event->a - 1].text = event->b;
            labels->numbered = false;
        }
    }
    return labels->numbered || number_tasks(labels);
}

/* A task of asyncio's own is called as its function: "Lock.acquire"; what is private, "BaseSelectorEventLoop._accept_connection2", by its last part. So is one that
   a library names by all of a function's way, "starlette.responses.StreamingResponse.__call__.<locals>.wrap". */
static const char *short_name(const char *name)
{
    static const char inside[] = ".<locals>.", own[] = "__main__.";
    if (!trace_is_library(name)) {
        const char *last = name;
        for (const char *next = strstr(name, inside); next != NULL; next = strstr(last, inside)) {
            last = next + sizeof inside - 1;
        }
        if (last == name && strncmp(name, own, sizeof own - 1) == 0) {
            last = strrchr(name, '.') + 1;
        }
        return last;
    }
    const char *after = strchr(name, '.') + 1, *dot = strrchr(after, '.');
    return dot != NULL && dot[1] == '_' && dot[2] != '_' && dot[2] != '\0' ? dot + 1 : *after != '\0' ? after : name;
}

/* Shortens a text that was cut to fit, so that it does not end within a UTF-8 character. */
static void end_at_character(char *text)
{
    size_t length = strlen(text), start = length;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xc0U) == 0x80U) {
        start--;
    }
    if (start == 0) {
        return;
    }
    unsigned char lead = (unsigned char)text[start - 1];
    size_t wanted = lead < 0x80 ? 0 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (length - start < wanted) {
        text[start - 1] = '\0';
    }
}

const char *labels_of(ModelLabels *labels, Ref task, char *buffer, size_t size)
{
    bool numbered = update(labels);
    uint32_t number = ref_number(task);
    if (size == 0) {
        return buffer;
    }
    if (ref_kind(task) != REF_TASK || number == 0 || number > labels->task_count) {
        snprintf(buffer, size, "Task %u", number);
        return buffer;
    }
    const TaskLabel *label = &labels->tasks[number - 1];
    const char *text = short_name(trace_text(labels->trace, label->text));
    if (*text == '\0') {
        snprintf(buffer, size, "Task %u", number);
    } else if (numbered && labels->uses[label->text] > 1) {
        snprintf(buffer, size, "%s %u", text, label->ordinal);
    } else {
        snprintf(buffer, size, "%s", text);
    }
    end_at_character(buffer);
    return buffer;
}
