package io.cornu.landscapes;

import java.util.List;

/**
 * A function of two numbers that optimizers walk down.
 *
 * <p>{@link Landscapes} has the usual ones. One of your own is a small class, its formula written once:
 *
 * <pre>{@code
 * record Bowl() implements PlaneFunction {
 *     public String name() { return "bowl"; }
 *
 *     public Domain domain() { return Domain.square(2); }
 *
 *     public <N> N value(Arithmetic<N> math, N x, N y) {
 *         return math.add(math.square(x), math.square(y));
 *     }
 * }
 * }</pre>
 */
public interface PlaneFunction {
    /**
     * What people call it.
     *
     * @return such as {@code rosenbrock}
     */
    String name();

    /**
     * Where it is usually drawn.
     *
     * @return a rectangle
     */
    Domain domain();

    /**
     * Computes the function, with whatever kind of number is asked for.
     *
     * @param <N> the kind of number
     * @param math computes with it
     * @param x the first coordinate
     * @param y the second coordinate
     * @return the value
     */
    <N> N value(Arithmetic<N> math, N x, N y);

    /**
     * Where walks usually start.
     *
     * @return a corner of the domain unless overridden
     */
    default Point start() {
        return new Point(domain().xLow(), domain().yLow());
    }

    /**
     * Where it is smallest, as far as that is known.
     *
     * @return none unless overridden
     */
    default List<Point> minima() {
        return List.of();
    }

    /**
     * The function's value.
     *
     * @param point where
     * @return the value in double precision
     */
    default double at(Point point) {
        return value(Doubles.INSTANCE, point.x(), point.y());
    }

    /**
     * The function's gradient, differentiated rule by rule, without rounding other than that of doubles.
     *
     * @param point where
     * @return the derivatives by x and by y
     */
    default Point gradient(Point point) {
        Slope slope = value(Slope.Rules.INSTANCE, new Slope(point.x(), 1, 0), new Slope(point.y(), 0, 1));
        return new Point(slope.x(), slope.y());
    }
}
