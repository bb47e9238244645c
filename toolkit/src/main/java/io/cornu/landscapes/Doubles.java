package io.cornu.landscapes;

/** Plain numbers. */
enum Doubles implements Arithmetic<Double> {
    INSTANCE;

    @Override
    public Double constant(double value) {
        return value;
    }

    @Override
    public Double add(Double a, Double b) {
        return a + b;
    }

    @Override
    public Double subtract(Double a, Double b) {
        return a - b;
    }

    @Override
    public Double multiply(Double a, Double b) {
        return a * b;
    }

    @Override
    public Double divide(Double a, Double b) {
        return a / b;
    }

    @Override
    public Double exponential(Double a) {
        return Math.exp(a);
    }

    @Override
    public Double squareRoot(Double a) {
        return Math.sqrt(a);
    }

    @Override
    public Double sine(Double a) {
        return Math.sin(a);
    }

    @Override
    public Double cosine(Double a) {
        return Math.cos(a);
    }
}
