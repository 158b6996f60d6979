/* store.c: what is kept between sessions is there in the next one; what is damaged, too large or not ours to write costs a sentence, never more. */
#include "shell/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char home[64], notice[STORE_NOTICE];

static const char *path_of(const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/loopscope/%s", home, name);
    return path;
}

static void write_file(const char *name, const char *text, size_t length)
{
    char folder[100];
    snprintf(folder, sizeof folder, "%s/loopscope", home);
    mkdir(folder, 0700);
    FILE *out = fopen(path_of(name), "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, length, out), length);
    fclose(out);
}

static void what_is_kept_is_there_in_the_next_session(void **state)
{
    (void)state;
    Store *store = store_open(STORE_CONFIG, "kept", notice);
    assert_string_equal(notice, "");
    assert_null(store_text(store, "window", "theme"));
    assert_true(store_set_text(store, "window", "theme", "light"));
    assert_true(store_set_text(store, "recent", "1", "  a = b\n[c] \\ ü"));
    store_set_number(store, "window", "speed", -4);
    assert_true(store_save(store, notice));
    store_close(store);

    store = store_open(STORE_CONFIG, "kept", notice);
    long number = 0;
    assert_string_equal(store_text(store, "window", "theme"), "light");
    assert_string_equal(store_text(store, "recent", "1"), "  a = b\n[c] \\ ü");
    assert_true(store_number(store, "window", "speed", &number));
    assert_int_equal(number, -4);
    assert_false(store_number(store, "window", "theme", &number));
    assert_string_equal(store_group(store, 1), "recent");
    assert_null(store_group(store, 2));
    assert_string_equal(store_key(store, "window", 1), "speed");
    assert_null(store_key(store, "window", 2));
    store_remove(store, "window", "theme");
    store_remove(store, "recent", NULL);
    assert_null(store_text(store, "window", "theme"));
    assert_null(store_group(store, 1));
    assert_false(store_set_text(store, "window", "theme", "\xff"));
    store_close(store);
    struct stat found;
    assert_int_equal(stat(path_of(""), &found), 0);
    assert_int_equal(found.st_mode & 0777, 0700);
}

/* "Expected" is what the notice says in part. */
static void assert_set_aside(const char *text, size_t length, const char *expected)
{
    char aside[200];
    write_file("hurt", text, length);
    Store *store = store_open(STORE_CONFIG, "hurt", notice);
    assert_non_null(strstr(notice, expected));
    assert_non_null(strstr(notice, "set aside"));
    assert_null(store_group(store, 0));
    store_set_number(store, "window", "speed", 1);
    assert_true(store_save(store, notice));
    store_close(store);
    snprintf(aside, sizeof aside, "%s", path_of("hurt.damaged"));
    FILE *in = fopen(aside, "rb");
    assert_non_null(in);
    char *kept = calloc(1, length + 1);
    assert_int_equal(fread(kept, 1, length + 1, in), length);
    assert_memory_equal(kept, text, length);
    free(kept);
    fclose(in);
    store = store_open(STORE_CONFIG, "hurt", notice);
    assert_string_equal(notice, "");
    assert_non_null(store_text(store, "window", "speed"));
    store_close(store);
}

static void a_damaged_file_is_set_aside_and_said(void **state)
{
    (void)state;
    assert_set_aside("[window]\nthe", 12, "key=value"); /* cut off in a key */
    assert_set_aside("garbage", 7, "key=value");
    assert_set_aside("[window]\nname=\xff\xfe\n", 17, "no text");
    assert_set_aside("[window]\n\0\0\0", 12, "no text");
    char *large = malloc(STORE_FILE_LIMIT + 10);
    memset(large, '#', STORE_FILE_LIMIT + 10);
    assert_set_aside(large, STORE_FILE_LIMIT + 10, "too large");
    free(large);
}

static void an_empty_file_is_as_good_as_none(void **state)
{
    (void)state;
    write_file("empty", "", 0);
    Store *store = store_open(STORE_CONFIG, "empty", notice);
    assert_string_equal(notice, "");
    assert_null(store_group(store, 0));
    store_close(store);
}

static void what_cannot_be_read_is_not_written_over(void **state)
{
    (void)state;
    mkdir(path_of("folder"), 0700);
    mkfifo(path_of("pipe"), 0600); /* which nobody writes */
    for (int pipe = 0; pipe < 2; pipe++) {
        Store *store = store_open(STORE_CONFIG, pipe ? "pipe" : "folder", notice);
        assert_non_null(strstr(notice, "cannot be read"));
        assert_false(store_save(store, notice));
        assert_non_null(strstr(notice, "cannot be written"));
        store_close(store);
    }
}

static void a_folder_that_cannot_be_made_costs_a_sentence(void **state)
{
    (void)state;
    write_file("file", "", 0);
    Store *store = store_open(STORE_CONFIG, "file/below", notice); /* what should be a folder is a file */
    assert_string_equal(notice, "");
    store_set_number(store, "window", "speed", 1);
    assert_false(store_save(store, notice));
    assert_non_null(strstr(notice, "cannot be written"));
    store_close(store);
}

static void a_link_stays_a_link(void **state)
{
    (void)state;
    char target[200];
    snprintf(target, sizeof target, "%s/elsewhere", home);
    FILE *out = fopen(target, "w");
    assert_non_null(out);
    fclose(out);
    assert_int_equal(symlink(target, path_of("linked")), 0);
    Store *store = store_open(STORE_CONFIG, "linked", notice);
    store_set_number(store, "window", "speed", 7);
    assert_true(store_save(store, notice));
    store_close(store);
    struct stat found;
    assert_int_equal(lstat(path_of("linked"), &found), 0);
    assert_true(S_ISLNK(found.st_mode));
    assert_int_equal(stat(target, &found), 0);
    assert_true(found.st_size > 0);
}

/* Two programs that write at once: whoever reads meanwhile gets one of both files, whole. */
static void no_reader_ever_sees_half_a_file(void **state)
{
    (void)state;
    enum { WRITERS = 2, ROUNDS = 60 };
    pid_t writers[WRITERS];
    for (int writer = 0; writer < WRITERS; writer++) {
        writers[writer] = fork();
        assert_true(writers[writer] >= 0);
        for (int round = 0; writers[writer] == 0 && round < ROUNDS; round++) {
            Store *store = store_open(STORE_CONFIG, "shared", notice);
            for (int key = 0; key < 200; key++) {
                char name[32];
                snprintf(name, sizeof name, "key%d", key);
                store_set_number(store, "all", name, writer);
            }
            bool well = notice[0] == '\0' && store_save(store, notice);
            store_close(store);
            if (!well) {
                _exit(1);
            }
        }
        if (writers[writer] == 0) {
            _exit(0);
        }
    }
    for (int writer = 0; writer < WRITERS; writer++) {
        int status = 0;
        assert_int_equal(waitpid(writers[writer], &status, 0), writers[writer]);
        assert_int_equal(status, 0);
    }
    Store *store = store_open(STORE_CONFIG, "shared", notice);
    long first = -1, other = -1;
    assert_true(store_number(store, "all", "key0", &first));
    assert_true(store_number(store, "all", "key199", &other));
    assert_int_equal(first, other);
    store_close(store);
}

static void data_and_configuration_lie_apart(void **state)
{
    (void)state;
    char path[200];
    struct stat found;
    Store *store = store_open(STORE_DATA, "progress", notice);
    store_set_number(store, "gather", "furthest", 1);
    assert_true(store_save(store, notice));
    store_close(store);
    snprintf(path, sizeof path, "%s/data/.local/share/loopscope/progress", home);
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
}

int main(void)
{
    snprintf(home, sizeof home, "/tmp/loopscope-store-XXXXXX");
    if (mkdtemp(home) == NULL) {
        return 1;
    }
    char data[100], remove[120];
    snprintf(data, sizeof data, "%s/data", home);
    mkdir(data, 0700);
    setenv("XDG_CONFIG_HOME", home, 1);
    setenv("XDG_DATA_HOME", "not/absolute", 1); /* counts as none */
    setenv("HOME", data, 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_is_there_in_the_next_session),
        cmocka_unit_test(a_damaged_file_is_set_aside_and_said),
        cmocka_unit_test(an_empty_file_is_as_good_as_none),
        cmocka_unit_test(what_cannot_be_read_is_not_written_over),
        cmocka_unit_test(a_folder_that_cannot_be_made_costs_a_sentence),
        cmocka_unit_test(a_link_stays_a_link),
        cmocka_unit_test(no_reader_ever_sees_half_a_file),
        cmocka_unit_test(data_and_configuration_lie_apart),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    snprintf(remove, sizeof remove, "rm -rf '%s'", home);
    return system(remove) == 0 ? failed : 1;
}
