/* extension.h: what happens in each step of a watched program, in C: see loopscope_trace/fast.py.

   Everything here has a twin in Python, which is the description of what it does. A function that finds anything uncommon changes nothing and says so;
   then the twin is called. Only the limited interface of Python 3.8 is used, so that one file serves every later version. All of it runs under the
   interpreter's lock: free-threaded builds do not load such files, and do without. */
#ifndef LOOPSCOPE_TRACE_EXTENSION_H
#define LOOPSCOPE_TRACE_EXTENSION_H

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x03080000
#include <Python.h>
#include <structmember.h>

#include "trace/trace.h"

/* The functions of the Python that runs, not the macros of the one whose headers these are: from 3.12 on some objects are not counted. */
#undef Py_INCREF
#undef Py_DECREF
#undef Py_XINCREF
#undef Py_XDECREF
#define Py_INCREF(object) Py_IncRef((PyObject *)(object))
#define Py_DECREF(object) Py_DecRef((PyObject *)(object))
#define Py_XINCREF(object) Py_IncRef((PyObject *)(object))
#define Py_XDECREF(object) Py_DecRef((PyObject *)(object))

enum { EXTENSION_INTERFACE = 4 }; /* INTERFACE in loopscope_trace/fast.py */

/* What came of an attempt. FAILED: a Python exception is set. */
typedef enum Outcome { FAILED = -1, UNCOMMON = 0, DONE = 1 } Outcome;

/* Bytes that wait to be written (records.c): Records in loopscope_trace/records.py. */
typedef struct Records {
    PyObject base;
    unsigned char *bytes;
    size_t used, capacity;
    int64_t latest; /* ns */
    size_t count;   /* of events and definitions */
    bool busy;      /* somebody is between acquire() and release() */
} Records;

bool records_event(Records *records, const Event *event); /* false: out of memory, and the exception is set */

/* The number of a place, which is not asked for again. */
enum { PLACES_KNOWN = 16 };
typedef struct PlaceKnown {
    PyObject *place;
    uint32_t number;
} PlaceKnown;

/* What a recorder keeps that C reads or writes in each step (watch.c): recorder.Recorder inherits from it. An object may be NULL, which Python sees as None. */
typedef struct Watch {
    PyObject base;
    PyObject *by, *step, *new_step, *text, *entered, *struck;
    PyObject *records;             /* a Records, or None where the form is another one */
    PyObject *queue, *tell_writer; /* of the writer */
    PyObject *event;               /* of the records */
    PyObject *chains, *places;     /* of the stream: dictionaries */
    PyObject *strings;             /* the same */
    PyObject *virtual_clock;       /* None: the clock is real */
    PyObject *by_known;            /* for which `by_ref` was found */
    Ref by_ref;
    PlaceKnown known_places[PLACES_KNOWN];
    long long started, long_step; /* ns */
    long long turn;
    long long flushed_at; /* ns */
    unsigned long thread;
    unsigned long long handles, futures, timers; /* made */
    char on, waiting, batch_due, tells_variables;
} Watch;

/* A step that runs: Step in loopscope_trace/causes/blocking.py. */
typedef struct Step {
    PyObject base;
    long long began, blocked; /* ns */
    PyObject *by, *place;
    char told;
} Step;

