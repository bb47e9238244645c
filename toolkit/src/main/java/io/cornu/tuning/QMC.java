package io.cornu.tuning;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.hipparchus.random.HaltonSequenceGenerator;
import org.hipparchus.random.SobolSequenceGenerator;

/**
 * Takes the points of a sequence that fills the space more evenly than chance (quasi-Monte Carlo).
 *
 * <p>The study's first trial is drawn at random, since it shows what parameters there are; those it did not ask for
 * are always drawn at random. Every point is taken once, whoever runs the trials. A Sobol sequence is most even after a
 * power of two of its points.
 *
 * <p>Source: {@code optuna.samplers.QMCSampler}, Optuna 5.0; the same points where nothing is scrambled.
 *
 * @param sequence which sequence; {@link Sequence#SOBOL} by default
 * @param scrambled whether the study's seed moves the points: a Sobol point by exclusive or with random digits, a
 *     Halton point along each axis around the end; false by default
 */
@RecordBuilder
public record QMC(Sequence sequence, boolean scrambled) implements Sampler, QMCBuilder.With {
    private static final double DIGITS = 0x1p32;
    private static final int MOST_DIMENSIONS_OF_SOBOL = 1000;
    private static final int MOST_DIMENSIONS_OF_HALTON = 40;

    /** A sequence of points. */
    public enum Sequence {
        /** Sobol's, with the directions of Joe and Kuo (2008); for up to 1000 parameters. */
        SOBOL,
        /** Halton's, with a prime for each parameter; for up to 40. */
        HALTON
    }

    /**
     * Sobol's sequence as it is.
     *
     * @return the sampler
     */
    public static QMC of() {
        return new QMC(Sequence.SOBOL, false);
    }

    @Override
    public Map<String, Double> sampleTogether(StudyView study) {
        SortedMap<String, Distribution> space = space(study);
        boolean isGiven = study.trial().fixed().keySet().containsAll(space.keySet());
        if (isGiven || space.size() > limitOfDimensions()) {
            return Map.of();
        }
        // Another space, or another sequence, has points of its own.
        int index = study.claim(
                POINT + sequence + Integer.toHexString(space.toString().hashCode()));
        double[] point = point(space.size(), index, study.seed());
        int axis = 0;
        Map<String, Double> values = new TreeMap<>();
        for (Map.Entry<String, Distribution> parameter : space.entrySet()) {
            values.put(parameter.getKey(), Distributions.at(parameter.getValue(), point[axis++]));
        }
        return values;
    }

    @Override
    public double sampleAlone(StudyView study, String name, Distribution distribution) {
        return RandomSearch.draw(study.random(), distribution);
    }

    /**
     * What the first trial asked for, for good: another number of dimensions would be another sequence. Before one has
     * ended, what those that run asked for.
     */
    private static SortedMap<String, Distribution> space(StudyView study) {
        SortedMap<String, Distribution> space = new TreeMap<>();
        List<TrialRecord> ended = SearchSpace.inState(study.trials(), TrialState.COMPLETE, TrialState.PRUNED);
        List<TrialRecord> shown =
                ended.isEmpty() ? SearchSpace.inState(study.trials(), TrialState.RUNNING) : ended.subList(0, 1);
        shown.forEach(trial -> trial.parameters().forEach((name, setting) -> space.put(name, setting.distribution())));
        return space;
    }

    private int limitOfDimensions() {
        return sequence == Sequence.SOBOL ? MOST_DIMENSIONS_OF_SOBOL : MOST_DIMENSIONS_OF_HALTON;
    }

    private double[] point(int dimensions, int index, long seed) {
        double[] point = sequence == Sequence.SOBOL
                ? new SobolSequenceGenerator(dimensions).skipTo(index)
                : halton(dimensions).skipTo(index);
        if (scrambled) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int axis = 0; axis < dimensions; axis++) {
                point[axis] = sequence == Sequence.SOBOL
                        ? shifted(point[axis], random)
                        : (point[axis] + random.nextDouble()) % 1;
            }
        }
        return point;
    }

    private static double shifted(double place, SplittableRandom random) {
        return ((long) (place * DIGITS) ^ random.nextLong(1L << 32)) / DIGITS;
    }

    /** The first points of a scrambled Sobol sequence. */
    static double[][] scrambledSobol(int dimensions, int count, long seed) {
        SobolSequenceGenerator generator = new SobolSequenceGenerator(dimensions);
        double[][] points = new double[count][];
        for (int i = 0; i < count; i++) {
            points[i] = generator.nextVector();
            SplittableRandom random = new SplittableRandom(seed);
            for (int axis = 0; axis < dimensions; axis++) {
                points[i][axis] = shifted(points[i][axis], random);
            }
        }
        return points;
    }

    private static HaltonSequenceGenerator halton(int dimensions) {
        int[] primes = new int[dimensions];
        int found = 0;
        for (int candidate = 2; found < dimensions; candidate++) {
            boolean prime = true;
            for (int divisor = 0; divisor < found && prime; divisor++) {
                prime = candidate % primes[divisor] != 0;
            }
            if (prime) {
                primes[found++] = candidate;
            }
        }
        return new HaltonSequenceGenerator(dimensions, primes, null);
    }
}
