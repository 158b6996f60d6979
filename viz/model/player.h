/* player.h: which n: the cursor over the facts, and how far a step moves it. Knows no clock: time is passed in. */
#ifndef LOOPSCOPE_PLAYER_H
#define LOOPSCOPE_PLAYER_H

#include "spans.h"

typedef enum StepSize { STEP_EVENT, STEP_AWAIT, STEP_TURN, STEP_OUTPUT, STEP_SIZE_COUNT } StepSize;

typedef struct Player {
    size_t n;        /* the cursor: events before it have happened */
    size_t previous; /* where it was before the last move, for the movement of chips */
    StepSize size;   /* default STEP_AWAIT */
    bool playing;
    bool following;        /* live: stays at the end as the trace grows */
    int64_t speed_percent; /* 25, 50, 100, 200, 400 */
    int64_t moved_at;      /* ns, caller's clock: when the last single step was made; a seek sets it so that no movement is shown */
    int64_t next_at;       /* ns: when playing, the time of the next step */
    bool glide;            /* the last move was one step: chips glide */
} Player;

extern const int64_t player_speeds[5];

void player_init(Player *player);
/* The n that a step of `size` from n leads to (n itself at the ends). Forward steps stop just after the landmark event:
   an await-point step shows a task that goes on, the next one the same task suspended or done. direction is +1 or -1; player_target(player_target(n, +1), -1) comes back to a landmark n. */
size_t player_target(const Spans *spans, const Trace *trace, size_t n, StepSize size, int direction);
void player_step(Player *player, const Spans *spans, const Trace *trace, StepSize size, int direction, int64_t now);
void player_seek(Player *player, const Trace *trace, size_t n);
/* Moves a playing cursor, and a following one; true if n changed. At the end playing stops. */
bool player_tick(Player *player, const Spans *spans, const Trace *trace, int64_t now);
/* When player_tick() must be called next (ns, the caller's clock), INT64_MAX for never. */
int64_t player_due(const Player *player, int64_t now);
/* 0…1: how far the movement of the last step is; 1 when there is none. Ease-out over 160 ms. */
float player_progress(const Player *player, int64_t now, bool reduced_motion);
/* "await point 8 / 17" for the transport: k of total, k = 0 before the first. */
void player_position(const Player *player, const Spans *spans, size_t *k, size_t *total);

#endif
