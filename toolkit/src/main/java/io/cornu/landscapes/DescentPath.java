package io.cornu.landscapes;

import io.cornu.text.Arguments;
import java.util.List;

/**
 * Every place of a walk down a function.
 *
 * @param descent the walk
 * @param steps the start and where each step led
 */
public record DescentPath(Descent descent, List<Step> steps) {
    /** So many times as far from the middle of the domain as its corners, a walk is lost. */
    private static final double LOST = 10;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public DescentPath {
        steps = List.copyOf(steps);
        Arguments.require(!steps.isEmpty(), "DescentPath", "steps must begin with the start", steps);
    }

    /**
     * A place on the way.
     *
     * @param number the number of the step that led here, 0 for the start
     * @param point where
     * @param cost the function's value
     * @param gradientNorm the length of its gradient
     * @param learningRate of the step that led here; not a number for the start, and for searches
     */
    public record Step(int number, Point point, double cost, double gradientNorm, double learningRate) {
        boolean isFinite() {
            return point.isFinite() && Double.isFinite(cost);
        }
    }

    /**
     * Where the walk ended.
     *
     * @return the last place
     */
    public Step end() {
        return steps.get(steps.size() - 1);
    }

    /**
     * Whether the walk ran away instead of coming down: it ended with a number that is not finite, or more than ten
     * times as far from the middle of the function's domain as the corners. Down a function without a minimum, every
     * walk does at last.
     *
     * @return false if it stayed near
     */
    public boolean hasDiverged() {
        Domain domain = descent.function().domain();
        return !end().isFinite() || end().point().distance(domain.center()) > LOST * domain.radius();
    }

    /**
     * How far from the nearest known minimum the walk ended.
     *
     * @return the distance; not a number if none is known
     */
    public double distanceToMinimum() {
        return descent.function().minima().stream()
                .mapToDouble(minimum -> minimum.distance(end().point()))
                .min()
                .orElse(Double.NaN);
    }

    /**
     * After how many steps the cost had come down to a value.
     *
     * @param cost the value
     * @return the number of the first step with such a cost or a smaller one, 0 for the start; -1 if there is none
     */
    public int stepsTo(double cost) {
        return steps.stream()
                .filter(step -> step.cost() <= cost)
                .findFirst()
                .map(Step::number)
                .orElse(-1);
    }
}
