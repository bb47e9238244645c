package io.cornu.tests.parity;

import io.cornu.data.Array;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What random targets and predictions look like. */
enum Draw {
    /** Normal numbers. */
    REAL,
    /** Numbers above 0.05. */
    POSITIVE,
    /** Whole numbers from 0 to 4. */
    COUNT,
    /** 0 and 1. */
    BINARY,
    /** -1 and 1. */
    SIGN,
    /** Numbers in (0, 1). */
    PROBABILITY,
    /** Probabilities that add up to 1 on the last axis. */
    DISTRIBUTION,
    /** Probabilities that add up to 1 on axis 1. */
    DISTRIBUTION_1,
    /** Ones and zeros, one 1 on the last axis. */
    ONE_HOT,
    /** Ones and zeros, one 1 on axis 1. */
    ONE_HOT_1,
    /** Vectors of length 1 on the last axis. */
    UNIT,
    /** 0, 1 and 2. */
    CLASS_3,
    /** 0, 1, 2, and sometimes 255. */
    CLASS_3_OR_255,
    /** 0, 1, 2, and sometimes -1. */
    CLASS_3_OR_NONE,
    /** From 0 to 6. */
    CLASS_7,
    /** Multiples of 1/8 in [0, 1]: some lie on thresholds. */
    EIGHTHS;

    Array array(RandomGenerator random, long... shape) {
        int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (float) number(random);
        }
        int last = shape.length - 1;
        switch (this) {
            case DISTRIBUTION, ONE_HOT, UNIT -> groups(random, x, (int) shape[last], 1);
            case DISTRIBUTION_1, ONE_HOT_1 ->
                groups(random, x, (int) shape[1], (int)
                        Arrays.stream(shape, 2, shape.length).reduce(1, (a, b) -> a * b));
            default -> {}
        }
        return Array.of(x, shape);
    }

    private double number(RandomGenerator random) {
        return switch (this) {
            case REAL, UNIT -> random.nextGaussian();
            case POSITIVE -> .05 + random.nextDouble() * 3;
            case COUNT -> random.nextInt(5);
            case BINARY -> random.nextInt(2);
            case SIGN -> 2 * random.nextInt(2) - 1;
            case PROBABILITY -> .02 + .96 * random.nextDouble();
            case DISTRIBUTION, DISTRIBUTION_1 -> .05 + random.nextDouble();
            case ONE_HOT, ONE_HOT_1 -> 0;
            case CLASS_3 -> random.nextInt(3);
            case CLASS_3_OR_255 -> random.nextInt(4) == 0 ? 255 : random.nextInt(3);
            case CLASS_3_OR_NONE -> random.nextInt(4) == 0 ? -1 : random.nextInt(3);
            case CLASS_7 -> random.nextInt(7);
            case EIGHTHS -> random.nextInt(9) / 8.;
        };
    }

    /** Numbers that lie a stride apart belong together. */
    private void groups(RandomGenerator random, float[] x, int width, int stride) {
        for (int start = 0; start < x.length; start++) {
            if (start / stride % width != 0) {
                continue;
            }
            if (this == ONE_HOT || this == ONE_HOT_1) {
                x[start + stride * random.nextInt(width)] = 1;
                continue;
            }
            double sum = 0;
            for (int i = 0; i < width; i++) {
                double number = x[start + stride * i];
                sum += this == UNIT ? number * number : number;
            }
            for (int i = 0; i < width; i++) {
                x[start + stride * i] /= (float) (this == UNIT ? Math.sqrt(sum) : sum);
            }
        }
    }
}
