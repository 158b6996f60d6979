/* theme.c: the colours can be read and told apart, under normal sight and under three kinds of colour blindness. */
#include "view/focus.h"
#include "draw/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

typedef struct Colour {
    double v[3];
} Colour;

static const double pi = 3.14159265358979323846;

static Colour linear_of(uint32_t rgb)
{
    Colour colour;
    for (int i = 0; i < 3; i++) {
        double c = (double)((rgb >> (16 - 8 * i)) & 0xff) / 255.0;
        colour.v[i] = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
    }
    return colour;
}

/* WCAG 2. */
static double contrast(uint32_t a, uint32_t b)
{
    Colour one = linear_of(a);
    Colour two = linear_of(b);
    double first = 0.2126 * one.v[0] + 0.7152 * one.v[1] + 0.0722 * one.v[2] + 0.05;
    double second = 0.2126 * two.v[0] + 0.7152 * two.v[1] + 0.0722 * two.v[2] + 0.05;
    return first > second ? first / second : second / first;
}

static Colour times(const double matrix[3][3], Colour colour)
{
    Colour out;
    for (int row = 0; row < 3; row++) {
        out.v[row] = matrix[row][0] * colour.v[0] + matrix[row][1] * colour.v[1] + matrix[row][2] * colour.v[2];
    }
    return out;
}

static double lab_curve(double t) { return t > 216.0 / 24389.0 ? cbrt(t) : (24389.0 / 27.0 * t + 16.0) / 116.0; }

static Colour lab_of(Colour linear)
{
    static const double xyz_of_rgb[3][3] = {
        {0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}};
    for (int i = 0; i < 3; i++) {
        linear.v[i] = fmax(0, fmin(1, linear.v[i]));
    }
    Colour xyz = times(xyz_of_rgb, linear);
    double x = lab_curve(xyz.v[0] / 0.95047);
    double y = lab_curve(xyz.v[1]);
    double z = lab_curve(xyz.v[2] / 1.08883);
    return (Colour){{116 * y - 16, 500 * (x - y), 200 * (y - z)}};
}

static double hue_of(double a, double b)
{
    double hue = a == 0 && b == 0 ? 0 : atan2(b, a);
    return hue < 0 ? hue + 2 * pi : hue;
}

/* The colour difference of CIE 142-2001. */
static double ciede2000(Colour one, Colour two)
{
    double chroma = (hypot(one.v[1], one.v[2]) + hypot(two.v[1], two.v[2])) / 2;
    double seventh = pow(chroma, 7);
    double g = 0.5 * (1 - sqrt(seventh / (seventh + pow(25, 7))));
    double a1 = one.v[1] * (1 + g), a2 = two.v[1] * (1 + g);
    double c1 = hypot(a1, one.v[2]), c2 = hypot(a2, two.v[2]);
    double h1 = hue_of(a1, one.v[2]), h2 = hue_of(a2, two.v[2]);
    double turn = h2 - h1;
    if (c1 * c2 == 0) {
        turn = 0;
    } else if (turn > pi) {
        turn -= 2 * pi;
    } else if (turn < -pi) {
        turn += 2 * pi;
    }
    double hue_difference = 2 * sqrt(c1 * c2) * sin(turn / 2);
    double light = (one.v[0] + two.v[0]) / 2;
    double mean_chroma = (c1 + c2) / 2;
    double hue = (h1 + h2) / 2;
    if (c1 * c2 != 0 && fabs(h1 - h2) > pi) {
        hue += h1 + h2 < 2 * pi ? pi : -pi;
    }
    double degree = pi / 180;
    double t = 1 - 0.17 * cos(hue - 30 * degree) + 0.24 * cos(2 * hue);
    t += 0.32 * cos(3 * hue + 6 * degree) - 0.20 * cos(4 * hue - 63 * degree);
    double off = (light - 50) * (light - 50);
    double sl = 1 + 0.015 * off / sqrt(20 + off);
    double sc = 1 + 0.045 * mean_chroma;
    double sh = 1 + 0.015 * mean_chroma * t;
    double from_blue = (hue / degree - 275) / 25;
    double mean_seventh = pow(mean_chroma, 7);
    double rt = -2 * sqrt(mean_seventh / (mean_seventh + pow(25, 7))) * sin(60 * degree * exp(-from_blue * from_blue));
    double dl = (two.v[0] - one.v[0]) / sl;
    double dc = (c2 - c1) / sc;
    double dh = hue_difference / sh;
    return sqrt(dl * dl + dc * dc + dh * dh + rt * dc * dh);
}

