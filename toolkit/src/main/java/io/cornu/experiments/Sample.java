package io.cornu.experiments;

import java.util.List;

/**
 * Mean and spread of a few values.
 *
 * @param size how many
 * @param mean their mean
 * @param deviation the sample's standard deviation, NaN for one value
 */
record Sample(int size, double mean, double deviation) {
    static Sample of(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return new Sample(
                values.size(), mean, values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1)));
    }
}
