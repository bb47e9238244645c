package io.cornu.savedmodels.serving;

import java.time.Duration;

/**
 * What a predictor did since it was opened, over all threads and reloads.
 *
 * @param calls how many calls were answered
 * @param examples how many examples were in them
 * @param failures how many calls were refused or failed, deadlines not counted
 * @param missedDeadlines how many calls ended without an answer because their time was up
 * @param inFlight how many calls are being made now, those in the background included whose callers have left
 * @param median the time that half of the answered calls took at most, waiting for a worker included; rounded up by an
 *     eighth at most
 * @param percentile99 the time that 99 of 100 answered calls took at most, rounded up likewise
 */
public record PredictorStatistics(
        long calls,
        long examples,
        long failures,
        long missedDeadlines,
        long inFlight,
        Duration median,
        Duration percentile99) {}