/* Names of attributes: NAME(identifier). */
#define NAMES(NAME)                                                                                                                        \
    NAME(_callback)                                                                                                                        \
    NAME(_ready)                                                                                                                           \
    NAME(writer)                                                                                                                           \
    NAME(flush_in_time)                                                                                                                    \
    NAME(_loop)                                                                                                                            \
    NAME(_args)                                                                                                                            \
    NAME(_cancelled)                                                                                                                       \
    NAME(_thread_id)                                                                                                                       \
    NAME(_state)                                                                                                                           \
    NAME(_exception)                                                                                                                       \
    NAME(_must_cancel)                                                                                                                     \
    NAME(_fut_waiter)                                                                                                                      \
    NAME(_coro)                                                                                                                            \
    NAME(__self__)                                                                                                                         \
    NAME(__name__)                                                                                                                         \
    NAME(loopscope_name)                                                                                                                   \
    NAME(loopscope_queued)                                                                                                                 \
    NAME(loopscope_fresh)                                                                                                                  \
    NAME(loopscope_itself)                                                                                                                 \
    NAME(loopscope_chain)                                                                                                                  \
    NAME(loopscope_done)                                                                                                                   \
    NAME(loopscope_via)                                                                                                                    \
    NAME(loopscope_named)                                                                                                                  \
    NAME(own)                                                                                                                              \
    NAME(patterns)                                                                                                                         \
    NAME(cr_frame)                                                                                                                         \
    NAME(cr_await)                                                                                                                         \
    NAME(gi_frame)                                                                                                                         \
    NAME(gi_yieldfrom)                                                                                                                     \
    NAME(f_lineno)                                                                                                                         \
    NAME(ns)                                                                                                                               \
    NAME(fail)                                                                                                                             \
    NAME(skipped)                                                                                                                          \
    NAME(step_begins)                                                                                                                      \
    NAME(step_ends)                                                                                                                        \
    NAME(step_was_long)                                                                                                                    \
    NAME(end_output)                                                                                                                       \
    NAME(cr_code)                                                                                                                          \
    NAME(gi_code)                                                                                                                          \
    NAME(loopscope_timer)                                                                                                                  \
    NAME(loopscope_when)                                                                                                                   \
    NAME(loopscope_text)                                                                                                                   \
    NAME(loopscope_delay)                                                                                                                  \
    NAME(f_code)                                                                                                                           \
    NAME(f_back)                                                                                                                           \
    NAME(co_filename)                                                                                                                      \
    NAME(co_name)                                                                                                                          \
    NAME(sleep)                                                                                                                            \
    NAME(None)                                                                                                                             \
    NAME(f_lasti)                                                                                                                          \
    NAME(stood)                                                                                                                            \
    NAME(PENDING)                                                                                                                          \
    NAME(FINISHED)                                                                                                                         \
    NAME(__sleep0)

/* Slots of a handle, and of a look.Chain. */
enum { HANDLE_CALLBACK, HANDLE_ARGS, HANDLE_CANCELLED, HANDLE_LOOP, HANDLE_NAME, HANDLE_QUEUED, HANDLE_SLOTS };
enum { CHAIN_OWN, CHAIN_PATTERNS, CHAIN_STOOD, CHAIN_SLOTS };

enum { HANDLE_KINDS = 3 };
typedef struct HandleKind {
    PyObject *type, *run;       /* and how the class runs that it inherits from */
    size_t slots[HANDLE_SLOTS]; /* where they lie */
} HandleKind;

/* An attribute of a class that is written in C, and how it is read (fields.c). */
typedef struct Getter {
    PyObject *name, *descriptor;
    descrgetfunc get; /* NULL: by its name */
} Getter;

/* Those that are read in each step: GETTER(whose, which). */
#define GETTERS(GETTER)                                                                                                                    \
    GETTER(task, _state)                                                                                                                   \
    GETTER(task, _exception)                                                                                                               \
    GETTER(task, _must_cancel)                                                                                                             \
    GETTER(task, _fut_waiter)                                                                                                              \
    GETTER(task, _coro)                                                                                                                    \
    GETTER(future, _state)                                                                                                                 \
    GETTER(future, _exception)                                                                                                             \
    GETTER(coroutine, cr_await)                                                                                                            \
    GETTER(coroutine, cr_frame)                                                                                                            \
    GETTER(coroutine, cr_code)                                                                                                             \
    GETTER(generator, gi_yieldfrom)                                                                                                        \
    GETTER(generator, gi_frame)                                                                                                            \
    GETTER(generator, gi_code)                                                                                                             \
    GETTER(frame, f_lasti)                                                                                                                 \
    GETTER(frame, f_lineno)

/* What Python has told us of itself, and what we have found out. */
typedef struct Known {
#define NAME(name) PyObject *name;
    struct {
        NAMES(NAME)
    } names;
#undef NAME
#define GETTER(owner, name) Getter owner##_##name;
    struct {
        GETTERS(GETTER)
    } get;
#undef GETTER
    HandleKind handles[HANDLE_KINDS];
    Getter step_self, wakeup_self;                 /* of the callbacks whose classes are below */
    PyCFunction wakeup;                            /* or it is this method of the task's */
    PyCFunction append_to_deque, popleft_of_deque; /* or NULL */
    size_t chain_slots[CHAIN_SLOTS];
    PyObject *turning; /* the watched loop, while its _run_once() is under way in this thread; borrowed */
    unsigned long turning_in;
    PyObject *zero;
    PyObject *spare;                             /* a Step that nobody has */
    PyObject *task, *future;                     /* asyncio's classes, in C */
    PyObject *append, *popleft, *run, *run_once; /* the twins */
    PyObject *deque, *deque_append, *deque_popleft, *plain_run_once;
    PyObject *coroutine, *generator, *frame, *chain; /* classes */
    PyObject *under_way, *vias, *now;                /* lost_update.under_way, stream.VIA, time.monotonic_ns */
    PyObject *step_kind, *wakeup_kind, *future_iter; /* classes, found where they are first seen */
    PyTypeObject *records_type, *watch_type, *step_type;
    PyObject *resolves, *sleep_code;     /* of asyncio.sleep(): what its timer calls, and its own code */
    PyObject *usual_loop, *seconds;      /* classes: asyncio's loop, writer.Seconds */
    PyObject *origins, *eager;           /* origins.ORIGINS and look.eager */
    PyObject *beat_places, *beat_rounds; /* of causes/slow/beats.py: dictionaries */
    Watch *watched;                      /* NULL: nothing is */
} Known;
extern Known known;

