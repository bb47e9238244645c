package io.cornu.savedmodels.serving;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts calls and how long they take, by many threads at once.
 *
 * <p>Times fall into eight classes for each doubling, so that a quantile is at most an eighth too large.
 */
final class CallRecorder {
    private static final int PARTS_BITS = 3;
    private static final int PARTS = 1 << PARTS_BITS;

    private final AtomicLongArray classes = new AtomicLongArray((Long.SIZE - PARTS_BITS) * PARTS);
    private final LongAdder examples = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private final LongAdder inFlight = new LongAdder();

    void began() {
        inFlight.increment();
    }

    void ended() {
        inFlight.decrement();
    }

    void answered(long nanoseconds, long rows) {
        classes.incrementAndGet(place(Math.max(0, nanoseconds)));
        examples.add(rows);
    }

    void failed() {
        failures.increment();
    }

    void missedDeadline() {
        missed.increment();
    }

    PredictorStatistics statistics() {
        long[] counts = new long[classes.length()];
        long calls = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = classes.get(i);
            calls += counts[i];
        }
        return new PredictorStatistics(
                calls,
                examples.sum(),
                failures.sum(),
                missed.sum(),
                Math.max(0, inFlight.sum()),
                quantile(counts, calls, 0.5),
                quantile(counts, calls, 0.99));
    }

    private static Duration quantile(long[] counts, long calls, double share) {
        long wanted = (long) Math.ceil(share * calls);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return Duration.ofNanos(end(i));
            }
        }
        return Duration.ZERO;
    }

    /** The class of a time: below 8 one for each number, then by the leading bit and the three after it. */
    static int place(long nanoseconds) {
        if (nanoseconds < PARTS) {
            return (int) nanoseconds;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanoseconds) - PARTS_BITS;
        return (shift + 1) * PARTS + (int) ((nanoseconds >>> shift) & (PARTS - 1));
    }

    /** The largest time of a class. */
    static long end(int place) {
        if (place < PARTS) {
            return place;
        }
        int shift = place / PARTS - 1;
        return ((long) (PARTS + place % PARTS + 1) << shift) - 1;
    }
}
