/* tool.c: see tool.h. */
#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static bool make_pipe(int ends[2])
{
    if (pipe(ends) != 0) {
        return false;
    }
    return fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

/* Of the tool: as it would be from a terminal, whatever this process does with it. */
static int spawn(pid_t *pid, const char *const *words, int input, FILE *out, int complaints)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    if (out != NULL) {
        posix_spawn_file_actions_adddup2(&actions, fileno(out), STDOUT_FILENO);
    } else {
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    }
    posix_spawn_file_actions_adddup2(&actions, complaints, STDERR_FILENO);
    int fault = posix_spawnp(pid, words[0], &actions, &attributes, (char *const *)(const void *)words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return fault;
}

bool tool_start(Tool *tool, const char *const *words, FILE *out)
{
    int ends[2];
    *tool = (Tool){.input = -1, .complaints = tmpfile()};
    if (tool->complaints == NULL) {
        return false;
    }
    if ((out != NULL && fflush(out) != 0) || !make_pipe(ends)) {
        fclose(tool->complaints);
        return false;
    }
    int fault = spawn(&tool->pid, words, ends[0], out, fileno(tool->complaints));
    close(ends[0]);
    if (fault != 0) {
        close(ends[1]);
        fclose(tool->complaints);
        errno = fault;
        return false;
    }
    tool->input = ends[1];
    struct sigaction ignore = {.sa_handler = SIG_IGN}; /* a tool that ends early is told of by its exit status */
    sigaction(SIGPIPE, &ignore, &tool->sigpipe);
    return true;
}

bool tool_feed(Tool *tool, const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t written = write(tool->input, at, length);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        at += written > 0 ? written : 0;
        length -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

/* The last line that is not empty, without what would not be text. */
static void last_line(FILE *from, char *line, size_t size)
{
    char next[400];
    line[0] = '\0';
    rewind(from);
    while (fgets(next, sizeof next, from) != NULL) {
        size_t length = strcspn(next, "\r\n");
        next[length] = '\0';
        if (length > 0) {
            snprintf(line, size, "%s", next);
        }
    }
    for (char *c = line; *c != '\0'; c++) {
        *c = (unsigned char)*c < ' ' ? ' ' : *c;
    }
}

bool tool_end(Tool *tool, char *complaint, size_t size)
{
    int status = 0;
    close(tool->input);
    tool->input = -1;
    while (waitpid(tool->pid, &status, 0) < 0 && errno == EINTR) {}
    sigaction(SIGPIPE, &tool->sigpipe, NULL);
    last_line(tool->complaints, complaint, size);
    fclose(tool->complaints);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
