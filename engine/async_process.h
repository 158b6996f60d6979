/* async_process.h: the part of async.h about child processes. Include it besides async.h.

   Only in real time: in virtual time nothing outside of the run exists. */
#ifndef LOOPSCOPE_ASYNC_PROCESS_H
#define LOOPSCOPE_ASYNC_PROCESS_H

#include "async_stream.h"

typedef async_object *async_process;

/* What a child's input or output is: its parent's, a pipe, nothing; of its error output also: its output. */
typedef enum async_pipe { ASYNC_INHERIT, ASYNC_PIPE, ASYNC_DEVNULL, ASYNC_STDOUT } async_pipe;

/* asyncio.create_subprocess_exec(), a coroutine: gives the process; `arguments` ends with NULL, and its first is the program, which is looked for in PATH. */
#define async_create_subprocess_exec(arguments, input, output, errors)                                                                     \
    async_create_subprocess_exec_((arguments), (input), (output), (errors), ASYNC_HERE_(""))
async_process async_process_of(async_value value);

async_stream async_process_stdin(async_process process); /* NULL: it is no pipe */
async_stream async_process_stdout(async_process process);
async_stream async_process_stderr(async_process process);
int async_process_pid(async_process process);
bool async_process_is_running(async_process process);
int async_process_returncode(async_process process); /* once it has ended; of one that a signal ended: minus its number */

#define async_process_wait(process) async_process_wait_((process), ASYNC_HERE_("")) /* gives its return code */
/* Sends all of `input` (bytes, a text, or None), reads all that the child says, waits for its end. Gives the list of its output and its errors, None where
   there is no pipe. */
#define async_process_communicate(process, input) async_process_communicate_((process), (input), ASYNC_HERE_(""))
bool async_process_send_signal(async_process process, int signal); /* false: it has ended */
bool async_process_terminate(async_process process);
bool async_process_kill(async_process process);

/* ---- What the macros call; not for direct use ---- */

async_coroutine async_create_subprocess_exec_(const char *const *arguments, async_pipe input, async_pipe output, async_pipe errors,
                                              const TracePlace *place);
async_coroutine async_process_wait_(async_process process, const TracePlace *place);
async_coroutine async_process_communicate_(async_process process, async_value input, const TracePlace *place);

#endif