/* Puts another object into a slot that owns one; the old one may run code when it goes, so it goes last. */
static inline void replace(PyObject **slot, PyObject *value)
{
    PyObject *old = *slot;
    Py_XINCREF(value);
    *slot = value;
    Py_XDECREF(old);
}

/* An attribute, or NULL; then no exception is set. */
PyObject *attribute(PyObject *object, PyObject *name);
bool attribute_is(PyObject *object, PyObject *name, PyObject *wanted);
PyObject *call_one(PyObject *function, PyObject *argument);
PyCFunction function_of(PyObject *type, const char *name, int flags);

/* fields.c. A slot's value is borrowed, and NULL where there is none. */
static inline PyObject *slot(PyObject *object, size_t offset) { return *(PyObject **)((char *)object + offset); }
static inline void set_slot(PyObject *object, size_t offset, PyObject *value) { replace((PyObject **)((char *)object + offset), value); }
bool slots_find(PyObject *type, PyObject *const *names, size_t *offsets, int count);
void getter_find(Getter *getter, PyObject *type, PyObject *name);
PyObject *got(const Getter *getter, PyObject *object); /* as attribute() */
bool got_is(const Getter *getter, PyObject *object, PyObject *wanted);
PyObject *kept_by(PyObject *object);                 /* its own attributes: a dictionary, or NULL */
PyObject *item(PyObject *dictionary, PyObject *key); /* borrowed, or NULL */

/* The number in "T12" or "H7", with its kind; 0 for None and "main". */
Ref ref_of(PyObject *name);
PyObject *name_of_handle(unsigned long long number); /* "H7" */

/* watch.c */
bool watch_here(const Watch *watch);    /* Is it on, for a recording, and in its own thread? */
bool watch_is_real(const Watch *watch); /* its clock */
bool watch_time(Watch *watch, long long *ns);
bool watch_put(Watch *watch, Event *event); /* `by` is filled in */
Ref watch_by(Watch *watch);
/* An error of ours is not the program's. False: it is none of ours, and stays set. */
bool watch_failed(Watch *watch);
PyObject *step_new(long long began, PyObject *by);
void step_is_over(Watch *watch);

/* chain.c: does a task stand where it stood? look.stands_there() */
bool chain_is_same(PyObject *coroutine, PyObject *chain);

/* steps.c: true, with the task (a new reference), when a callback is a task's step or its wake-up. */
bool task_of(PyObject *callback, PyObject **task, bool *wakeup);
/* A step of a task: `kept` are the attributes that we have given it. */
typedef struct Run {
    PyObject *task, *kept, *name;
    PyObject *handle, *entry; /* and that one's name */
    const HandleKind *kind;
    Ref ref; /* of `name` */
    bool wakeup;
} Run;
Outcome step_ready(Watch *watch, PyObject *handle, const HandleKind *kind);
Outcome step_begins(Watch *watch, const Run *run, long long *ns);
Outcome step_ends(Watch *watch, const Run *run, long long ns);

extern PyType_Spec records_spec, watch_spec, step_spec;
/* hot.c */
extern PyMethodDef hot_methods[];
/* Is it the watched thread's, which is this one? runs: and does it run? */
bool loop_is_here(const Watch *watch, PyObject *loop, bool runs);

/* heard.c */
PyObject *hear(PyObject *self, PyObject *args);
PyObject *enough(PyObject *self, PyObject *args);
PyObject *forget(PyObject *self, PyObject *unused);

/* sleeps.c. Those of Python's say whether it is told. */
typedef enum Origin { ORIGIN_OTHERS, ORIGIN_OURS, ORIGIN_ASYNCIOS } Origin; /* as in origins.py */
PyObject *future_made(PyObject *self, PyObject *args);
PyObject *timer_made(PyObject *self, PyObject *args);
PyObject *resolved(PyObject *self, PyObject *args);
Outcome timer_due(Watch *watch, PyObject *handle);

/* turns.c */
PyObject *turn(PyObject *self, PyObject *args);
PyObject *run_once(PyObject *loop, PyObject *unused);

#endif
