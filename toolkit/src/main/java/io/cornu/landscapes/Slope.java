package io.cornu.landscapes;

/**
 * A number with its derivatives by x and y: a dual number, which differentiates a formula while it is computed.
 *
 * @param value the number
 * @param x its derivative by x
 * @param y its derivative by y
 */
record Slope(double value, double x, double y) {
    /** The same change of all that depends on this: the chain rule. */
    private Slope through(double newValue, double derivative) {
        return new Slope(newValue, derivative * x, derivative * y);
    }

    /** Computes with them. */
    enum Rules implements Arithmetic<Slope> {
        INSTANCE;

        @Override
        public Slope constant(double value) {
            return new Slope(value, 0, 0);
        }

        @Override
        public Slope add(Slope a, Slope b) {
            return new Slope(a.value + b.value, a.x + b.x, a.y + b.y);
        }

        @Override
        public Slope subtract(Slope a, Slope b) {
            return new Slope(a.value - b.value, a.x - b.x, a.y - b.y);
        }

        @Override
        public Slope multiply(Slope a, Slope b) {
            return new Slope(a.value * b.value, a.x * b.value + a.value * b.x, a.y * b.value + a.value * b.y);
        }

        @Override
        public Slope divide(Slope a, Slope b) {
            double quotient = a.value / b.value;
            return new Slope(quotient, (a.x - quotient * b.x) / b.value, (a.y - quotient * b.y) / b.value);
        }

        @Override
        public Slope exponential(Slope a) {
            return a.through(Math.exp(a.value), Math.exp(a.value));
        }

        @Override
        public Slope squareRoot(Slope a) {
            return a.through(Math.sqrt(a.value), 0.5 / Math.sqrt(a.value));
        }

        @Override
        public Slope sine(Slope a) {
            return a.through(Math.sin(a.value), Math.cos(a.value));
        }

        @Override
        public Slope cosine(Slope a) {
            return a.through(Math.cos(a.value), -Math.sin(a.value));
        }
    }
}
