package io.cornu.tuning;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Importances as the Pearson divergence between the good trials' values and all trials' values, on a grid. */
final class PedAnova {
    private static final double GOOD = .1;
    private static final int MOST_POINTS = 50;
    private static final int FEWEST_TRIALS = 2;
    private static final double LEAST_DENSITY = 1e-12;
    /** Nine tenths of a normal distribution of this deviation lie within half a grid step. */
    private static final double LEAST_DEVIATION = .5 / 1.64;

    private PedAnova() {}

    static Map<String, Double> importances(StudyResult study) {
        List<TrialRecord> all = study.inState(TrialState.COMPLETE).stream()
                .filter(trial -> Double.isFinite(trial.value().orElseThrow()))
                .toList();
        Map<String, Double> raw = new TreeMap<>();
        all.forEach(trial -> trial.parameters().keySet().forEach(name -> raw.put(name, 0.0)));
        if (all.size() > 1) {
            double[] losses = all.stream()
                    .mapToDouble(trial -> study.direction().loss(trial.value().orElseThrow()))
                    .toArray();
            double cutoff = Arrays.stream(losses).sorted().toArray()[(int) Math.ceil(GOOD * losses.length) - 1];
            Set<Integer> good = IntStream.range(0, losses.length)
                    .filter(i -> losses[i] <= cutoff)
                    .mapToObj(i -> all.get(i).number())
                    .collect(Collectors.toSet());
            raw.replaceAll((name, zero) -> importance(name, all, good));
        }
        double sum = raw.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        raw.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> shares.put(entry.getKey(), sum == 0 ? 1.0 / raw.size() : entry.getValue() / sum));
        return shares;
    }

    private static double importance(String name, List<TrialRecord> all, Set<Integer> good) {
        List<TrialRecord> having = all.stream()
                .filter(trial -> trial.parameters().containsKey(name))
                .toList();
        List<TrialRecord> goodOnes =
                having.stream().filter(trial -> good.contains(trial.number())).toList();
        Setting any = having.get(0).parameters().get(name);
        if (any == null || any.distribution().isSingle() || having.size() < FEWEST_TRIALS || goodOnes.isEmpty()) {
            return 0;
        }
        double[] top = density(any.distribution(), name, goodOnes);
        double[] whole = density(any.distribution(), name, having);
        double divergence = 0;
        for (int i = 0; i < top.length; i++) {
            double ratio = top[i] / whole[i] - 1;
            divergence += whole[i] * ratio * ratio;
        }
        double shareOfGood = goodOnes.size() / (double) good.size();
        double shareOfAll = having.size() / (double) all.size();
        double quantile = good.size() / (double) all.size();
        return shareOfGood * shareOfGood / shareOfAll * divergence * quantile * quantile;
    }

    private static double[] density(Distribution distribution, String name, List<TrialRecord> trials) {
        int points = points(distribution);
        int[] counts = new int[points];
        for (TrialRecord trial : trials) {
            counts[point(distribution, trial.number(name), points)]++;
        }
        double[] observed = IntStream.range(0, points)
                .filter(i -> counts[i] > 0)
                .asDoubleStream()
                .toArray();
        double[] weights = Arrays.copyOf(
                Arrays.stream(counts).filter(count -> count > 0).asDoubleStream().toArray(), observed.length + 1);
        weights[observed.length] = 1;
        Kernels kernels = distribution instanceof ChoiceDistribution
                ? Kernels.Shares.of(points, observed, 1)
                : scott(observed, weights, trials.size(), points);
        Mixture mixture = Mixture.of(weights, List.of(kernels));
        return IntStream.range(0, points)
                .mapToDouble(i -> Math.exp(mixture.logDensity(new double[] {i})) + LEAST_DENSITY)
                .toArray();
    }

    private static int points(Distribution distribution) {
        double width = Distributions.high(distribution) - Distributions.low(distribution);
        if (distribution instanceof ChoiceDistribution choice) {
            return choice.labels().size();
        }
        double step = Distributions.step(distribution);
        if (step > 0 && Distributions.isLogarithmic(distribution)) {
            return Math.min((int) Math.ceil(Math.log(width + 1) / Math.log(2)) + 1, MOST_POINTS);
        }
        return step > 0 ? (int) Math.min(Math.rint(width / step) + 1, MOST_POINTS) : MOST_POINTS;
    }

    private static int point(Distribution distribution, double value, int points) {
        if (distribution instanceof ChoiceDistribution) {
            return (int) value;
        }
        double low = Distributions.scaled(distribution, Distributions.low(distribution));
        double high = Distributions.scaled(distribution, Distributions.high(distribution));
        double place = (Distributions.scaled(distribution, value) - low) / ((high - low) / (points - 1));
        return (int) Math.min(Math.max(Math.ceil(place - .5), 0), points - 1.0);
    }

    /** Normal distributions around the grid points that were met, as wide as Scott's rule says. */
    private static Kernels scott(double[] observed, double[] weights, int count, int points) {
        double mean = 0;
        for (int i = 0; i < observed.length; i++) {
            mean += observed[i] * weights[i] / count;
        }
        double squares = 0;
        for (int i = 0; i < observed.length; i++) {
            squares += (observed[i] - mean) * (observed[i] - mean) * weights[i];
        }
        double deviation = Math.sqrt(squares / Math.max(1, count - 1));
        int lower = 0;
        int upper = 0;
        double sum = 0;
        for (int i = 0; i < observed.length; i++) {
            sum += weights[i];
            lower += sum < count / 4 ? 1 : 0;
            upper += sum <= count * 3 / 4 ? 1 : 0;
        }
        double quartiles = observed[Math.min(observed.length - 1, upper)] - observed[lower];
        deviation = 1.059 * Math.min(quartiles / 1.34, deviation) * Math.pow(count, -.2);
        double[] means = Arrays.copyOf(observed, observed.length + 1);
        means[observed.length] = (points - 1) / 2.0;
        double[] deviations = new double[means.length];
        Arrays.fill(deviations, Math.max(deviation, LEAST_DEVIATION));
        deviations[observed.length] = points;
        return Kernels.Normals.of(IntDistribution.of(0, points - 1L), means, deviations);
    }
}
