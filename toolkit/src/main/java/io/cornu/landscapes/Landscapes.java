package io.cornu.landscapes;

import io.cornu.text.Arguments;
import io.cornu.text.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions that optimizers are usually shown on. */
public final class Landscapes {
    private static final Map<String, PlaneFunction> BY_NAME = byName();

    private Landscapes() {}

    /**
     * A long narrow valley, {@code 20 x^2 + y^2}: steep across, flat along. Plain gradient descent swings from side to
     * side or hardly moves on.
     *
     * @return the function, from -3 to 3, its walks from (-3, -3)
     */
    public static PlaneFunction valley() {
        return valley(20, 1);
    }

    /**
     * A valley, {@code a x^2 + b y^2}.
     *
     * @param a how steep it is along x, above 0
     * @param b how steep it is along y, above 0
     * @return the function, from -3 to 3, its walks from (-3, -3)
     * @throws IllegalArgumentException if a number is not above 0 or not finite
     */
    public static PlaneFunction valley(double a, double b) {
        return new Valley(Arguments.positive("valley", "a", a), Arguments.positive("valley", "b", b));
    }

    /**
     * A bent valley with a flat floor (Rosenbrock 1960): {@code (1 - x)^2 + 100 (y - x^2)^2}.
     *
     * @return the function, its walks from (-1.2, 1)
     */
    public static PlaneFunction rosenbrock() {
        return new Rosenbrock();
    }

    /**
     * A plain with steep edges (Beale 1958): {@code (1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2}.
     *
     * @return the function, from -4.5 to 4.5, its walks from (1, 1)
     */
    public static PlaneFunction beale() {
        return new Beale();
    }

    /**
     * A saddle without a minimum, {@code x^2 - y^2}; its walks start beside the ridge, where the way down is hardly seen.
     *
     * @return the function, from -2 to 2, its walks from (-1.5, 0.01)
     */
    public static PlaneFunction saddle() {
        return new Saddle();
    }

    /**
     * Four minima of the same depth (Himmelblau 1972): {@code (x^2 + y - 11)^2 + (x + y^2 - 7)^2}.
     *
     * @return the function, from -5 to 5, its walks from (0, 0)
     */
    public static PlaneFunction himmelblau() {
        return new Himmelblau();
    }

    /**
     * All of them.
     *
     * @return by their names
     */
    public static List<PlaneFunction> all() {
        return List.copyOf(BY_NAME.values());
    }

    /**
     * The function of a name.
     *
     * @param name such as {@code rosenbrock}
     * @return the function
     * @throws IllegalArgumentException if there is none of this name
     */
    public static PlaneFunction named(String name) {
        PlaneFunction function = BY_NAME.get(name.toLowerCase(Locale.ROOT));
        if (function == null) {
            String nearest = Names.closest(name, BY_NAME.keySet())
                    .map(closest -> " Did you mean '" + closest + "'?")
                    .orElse("");
            throw new IllegalArgumentException(
                    "function: expected one of " + BY_NAME.keySet() + ", received '" + name + "'." + nearest);
        }
        return function;
    }

    private static Map<String, PlaneFunction> byName() {
        Map<String, PlaneFunction> functions = new LinkedHashMap<>();
        for (PlaneFunction each : List.of(valley(), rosenbrock(), beale(), saddle(), himmelblau())) {
            functions.put(each.name(), each);
        }
        return functions;
    }

    private record Valley(double a, double b) implements PlaneFunction {
        @Override
        public String name() {
            return "valley";
        }

        @Override
        public Domain domain() {
            return Domain.square(3);
        }

        @Override
        public List<Point> minima() {
            return List.of(new Point(0, 0));
        }

        @Override
        public <N> N value(Arithmetic<N> math, N x, N y) {
            return math.add(math.times(math.square(x), a), math.times(math.square(y), b));
        }
    }

    private record Rosenbrock() implements PlaneFunction {
        @Override
        public String name() {
            return "rosenbrock";
        }

        @Override
        public Domain domain() {
            return new Domain(-2, 2, -1, 3);
        }

        @Override
        public Point start() {
            return new Point(-1.2, 1);
        }

        @Override
        public List<Point> minima() {
            return List.of(new Point(1, 1));
        }

        @Override
        public <N> N value(Arithmetic<N> math, N x, N y) {
            N along = math.square(math.subtract(math.constant(1), x));
            N across = math.square(math.subtract(y, math.square(x)));
            return math.add(along, math.times(across, 100));
        }
    }

    private record Beale() implements PlaneFunction {
        @Override
        public String name() {
            return "beale";
        }

        @Override
        public Domain domain() {
            return Domain.square(4.5);
        }

        @Override
        public Point start() {
            return new Point(1, 1);
        }

        @Override
        public List<Point> minima() {
            return List.of(new Point(3, 0.5));
        }

        @Override
        public <N> N value(Arithmetic<N> math, N x, N y) {
            N first = term(math, 1.5, x, y);
            N second = term(math, 2.25, x, math.square(y));
            N third = term(math, 2.625, x, math.multiply(y, math.square(y)));
            return math.add(first, math.add(second, third));
        }

        private static <N> N term(Arithmetic<N> math, double constant, N x, N power) {
            return math.square(math.plus(math.subtract(math.multiply(x, power), x), constant));
        }
    }

    private record Saddle() implements PlaneFunction {
        @Override
        public String name() {
            return "saddle";
        }

        @Override
        public Domain domain() {
            return Domain.square(2);
        }

        @Override
        public Point start() {
            return new Point(-1.5, 0.01);
        }

        @Override
        public <N> N value(Arithmetic<N> math, N x, N y) {
            return math.subtract(math.square(x), math.square(y));
        }
    }

    private record Himmelblau() implements PlaneFunction {
        @Override
        public String name() {
            return "himmelblau";
        }

        @Override
        public Domain domain() {
            return Domain.square(5);
        }

        @Override
        public Point start() {
            return new Point(0, 0);
        }

        @Override
        public List<Point> minima() {
            return List.of(
                    new Point(3, 2),
                    new Point(-2.805118086952745, 3.131312518250573),
                    new Point(-3.779310253377747, -3.283185991286170),
                    new Point(3.584428340330492, -1.848126526964404));
        }

        @Override
        public <N> N value(Arithmetic<N> math, N x, N y) {
            N first = math.plus(math.add(math.square(x), y), -11);
            N second = math.plus(math.add(x, math.square(y)), -7);
            return math.add(math.square(first), math.square(second));
        }
    }
}
