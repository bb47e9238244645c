package io.cornu.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * Makes up examples of rare classes, until all classes are as large as the largest, or as large as asked for: each lies
 * at random on the line between an example and one of its nearest neighbors of the same class (Chawla et al. 2002).
 *
 * <pre>x' = x + u (neighbor - x), u ~ [0, 1)</pre>
 *
 * <p>For tables whose columns are measured on like scales: standardize them before, see {@link Scaling}. For images,
 * augmentation does better. Resample what is learned from, never what is validated or tested with. Neighbors are found by
 * comparing all pairs of a class: at most some ten thousand examples of a rare class.
 *
 * <pre>{@code
 * Dataset balanced = Smote.of(5).resample(train, 42);
 * }</pre>
 *
 * <p>Source: N. Chawla, K. Bowyer, L. Hall, W. Kegelmeyer, "SMOTE: Synthetic minority over-sampling technique", 2002; the
 * draws are distributed as those of {@code imblearn.over_sampling.SMOTE}.
 *
 * @param neighbors how many neighbors an example may be moved to, at least 1; 5 in the paper
 * @param wanted how many examples a class has in the end, by class number; the number of the largest class for all where
 *     empty
 */
public record Smote(int neighbors, Map<Integer, Integer> wanted) {
    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Smote {
        if (neighbors < 1) {
            throw new IllegalArgumentException("Smote: neighbors must be at least 1, received " + neighbors + ".");
        }
        wanted = Map.copyOf(wanted);
    }

    /**
     * Makes all classes as large as the largest.
     *
     * @param neighbors how many neighbors an example may be moved to, at least 1; 5 in the paper
     * @return the resampling
     * @throws IllegalArgumentException if the number is below 1
     */
    public static Smote of(int neighbors) {
        return new Smote(neighbors, Map.of());
    }

    /**
     * The same resampling to given sizes; other classes stay as they are.
     *
     * @param counts how many examples a class has in the end, by class number; at least as many as there are
     * @return a copy
     */
    public Smote withWanted(Map<Integer, Integer> counts) {
        return new Smote(neighbors, counts);
    }

    /**
     * Adds made-up examples after all others, class by class.
     *
     * @param data examples of one input of numbers and one target, class numbers or one-hot; read once
     * @param seed the same one gives the same examples
     * @return a dataset in memory, its inputs float32, or float64 where they were; weights are those of the examples that
     *     others were made of
     * @throws IllegalArgumentException if there are no examples, more inputs or targets, a class is missing or larger than
     *     asked for, or one to be enlarged has not more examples than neighbors
     */
    public Dataset resample(Dataset data, long seed) {
        if (data.size() == 0) {
            throw new IllegalArgumentException("Smote: expected examples, received none.");
        }
        Batch all = Examples.read(data, 0, data.size());
        if (all.inputs().size() != 1 || all.targets().size() != 1) {
            throw new IllegalArgumentException("Smote: expected one input and one target, received "
                    + all.inputs().size() + " and " + all.targets().size() + ". Resample before adding others.");
        }
        DataType type = all.inputs().get(0).dataType() == DataType.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
        Array inputs = all.inputs().get(0).cast(type);
        Map<Integer, int[]> members = members(ClassNumbers.of(all.targets().get(0)));
        RandomGenerator random = GENERATORS.create(seed);
        List<Array> parts = new ArrayList<>(List.of(inputs));
        List<Integer> origins = new ArrayList<>();
        missing(members).forEach((number, count) -> {
            int[] rows = Objects.requireNonNull(members.get(number));
            requireNeighbors(number, rows.length);
            parts.add(made(inputs.gather(rows), rows, count, random, origins));
        });
        int[] rows = IntStream.concat(
                        IntStream.range(0, data.size()), origins.stream().mapToInt(Integer::intValue))
                .toArray();
        Batch enlarged = new Batch(
                List.of(Array.concatenate(parts)),
                List.of(all.targets().get(0).gather(rows)),
                all.sampleWeights().map(weights -> weights.gather(rows)));
        return new ArrayDataset(enlarged, data.classNames());
    }

    private static Map<Integer, int[]> members(int[] classes) {
        Map<Integer, int[]> members = new TreeMap<>();
        for (int number : Arrays.stream(classes).distinct().toArray()) {
            members.put(
                    number,
                    IntStream.range(0, classes.length)
                            .filter(i -> classes[i] == number)
                            .toArray());
        }
        return members;
    }

    /** How many examples each class lacks. */
    private Map<Integer, Integer> missing(Map<Integer, int[]> members) {
        Map<Integer, Integer> missing = new TreeMap<>();
        int largest =
                members.values().stream().mapToInt(rows -> rows.length).max().orElseThrow();
        Map<Integer, Integer> counts = new TreeMap<>(wanted);
        if (wanted.isEmpty()) {
            members.keySet().forEach(number -> counts.put(number, largest));
        }
        counts.forEach((number, count) -> {
            int found = Optional.ofNullable(members.get(number))
                    .map(rows -> rows.length)
                    .orElse(0);
            if (found == 0 || found > count) {
                throw new IllegalArgumentException("Smote: expected a class " + number + " of 1 to " + count
                        + " examples, received " + found + ". Ask for at least as many as there are.");
            }
            if (count > found) {
                missing.put(number, count - found);
            }
        });
        return missing;
    }

    private void requireNeighbors(int number, int found) {
        if (found <= neighbors) {
            throw new IllegalArgumentException("Smote: expected more than " + neighbors + " examples of class " + number
                    + ", one for each neighbor besides itself, received " + found + ". Use fewer neighbors.");
        }
    }

    private Array made(Array own, int[] rows, int count, RandomGenerator random, List<Integer> origins) {
        int[][] nearest = new int[rows.length][];
        int width = own.size() / rows.length;
        double[] made = new double[Math.multiplyExact(count, width)];
        double[] values = own.toDoubles();
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(rows.length);
            if (nearest[from] == null) {
                nearest[from] = nearest(values, width, from);
            }
            int to = nearest[from][random.nextInt(neighbors)];
            double share = random.nextDouble();
            for (int j = 0; j < width; j++) {
                double start = values[from * width + j];
                made[i * width + j] = start + share * (values[to * width + j] - start);
            }
            origins.add(rows[from]);
        }
        long[] shape = own.shape().asArray();
        shape[0] = count;
        return Array.of(made, shape).cast(own.dataType());
    }

    /** The nearest rows other than the row itself, the earlier ones first among those as near. */
    private int[] nearest(double[] values, int width, int row) {
        int size = values.length / Math.max(1, width);
        double[] distances = new double[neighbors];
        int[] found = new int[neighbors];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        for (int other = 0; other < size; other++) {
            if (other == row) {
                continue;
            }
            double distance = 0;
            for (int j = 0; j < width; j++) {
                double difference = values[row * width + j] - values[other * width + j];
                distance += difference * difference;
            }
            int place = neighbors;
            while (place > 0 && distance < distances[place - 1]) {
                place--;
            }
            if (place < neighbors) {
                System.arraycopy(distances, place, distances, place + 1, neighbors - place - 1);
                System.arraycopy(found, place, found, place + 1, neighbors - place - 1);
                distances[place] = distance;
                found[place] = other;
            }
        }
        return found;
    }
}
