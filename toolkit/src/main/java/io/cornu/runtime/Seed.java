package io.cornu.runtime;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Where all randomness of a model comes from: first weights, shuffling, dropout. The same seed gives the same
 * numbers on the same machine and thread count.
 *
 * @param value any number
 */
public record Seed(long value) {
    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");

    /**
     * A seed.
     *
     * @param value any number
     * @return the seed
     */
    public static Seed of(long value) {
        return new Seed(value);
    }

    /**
     * A seed for one purpose, unlike that for any other.
     *
     * @param purpose a word, such as {@code shuffle}
     * @param number a number within the purpose, such as the epoch
     * @return the seed
     */
    public Seed derive(String purpose, long number) {
        return new Seed(mix(mix(value ^ purpose.hashCode()) + number));
    }

    /**
     * A generator that starts from this seed.
     *
     * @return a new generator, not for several threads
     */
    public RandomGenerator generator() {
        return GENERATORS.create(value);
    }

    /** The finalizer of MurmurHash3, so that near numbers give far seeds. */
    private static long mix(long bits) {
        long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
