/* spawn.c: starting a program with its pipes, as Python's Popen does. */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

extern char **environ;

static void shut(int descriptor)
{
    if (descriptor >= 0) {
        close(descriptor);
    }
}

/* Our end in pair[0], the child's in pair[1]; -1: it is no pipe. 0, or errno. */
static int open_ends(int index, async_pipe mode, int pair[2])
{
    pair[0] = pair[1] = -1;
    if (mode == ASYNC_DEVNULL) {
        pair[1] = open("/dev/null", index == 0 ? O_RDONLY | O_CLOEXEC : O_WRONLY | O_CLOEXEC);
        return pair[1] < 0 ? errno : 0;
    }
    int both[2];
    if (mode != ASYNC_PIPE) {
        return 0;
    }
    if (pipe(both) != 0) {
        return errno;
    }
    pair[0] = both[index == 0 ? 1 : 0];
    pair[1] = both[index == 0 ? 0 : 1];
    (void)fcntl(pair[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(pair[1], F_SETFD, FD_CLOEXEC);
    (void)fcntl(pair[0], F_SETFL, O_NONBLOCK);
    return 0;
}

static int start(process_object *process, const char *const *arguments, const async_pipe modes[PROCESS_PIPES], int ends[PROCESS_PIPES][2])
{
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) {
        return error;
    }
    for (int i = 0; i < PROCESS_PIPES && !error; i++) {
        if (ends[i][1] >= 0) {
            error = posix_spawn_file_actions_adddup2(&actions, ends[i][1], i);
        } else if (i == 2 && modes[i] == ASYNC_STDOUT) {
            error = posix_spawn_file_actions_adddup2(&actions, 1, 2);
        }
    }
    pid_t pid = 0;
    if (!error) {
        error = posix_spawnp(&pid, arguments[0], &actions, NULL, (char *const *)(uintptr_t)arguments, environ);
    }
    posix_spawn_file_actions_destroy(&actions);
    process->pid = (int)pid;
    return error;
}

int spawn(process_object *process, const char *const *arguments, const async_pipe modes[PROCESS_PIPES])
{
    int ends[PROCESS_PIPES][2] = {{-1, -1}, {-1, -1}, {-1, -1}}, error = 0;
    for (int i = 0; i < PROCESS_PIPES && !error; i++) {
        error = open_ends(i, modes[i], ends[i]);
    }
    error = error ? error : start(process, arguments, modes, ends);
    for (int i = 0; i < PROCESS_PIPES; i++) {
        shut(ends[i][1]);
        if (error) {
            shut(ends[i][0]);
        } else if (ends[i][0] >= 0) {
            process->pipes[i].descriptor = ends[i][0];
            process->pipes[i].wanted = true;
        }
    }
    return error;
}
