package io.cornu.tuning;

import io.cornu.text.Arguments;
import java.util.HashSet;
import java.util.List;

/**
 * One of several things without an order.
 *
 * @param labels what they are called, at least one, each once
 */
public record ChoiceDistribution(List<String> labels) implements Distribution {
    /**
     * Checks the labels.
     *
     * @throws IllegalArgumentException if there is none, or two are the same
     */
    public ChoiceDistribution {
        labels = List.copyOf(labels);
        Arguments.require(!labels.isEmpty(), "ChoiceDistribution", "labels must not be empty", labels);
        Arguments.require(
                new HashSet<>(labels).size() == labels.size(),
                "ChoiceDistribution",
                "labels must differ from each other",
                labels);
    }

    @Override
    public boolean isSingle() {
        return labels.size() == 1;
    }

    @Override
    public boolean contains(double value) {
        return value >= 0 && value < labels.size() && value == Math.rint(value);
    }

    @Override
    public String text(double value) {
        Arguments.require(contains(value), "setting", "position must lie in " + this, value);
        return labels.get((int) value);
    }

    @Override
    public double parse(String text) {
        int position = labels.indexOf(text);
        Arguments.require(position >= 0, "setting", "value must be one of " + labels, "'" + text + "'");
        return position;
    }

    @Override
    public String toString() {
        return labels.toString();
    }
}
