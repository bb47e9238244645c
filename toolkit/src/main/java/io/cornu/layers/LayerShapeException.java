package io.cornu.layers;

/**
 * A layer was given a shape it cannot take. The network adds which layer it was.
 */
public final class LayerShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * A mismatch and what to do about it.
     *
     * @param mismatch such as {@code expected input (batch, height, width, channels), received (None, 784)}
     * @param fix a sentence, such as {@code Add Reshape.of(28, 28, 1) before it.}
     */
    public LayerShapeException(String mismatch, String fix) {
        super(mismatch + ". " + fix);
    }

    private LayerShapeException(String message, LayerShapeException cause) {
        super(message, cause);
    }

    /**
     * The same, of a layer within the one that was called.
     *
     * @param title how messages speak of the inner layer, such as {@code Conv2D 'conv2d_1'}
     * @return an exception that names it
     */
    public LayerShapeException within(String title) {
        return new LayerShapeException("its " + title + ": " + getMessage(), this);
    }
}
