/* settings.c: each setting as text and back, from the file into the window and from the window into the file, and an option beats the file. */
#include "shell/cli/cli.h"
#include "app/app.h"
#include "shell/settings_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char home[64], notice[STORE_NOTICE];
static const bool none_given[SETTING_COUNT];

static void write_settings(const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/loopscope", home);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/loopscope/settings", home);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

static char *read_settings(void)
{
    static char text[2000];
    char path[128];
    snprintf(path, sizeof path, "%s/loopscope/settings", home);
    FILE *in = fopen(path, "r");
    text[in != NULL ? fread(text, 1, sizeof text - 1, in) : 0] = '\0';
    if (in != NULL) {
        fclose(in);
    }
    return text;
}

static Settings read_kept(void)
{
    Settings settings = settings_usual();
    settings_file_read(&settings, none_given, notice);
    return settings;
}

static void every_value_is_read_back_from_its_text(void **state)
{
    (void)state;
    for (int i = 0; i < SETTING_COUNT; i++) {
        Setting setting = (Setting)i;
        const SettingInfo *info = setting_info(setting);
        char text[32], values[96];
        assert_true(strlen(setting_values(setting, values, sizeof values)) < sizeof values - 1);
        long value = info->least, seen = 0;
        for (;;) {
            long back = -1;
            assert_true(setting_parse(setting, setting_text(setting, value, text, sizeof text), &back));
            assert_int_equal(back, value);
            assert_int_equal(setting_within(setting, value), value);
            long next = setting_next(setting, value, 1);
            seen++;
            if (next == value) {
                break;
            }
            value = next;
        }
        assert_true(seen >= 2);
        while (setting_next(setting, value, -1) != value) {
            value = setting_next(setting, value, -1);
        }
        assert_int_equal(value, info->kind == SETTING_PIXELS ? SETTING_PACKED(960, 600) : info->least);
    }
}

static void what_is_no_value_is_refused(void **state)
{
    (void)state;
    static const struct {
        Setting setting;
        const char *text;
    } wrong[] = {
        {SETTING_OF_THEME, ""},        {SETTING_OF_THEME, "dar"},       {SETTING_OF_THEME, "dark light"},  {SETTING_OF_SCALE, "0.74"},
        {SETTING_OF_SCALE, "3.1"},     {SETTING_OF_SCALE, "nan"},       {SETTING_OF_SCALE, "1e0"},         {SETTING_OF_SCALE, "1.2.3"},
        {SETTING_OF_SCALE, "-1"},      {SETTING_OF_SCALE, "999999999"}, {SETTING_OF_SIZE, "960x599"},      {SETTING_OF_SIZE, "x"},
        {SETTING_OF_SIZE, "8193x900"}, {SETTING_OF_SIZE, "1440x900 "},  {SETTING_OF_PROGRAM_WIDTH, "100"}, {SETTING_OF_SPEED, "3"},
        {SETTING_OF_SIZE, ""},         {SETTING_OF_PROGRAM_WIDTH, ""},  {SETTING_OF_PROGRAM_WIDTH, "-1"},  {SETTING_OF_SCALE, ""}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        long value = 77;
        if (setting_parse(wrong[i].setting, wrong[i].text, &value) || value != 77) {
            fail_msg("%s takes \"%s\"", setting_info(wrong[i].setting)->name, wrong[i].text);
        }
    }
}

static void what_is_applied_is_what_is_read(void **state)
{
    (void)state;
    Settings settings = settings_usual(), back = settings_usual();
    for (int i = 0; i < SETTING_COUNT; i++) {
        settings.value[i] =
            setting_next((Setting)i, settings.value[i], setting_info((Setting)i)->usual == setting_info((Setting)i)->most ? -1 : 1);
    }
    static App app;
    assert_true(app_init(&app));
    settings_read(&app.ui, &app.player, &back);
    Settings usual = settings_usual();
    assert_memory_equal(back.value, usual.value, sizeof usual.value);
    settings_apply(&settings, &app.ui, &app.player);
    back.value[SETTING_OF_SIZE] = settings.value[SETTING_OF_SIZE];
    settings_read(&app.ui, &app.player, &back);
    assert_memory_equal(back.value, settings.value, sizeof back.value);
    app_free(&app);
}

