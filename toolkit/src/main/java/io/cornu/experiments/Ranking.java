package io.cornu.experiments;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Variants from best to worst, and which of them are as good as the best as far as the seeds can tell.
 *
 * <p>A variant is within noise where the 95 % interval of Student's t, over the differences to the best that the same
 * seeds give, holds 0. It is not corrected for the number of variants.
 *
 * @param result by which result
 * @param places the variants, best first
 */
public record Ranking(String result, List<Place> places) {
    private static final double CONFIDENCE = 0.95;

    /** Copies the places. */
    public Ranking {
        places = List.copyOf(places);
    }

    /** Whether more is better. */
    public enum Direction {
        /** As for accuracy. */
        HIGHEST,
        /** As for loss. */
        LOWEST
    }

    /**
     * One variant.
     *
     * @param variant its name
     * @param mean the mean over seeds; NaN if a training gave no number
     * @param deviation the sample's standard deviation over seeds, NaN for one seed
     * @param withinNoise whether the seeds cannot tell it from the best; false for the best itself and for one seed
     */
    public record Place(String variant, double mean, double deviation, boolean withinNoise) {}

    static Ranking of(Comparison comparison, String result, Direction direction) {
        Comparator<Place> order = Comparator.comparingDouble(place -> Double.isNaN(place.mean())
                ? Double.POSITIVE_INFINITY
                : direction == Direction.HIGHEST ? -place.mean() : place.mean());
        List<Place> places = comparison.variants().stream()
                .map(variant -> {
                    Sample sample = Sample.of(values(comparison, variant, result));
                    return new Place(variant, sample.mean(), sample.deviation(), false);
                })
                .sorted(order)
                .toList();
        List<Double> best = values(comparison, places.get(0).variant(), result);
        List<Place> told = new ArrayList<>(List.of(places.get(0)));
        for (Place place : places.subList(1, places.size())) {
            List<Double> own = values(comparison, place.variant(), result);
            told.add(new Place(place.variant(), place.mean(), place.deviation(), isWithinNoise(best, own)));
        }
        return new Ranking(result, told);
    }

    private static List<Double> values(Comparison comparison, String variant, String result) {
        return comparison.of(variant).stream()
                .map(outcome -> outcome.result(result))
                .toList();
    }

    private static boolean isWithinNoise(List<Double> best, List<Double> other) {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < Math.min(best.size(), other.size()); i++) {
            differences.add(best.get(i) - other.get(i));
        }
        Sample sample = Sample.of(differences);
        if (sample.size() < 2 || Double.isNaN(sample.mean())) {
            return false;
        }
        double t = new TDistribution(sample.size() - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
        return Math.abs(sample.mean()) <= t * sample.deviation() / Math.sqrt(sample.size());
    }

    /**
     * The ranking in words.
     *
     * @return a verdict that says which is best, by how much, and what is within noise
     */
    public Verdict verdict() {
        Place best = places.get(0);
        String name = result.replace('_', ' ');
        if (Double.isNaN(best.mean())) {
            return Verdict.of("No training gave a number for " + name + ".");
        }
        String first = best.variant() + " is best by " + name + ": " + words(best);
        if (places.size() == 1) {
            return Verdict.of(first + ".");
        }
        List<Place> others = places.subList(1, places.size());
        if (Double.isNaN(best.deviation())) {
            return Verdict.of(first + ofOneSeed(best, others)
                    + ". One seed cannot tell which of these differences are noise; --seeds 3 can.");
        }
        List<Place> near = others.stream().filter(Place::withinNoise).toList();
        List<Place> far = others.stream().filter(place -> !place.withinNoise()).toList();
        return Verdict.of(first
                + (near.isEmpty() ? "" : "; within noise of it: " + list(near))
                + (far.isEmpty()
                        ? ""
                        : "; " + (near.isEmpty() ? "clearly behind it: " : "clearly behind: ") + list(far))
                + ".");
    }

    private static String ofOneSeed(Place best, List<Place> others) {
        List<Place> equal =
                others.stream().filter(place -> place.mean() == best.mean()).toList();
        List<Place> behind =
                others.stream().filter(place -> place.mean() != best.mean()).toList();
        return (equal.isEmpty()
                        ? ""
                        : ", as is " + equal.stream().map(Place::variant).collect(Collectors.joining(", as is ")))
                + (behind.isEmpty() ? "" : "; then " + list(behind));
    }

    private static String list(List<Place> places) {
        return places.stream()
                .map(place -> place.variant() + " (" + words(place) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String words(Place place) {
        if (Double.isNaN(place.mean())) {
            return "no number";
        }
        String mean = String.format(Locale.ROOT, "%.4g", place.mean());
        return Double.isNaN(place.deviation()) ? mean : mean + String.format(Locale.ROOT, " ± %.2g", place.deviation());
    }
}