/* Full dichromacy after Machado, Oliveira and Fernandes (2009), in linear light. */
static const struct {
    const char *name;
    double matrix[3][3];
} sights[] = {
    {"normal sight", {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {"protanopia", {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
    {"deuteranopia", {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
    {"tritanopia", {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
};

static double least_difference(Theme theme)
{
    double least = 1000;
    for (size_t sight = 0; sight < sizeof sights / sizeof *sights; sight++) {
        for (int a = TOKEN_READY; a <= TOKEN_CANCELLED; a++) {
            for (int b = a + 1; b <= TOKEN_CANCELLED; b++) {
                Colour one = lab_of(times(sights[sight].matrix, linear_of(theme_rgb(theme, (Token)a))));
                Colour two = lab_of(times(sights[sight].matrix, linear_of(theme_rgb(theme, (Token)b))));
                double difference = ciede2000(one, two);
                if (difference < least) {
                    least = difference;
                    print_message("%s, %s: %s and %s differ by %.1f\n", theme_name(theme), sights[sight].name, theme_token_name((Token)a),
                                  theme_token_name((Token)b), least);
                }
            }
        }
    }
    return least;
}

/* Published pairs (Sharma, Wu and Dalal 2005): the yardstick itself is right. */
static void the_difference_agrees_with_published_pairs(void **state)
{
    (void)state;
    assert_float_equal(ciede2000((Colour){{50, 2.6772, -79.7751}}, (Colour){{50, 0, -82.7485}}), 2.0425, 0.0001);
    assert_float_equal(ciede2000((Colour){{50, 2.5, 0}}, (Colour){{73, 25, -18}}), 27.1492, 0.0001);
    assert_float_equal(ciede2000((Colour){{22.7233, 20.0904, -46.6940}}, (Colour){{23.0331, 14.9730, -42.5619}}), 2.0373, 0.0001);
    assert_float_equal(ciede2000((Colour){{2.0776, 0.0795, -1.1350}}, (Colour){{0.9033, -0.0636, -0.5514}}), 0.9082, 0.0001);
}

static void states_can_be_told_apart_whatever_the_eye(void **state)
{
    (void)state;
    assert_true(least_difference(THEME_DARK) >= 13.5);
    assert_true(least_difference(THEME_LIGHT) >= 15.5);
    assert_true(least_difference(THEME_HIGH_CONTRAST) >= 15.5);
}

static void bars_stand_out_from_the_panel(void **state)
{
    (void)state;
    for (int theme = 0; theme < THEME_COUNT; theme++) {
        for (int token = TOKEN_CREATED; token <= TOKEN_CANCELLED; token++) {
            double ratio = contrast(theme_rgb((Theme)theme, (Token)token), theme_rgb((Theme)theme, TOKEN_PANEL));
            if (ratio < 2.9) {
                fail_msg("%s: %s has %.2f", theme_name((Theme)theme), theme_token_name((Token)token), ratio);
            }
        }
    }
}

static void assert_readable(Theme theme, Token text, Token ground, double least)
{
    double ratio = contrast(theme_rgb(theme, text), theme_rgb(theme, ground));
    if (ratio < least) {
        fail_msg("%s: %s on %s has %.2f", theme_name(theme), theme_token_name(text), theme_token_name(ground), ratio);
    }
}

static void the_ring_of_the_focus_stands_out(void **state)
{
    (void)state;
    for (int theme = 0; theme < THEME_COUNT; theme++) {
        assert_readable((Theme)theme, FOCUS_TOKEN, TOKEN_PANEL, 3);
        assert_readable((Theme)theme, FOCUS_TOKEN, TOKEN_BG, 3);
        assert_readable((Theme)theme, FOCUS_TOKEN, TOKEN_RAISED, 3);
    }
}

static void text_can_be_read_on_every_ground(void **state)
{
    (void)state;
    static const Token grounds[] = {TOKEN_PANEL, TOKEN_BG, TOKEN_RAISED};
    static const Token texts[] = {TOKEN_TEXT, TOKEN_DIM, TOKEN_KEYWORD, TOKEN_STRING, TOKEN_FUNCTION, TOKEN_NUMBER, TOKEN_AWAIT};
    for (int theme = 0; theme < THEME_COUNT; theme++) {
        double least = theme == THEME_HIGH_CONTRAST ? 7.0 : 4.5;
        for (size_t ground = 0; ground < sizeof grounds / sizeof *grounds; ground++) {
            for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
                assert_readable((Theme)theme, texts[i], grounds[ground], least);
            }
            for (int token = TOKEN_CREATED_TEXT; token <= TOKEN_CANCELLED_TEXT; token++) {
                assert_readable((Theme)theme, (Token)token, grounds[ground], least);
            }
        }
    }
}

static void text_on_a_filled_chip_can_be_read(void **state)
{
    (void)state;
    for (int theme = 0; theme < THEME_COUNT; theme++) {
        assert_readable((Theme)theme, TOKEN_ON_STATE, TOKEN_RUNNING, 4.5);
        assert_readable((Theme)theme, TOKEN_ON_READY, TOKEN_READY, 4.5);
    }
}

static void every_token_and_font_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int a = 0; a < TOKEN_COUNT; a++) {
        for (int b = a + 1; b < TOKEN_COUNT; b++) {
            assert_string_not_equal(theme_token_name((Token)a), theme_token_name((Token)b));
        }
    }
    for (int font = 0; font < FONT_COUNT; font++) {
        assert_non_null(theme_font_name((Font)font));
        assert_true(theme_font_size((Font)font) >= 12);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_difference_agrees_with_published_pairs),
        cmocka_unit_test(states_can_be_told_apart_whatever_the_eye),
        cmocka_unit_test(bars_stand_out_from_the_panel),
        cmocka_unit_test(the_ring_of_the_focus_stands_out),
        cmocka_unit_test(text_can_be_read_on_every_ground),
        cmocka_unit_test(text_on_a_filled_chip_can_be_read),
        cmocka_unit_test(every_token_and_font_has_a_name_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