/* For the projector everything is larger; the scale for the desk is another one, and is the one that is kept. */
static void presenting_does_not_change_the_usual_scale(void **state)
{
    (void)state;
    Ui ui = {.scale = 1.25F};
    ui_present(&ui, true);
    assert_float_equal(ui.scale, 1.875F, 0.001F);
    assert_float_equal(ui_scale_seated(&ui), 1.25F, 0.001F);
    ui.scale = 2.25F; /* Ctrl + while presenting */
    assert_float_equal(ui_scale_seated(&ui), 1.5F, 0.001F);
    ui_present(&ui, false);
    assert_float_equal(ui.scale, 1.5F, 0.001F);
    ui.scale = 3; /* as large as it goes: no larger when presented, and as before afterwards */
    ui_present(&ui, true);
    ui_present(&ui, false);
    assert_float_equal(ui.scale, 3, 0.001F);
}

/* So large that the program and the loop still stand beside each other, and never smaller than at the desk; who wants it larger has it. */
static void presenting_is_as_large_as_the_window_has_room_for(void **state)
{
    (void)state;
    Ui ui = {.scale = 1};
    assert_float_equal(ui_scale_shown(&ui, 1440), 1, 0.001F);
    ui_present(&ui, true);
    assert_float_equal(ui_scale_shown(&ui, 1920), 1.5F, 0.001F);
    assert_float_equal(1440 / ui_scale_shown(&ui, 1440), 1064, 1);
    assert_float_equal(ui_scale_shown(&ui, 960), 1, 0.001F);
    ui.scale = 2; /* Ctrl + */
    assert_float_equal(ui_scale_shown(&ui, 1440), 2, 0.001F);
}

static char *without_empty_lines(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if (*from != '\n' || (to > text && to[-1] != '\n')) {
            *to++ = *from;
        }
    }
    *to = '\0';
    return text;
}

static void only_what_was_chosen_is_written(void **state)
{
    (void)state;
    write_settings("# mine\n[settings]\naxis=time\n[other]\nx=1\n");
    Settings now = read_kept();
    assert_string_equal(notice, "");
    assert_int_equal(now.value[SETTING_OF_AXIS], AXIS_TIME);
    now.value[SETTING_OF_SPEED] = 4; /* as an option on the command line: it is not kept */
    SettingsFile file;
    settings_file_start(&file, &now, false);
    assert_false(settings_file_differs(&file, &now));
    now.value[SETTING_OF_THEME] = THEME_LIGHT;
    assert_true(settings_file_differs(&file, &now));
    write_settings("# mine\n[settings]\naxis=steps\n[other]\nx=1\n"); /* another window, meanwhile */
    assert_true(settings_file_keep(&file, &now, notice));
    /* GLib puts an empty line between groups, or does not, as its version pleases. */
    assert_string_equal(without_empty_lines(read_settings()), "# mine\n[settings]\naxis=steps\ntheme=light\n[other]\nx=1\n");
    assert_false(settings_file_differs(&file, &now));
    settings_file_start(&file, &now, true); /* --no-settings */
    now.value[SETTING_OF_THEME] = THEME_DARK;
    assert_false(settings_file_differs(&file, &now));
    assert_true(settings_file_keep(&file, &now, notice));
    assert_non_null(strstr(read_settings(), "theme=light"));
}

static void a_wrong_value_costs_only_itself(void **state)
{
    (void)state;
    write_settings("[settings]\ntheme=pink\nscale=1.5\n");
    Settings settings = read_kept();
    assert_string_equal(notice, "In the settings file, theme = pink is not understood: it should be dark, light or contrast.");
    assert_int_equal(settings.value[SETTING_OF_THEME], THEME_DARK);
    assert_int_equal(settings.value[SETTING_OF_SCALE], 150);
    write_settings("[settings]\nfont=Comic\nscale=2\n");
    settings = read_kept();
    assert_non_null(strstr(notice, "\"font\", which this version does not know"));
    assert_int_equal(settings.value[SETTING_OF_SCALE], 200);
}

static void an_option_beats_the_file(void **state)
{
    (void)state;
    write_settings("[settings]\ntheme=light\naxis=time\ncode=python\n");
    char *words[] = {"loopscope", "gather", "--axis", "steps", "--code", "c"};
    Cli cli;
    assert_true(cli_parse(&cli, 6, words));
    settings_file_read(&cli.settings, cli.given, notice);
    assert_int_equal(cli.settings.value[SETTING_OF_THEME], THEME_LIGHT);
    assert_int_equal(cli.settings.value[SETTING_OF_AXIS], AXIS_STEPS);
    assert_int_equal(cli.settings.value[SETTING_OF_CODE], 0);
}

