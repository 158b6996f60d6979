/* desktop.c: whether the desktop's animations are switched off is read from its settings files, whatever else stands in them. */
#include "shell/session_desktop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void a_file_says_it_moves_rests_or_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        DesktopMotion says;
    } files[] = {
        {"", DESKTOP_SAYS_NOTHING},
        {"[Settings]\ngtk-enable-animations=0\n", DESKTOP_STILL},
        {"[Settings]\n  gtk-enable-animations = false\r\ngtk-font-name=Sans 10\n", DESKTOP_STILL},
        {"[Settings]\ngtk-enable-animations=1", DESKTOP_MOVES},
        {"[Settings]\ngtk-enable-animations=true\n", DESKTOP_MOVES},
        {"[Settings]\n#gtk-enable-animations=0\n", DESKTOP_SAYS_NOTHING},
        {"[Settings]\ngtk-enable-animations\n=\n= 0\n", DESKTOP_SAYS_NOTHING},
        {"[Settings]\ngtk-enable-animations=0\ngtk-enable-animations=1\n", DESKTOP_MOVES},
        {"[KDE]\nAnimationDurationFactor=0\n", DESKTOP_STILL},
        {"[KDE]\nAnimationDurationFactor=0.5\n", DESKTOP_MOVES},
        {"\xff\xfe==\n\n[", DESKTOP_SAYS_NOTHING},
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        assert_int_equal(session_desktop_motion(files[i].text), files[i].says);
    }
}

static void write_file(const char *folder, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/gtk-3.0", folder);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/gtk-3.0/settings.ini", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void the_users_own_file_counts(void **state)
{
    (void)state;
    char folder[] = "/tmp/loopscope-desktop-XXXXXX", path[256];
    assert_non_null(mkdtemp(folder));
    setenv("XDG_CONFIG_HOME", folder, 1);
    write_file(folder, "[Settings]\ngtk-enable-animations=0\n");
    assert_true(session_desktop_still());
    write_file(folder, "[Settings]\ngtk-enable-animations=1\n");
    assert_false(session_desktop_still());
    snprintf(path, sizeof path, "%s/gtk-3.0/settings.ini", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/gtk-3.0", folder);
    rmdir(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_says_it_moves_rests_or_nothing),
        cmocka_unit_test(the_users_own_file_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