/* "language" was that of the program, before there was one of the words. */
static void an_older_file_and_an_older_call_are_understood(void **state)
{
    (void)state;
    write_settings("[settings]\nlanguage=python\n");
    Settings settings = read_kept();
    assert_string_equal(notice, "");
    assert_int_equal(settings.value[SETTING_OF_CODE], 1);
    assert_int_equal(settings.value[SETTING_OF_LANGUAGE], LANGUAGE_ENGLISH);
    char *words[] = {"loopscope", "gather", "--language", "python"};
    Cli cli;
    assert_true(cli_parse(&cli, 4, words));
    assert_int_equal(cli.settings.value[SETTING_OF_CODE], 1);
    assert_false(cli.given[SETTING_OF_LANGUAGE]);
}

static void the_language_is_said_else_kept_else_asked_for_by_the_environment(void **state)
{
    (void)state;
    char *words[] = {"loopscope", "glossary", "--language", "en"};
    Cli cli;
    write_settings("[settings]\naxis=time\n");
    assert_true(cli_parse(&cli, 2, words));
    cli_speak(&cli, LANGUAGE_GERMAN);
    assert_int_equal(cli_language(&cli), LANGUAGE_GERMAN);
    assert_int_equal(cli.settings.value[SETTING_OF_AXIS], AXIS_ELASTIC); /* nothing else is read here */
    write_settings("[settings]\nlanguage=de\n");
    assert_true(cli_parse(&cli, 2, words));
    cli_speak(&cli, LANGUAGE_ENGLISH);
    assert_int_equal(cli_language(&cli), LANGUAGE_GERMAN);
    assert_true(cli_parse(&cli, 4, words));
    cli_speak(&cli, LANGUAGE_GERMAN);
    assert_int_equal(cli_language(&cli), LANGUAGE_ENGLISH);
    char *unknown[] = {"loopscope", "--language", "fr"};
    assert_false(cli_parse(&cli, 3, unknown));
    assert_string_equal(cli.error, "--language fr is not understood: give en or de");
}

static void every_setting_is_an_option(void **state)
{
    (void)state;
    for (int i = 0; i < SETTING_COUNT; i++) {
        char option[40], text[32], program[] = "loopscope";
        const SettingInfo *info = setting_info((Setting)i);
        long value = setting_next((Setting)i, info->least, 1);
        snprintf(option, sizeof option, "--%s", info->name);
        char *words[] = {program, option, setting_text((Setting)i, value, text, sizeof text)};
        Cli cli;
        assert_true(cli_parse(&cli, 3, words));
        assert_true(cli.given[i] && cli.settings.value[i] == value);
        assert_false(cli_parse(&cli, 2, words));
        char nonsense[] = "nonsense";
        words[2] = nonsense;
        assert_false(cli_parse(&cli, 3, words));
        assert_non_null(strstr(cli.error, info->name));
    }
}

int main(void)
{
    snprintf(home, sizeof home, "/tmp/loopscope-settings-XXXXXX");
    if (mkdtemp(home) == NULL) {
        return 1;
    }
    setenv("XDG_CONFIG_HOME", home, 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_is_read_back_from_its_text),
        cmocka_unit_test(what_is_no_value_is_refused),
        cmocka_unit_test(what_is_applied_is_what_is_read),
        cmocka_unit_test(presenting_does_not_change_the_usual_scale),
        cmocka_unit_test(presenting_is_as_large_as_the_window_has_room_for),
        cmocka_unit_test(only_what_was_chosen_is_written),
        cmocka_unit_test(a_wrong_value_costs_only_itself),
        cmocka_unit_test(an_option_beats_the_file),
        cmocka_unit_test(an_older_file_and_an_older_call_are_understood),
        cmocka_unit_test(the_language_is_said_else_kept_else_asked_for_by_the_environment),
        cmocka_unit_test(every_setting_is_an_option),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    char remove[100];
    snprintf(remove, sizeof remove, "rm -rf '%s'", home);
    return system(remove) == 0 ? failed : 1;
}
